// Who is who in the demo county (`zongzhi demo`).

const password = process.env.DEMO_PASSWORD ?? 'Zongzhi-demo-2026';

export const accounts = Object.fromEntries(
  ['clerk', 'dispatcher', 'handler', 'supervisor', 'director', 'leader', 'sysadmin'].map((username) => [
    username,
    { username, password },
  ]),
);

/** The department the handler works for. */
export const department = '人力资源和社会保障局';

/** Which pages each of them opens. */
export const pages = {
  clerk: ['/', '/register', '/cases', '/calendar'],
  dispatcher: ['/', '/cases?queue=unassigned', '/departments', '/centers'],
  handler: ['/', '/cases?queue=department'],
  supervisor: ['/', '/supervision'],
  sysadmin: ['/', '/people', '/users', '/time-limit-rules', '/feedback'],
};
