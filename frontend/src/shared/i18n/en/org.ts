import type { zhCN } from '../zh-CN';

export const departments: typeof zhCN.departments = {
  note: 'Departments and their duties. The duty list makes the suggestions when dispatching.',
  choose: 'Choose a department from the list.',
  create: 'New department',
  edit: 'Edit department',
  inactive: 'Not active',
  dutyHelp: 'The case types this department is in charge of; a type includes those below it.',
  field: {
    name: 'Name',
    region: 'Region',
    parent_id: 'Parent department',
    phone: 'Phone',
    case_type_codes: 'Duties (case types)',
    is_active: 'Active',
  },
};

export const centers: typeof zhCN.centers = {
  note: 'Address, phone and opening hours of the centres at county, township and village level.',
  choose: 'Choose a centre from the list.',
  edit: 'Edit centre',
  cases: 'Cases of this region',
  fallbackHelp: 'Takes what nobody is competent for; the office of the centre unless named.',
  field: {
    name: 'Name',
    region: 'Region',
    address: 'Address',
    phone: 'Phone',
    opening_hours: 'Opening hours',
    fallback_department_id: 'Fallback unit',
  },
};

export const people: typeof zhCN.people = {
  note: 'People and their capacities. A person may hold several and acts in one at a time.',
  create: 'New person',
  activeHelp: 'Unticked: no longer works here. Signed out at once; account and capacities stop.',
  search: 'Find by name',
  empty: 'Nobody matches.',
  capacities: 'Capacities',
  capacitiesOf: 'Capacities of {{name}}',
  noCapacity: 'No capacity yet: this person sees no case. Add one below.',
  addCapacity: 'Add a capacity',
  departmentHelp: 'Required for handlers and mediators; other roles go by region.',
  regionHelp: 'Left open, the region of the department.',
  add: 'Add',
  remove: 'Remove',
  removeOne: 'Remove capacity: {{name}}',
  removed: 'Removed: {{name}}',
  field: {
    name: 'Name',
    department: 'Department',
    region: 'Region',
    phone: 'Phone',
    role: 'Role',
    is_active: 'Works here',
    manage: 'Manage',
  },
};

export const users: typeof zhCN.users = {
  note: 'Accounts for signing in. Each belongs to a person; capacities are set under "People".',
  create: 'New account',
  search: 'Find by user name or name',
  empty: 'No account matches.',
  active: 'Active',
  inactive: 'Not active',
  reset: 'Reset password',
  resetOf: 'Reset password: {{name}}',
  otpOn: 'On',
  otpOff: 'Off',
  otpReset: 'One-time passwords of {{name}} turned off',
  resetOtp: 'Reset one-time passwords',
  resetOtpOf: 'Reset one-time passwords: {{name}}',
  resetOtpHelp:
    'For a lost or new phone. The next sign-in asks for the password only and open sessions are closed; remind its owner to turn them on again.',
  resetHelp: 'A new first password is made; the old one ends at once and open sessions are closed.',
  unused: 'First password not changed',
  firstPassword: 'First password of {{name}}',
  firstPasswordHelp:
    'Tell it in person. It is shown only this once and must be changed at the first sign-in.',
  told: 'Told',
  passwordGone: 'The password was shown before. If it is lost, reset it.',
  deactivated: 'Account {{name}} deactivated',
  activated: 'Account {{name}} activated',
  deactivate: 'Deactivate',
  deactivateOf: 'Deactivate account: {{name}}',
  activate: 'Activate',
  activateOf: 'Activate account: {{name}}',
  field: {
    username: 'User name',
    person: 'Person',
    state: 'State',
    otp: 'One-time passwords',
    manage: 'Manage',
  },
};
