// Who is who in the demo county (`zongzhi demo`).

const password = process.env.DEMO_PASSWORD ?? 'Zongzhi-demo-2026';

export const accounts = Object.fromEntries(
  ['clerk', 'dispatcher', 'handler', 'handler2', 'mediator', 'supervisor', 'director', 'leader', 'sysadmin', 'auditor'].map((username) => [
    username,
    { username, password },
  ]),
);

/** The departments the two handlers work for. */
export const department = '人力资源和社会保障局';
export const assistant = '住房和城乡建设局';

/** Which pages each of them opens; `first` is the first case of the list before it. */
export const pages = {
  clerk: ['/', '/visits', '/register', '/cases', '/calendar', '/nowhere', '/users'],
  dispatcher: ['/', '/cases?queue=unassigned', 'first', '/departments', '/centers'],
  handler: ['/', '/cases?queue=department', 'first', '/inbox', '/case-tasks'],
  supervisor: [
    '/',
    '/supervision',
    '/cases?q=nothing-like-this',
    '/late',
    '/precedents',
    '/callbacks',
    '/callbacks?tab=signals',
  ],
  mediator: ['/', '/mediations', '/agreements'],
  director: [
    '/oversight',
    '/cases?queue=ruling',
    '/substitutions',
    '/automation-rules',
    '/mediations?view=day',
    '/mediators',
    '/rooms',
    '/receptions',
    '/receptions/promises',
    '/review-meetings',
    '/screening',
    '/monthly-report',
    '/mediation-statistics',
    '/burden',
    '/data-fields',
  ],
  sysadmin: [
    '/',
    '/people',
    '/users',
    '/time-limit-rules',
    '/document-templates',
    '/feedback',
    '/notice-channels',
  ],
  auditor: ['/audit'],
};
