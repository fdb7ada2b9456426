import type { zhCN } from '../zh-CN';

export const calendar: typeof zhCN.calendar = {
  title: 'Working calendar {{year}}',
  version: 'Version {{version}}, holidays announced through {{announced_through}}',
  previous: 'Previous year',
  next: 'Next year',
  unpublished: 'The holidays of {{year}} are not announced yet',
  unpublishedWhy:
    'Until then Monday to Friday count as working days; limits are recalculated once announced.',
  legend: 'Legend',
  off: 'off',
  on: 'on',
  sources: 'Sources',
};

export const audit: typeof zhCN.audit = {
  note: 'Sign-ins and changes of accounts and rights; no case content, no personal data.',
  empty: 'No entry yet.',
  at: 'At',
  username: 'Account',
  nobody: 'Unknown account',
  system: 'Command line',
  action: 'Action',
  object: 'Object',
};

export const rules: typeof zhCN.rules = {
  note: 'The limits of each step and where they come from. Running cases keep the version they started under.',
  clock: 'Step',
  scope: 'Applies to',
  everything: 'Every case',
  amount: 'Limit',
  calendar_one: '{{count}} calendar day',
  calendar_other: '{{count}} calendar days',
  working_one: '{{count}} working day',
  working_other: '{{count}} working days',
  start: 'Starts',
  roll: 'Ends on a rest day',
  source: 'Source',
  valid: 'Valid',
  since: 'since {{from}}',
  between: '{{from}} to {{to}}',
  version: 'Version',
};
