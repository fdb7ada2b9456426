import type { zhCN } from '../zh-CN';

export const shell: typeof zhCN.shell = {
  skip: 'Skip to main content',
  nav: 'Main navigation',
  openNav: 'Open navigation',
  searchLabel: 'Find a case',
  searchPlaceholder: 'Number, matter, text (press /)',
  actingAs: 'Acting capacity: {{name}}',
  switchCapacity: 'Switch capacity',
  switched: 'Now acting as: {{name}}',
  noCapacity: 'No capacity assigned',
  accountOf: 'My account: {{name}}',
  changePassword: 'Change password',
  signOut: 'Sign out',
  help: 'Shortcuts',
  offline: 'The network is down. Your input is kept on this PC; submit when it is back.',
};

export const nav: typeof zhCN.nav = {
  group: { work: 'Work', reference: 'Centre', admin: 'Administration' },
  home: 'My desk',
  register: 'Register',
  cases: 'Cases',
  handedUp: 'Handed up',
  handedDown: 'Handed down',
  supervision: 'Supervision',
  departments: 'Departments',
  centers: 'Centres',
  people: 'People',
  users: 'Users',
  calendar: 'Working calendar',
  time_limit_rules: 'Time limits',
  audit: 'Security log',
  feedback: 'Problems and burdens',
  inbox: 'Notices',
  substitutions: 'Substitutes',
  notice_channels: 'Notice channels',
};

export const shortcuts: typeof zhCN.shortcuts = {
  title: 'Keyboard shortcuts',
  search: 'Find a case',
  next: 'Next row',
  previous: 'Previous row',
  act: 'Act on this case',
  queues: 'Back to my desk',
  help: 'Show this help',
  close: 'Close a dialog',
  after: 'then',
};
