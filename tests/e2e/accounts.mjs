// Who is who in the demo county (`zongzhi demo`).

const password = process.env.DEMO_PASSWORD ?? 'Zongzhi-demo-2026';

export const accounts = Object.fromEntries(
  [
    'clerk',
    'dispatcher',
    'handler',
    'handler2',
    'mediator',
    'supervisor',
    'director',
    'leader',
    'village',
    'sysadmin',
    'secadmin',
    'auditor',
  ].map((username) => [username, { username, password }]),
);

/** The departments the two handlers work for. */
export const department = '人力资源和社会保障局';
export const assistant = '住房和城乡建设局';

/** Which pages each of them opens; `first` is the first case of the list before it. */
export const pages = {
  clerk: ['/', '/visits', '/register', '/cases', '/calendar', '/nowhere', '/users'],
  dispatcher: ['/', '/cases?queue=unassigned', 'first', '/departments', '/centers'],
  handler: [
    '/',
    '/cases?queue=department',
    'first',
    '/inbox',
    '/case-tasks',
    '/my-duty',
    '/swap-requests',
    '/questions?view=all',
  ],
  supervisor: [
    '/',
    '/supervision',
    '/cases?q=nothing-like-this',
    '/late',
    '/precedents',
    '/callbacks',
    '/callbacks?tab=signals',
    '/reconciliations',
    '/questions',
  ],
  handler2: ['/', '/cases?queue=department', 'first', '/supervision', '/case-tasks'],
  // On a phone more than anybody else: the Chinese pages are looked at closely at 360 px.
  village: ['/', '/register', '/visits', '/cases', 'first', '/cases?handed=up', '/inbox', '/mediations'],
  leader: ['/', '/oversight', '/cases', '/late', '/receptions', '/review-meetings', '/monthly-report'],
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
    '/exports',
  ],
  sysadmin: [
    '/',
    '/people',
    '/users',
    '/time-limit-rules',
    '/document-templates',
    '/feedback',
    '/notice-channels',
    '/adapters',
    '/devices',
  ],
  secadmin: ['/', '/people', '/users', '/departments', '/calendar', '/inbox', '/applications', '/webhooks'],
  auditor: ['/audit'],
};
