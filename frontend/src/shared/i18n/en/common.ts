import type { zhCN } from '../zh-CN';

export const app: typeof zhCN.app = {
  title: 'Zongzhi platform',
  short: 'Zongzhi',
  demo: 'Demo county',
};

export const common: typeof zhCN.common = {
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  confirm: 'OK',
  edit: 'Edit',
  retry: 'Try again',
  search: 'Search',
  reset: 'Reset',
  more: 'Load more',
  all: 'All',
  yes: 'Yes',
  no: 'No',
  none: 'None',
  optional: 'optional',
  loading: 'Loading',
  print: 'Print',
  back: 'Back',
  saved: 'Saved',
  required: '{{label}} is required',
  requiredChoice: 'Choose: {{label}}',
  noMore: 'All {{count}} shown',
  emptyList: 'Nothing matches',
  columns: 'Columns',
  tickAll: 'Select all listed',
  findIn: 'Find in {{label}}',
  countTotal: 'Count all',
  noted: '{{text}} ({{note}})',
  figure: '{{name}}: {{count}}',
  standingIn: '{{name}} (for {{person}})',
  undo: 'Undo',
  restored: 'Your unsent input was restored.',
  discard: 'Start over',
  emptied: 'Emptied',
  separator: ', ',
  comma: ', ',
};

export const problem: typeof zhCN.problem = {
  network: 'The server cannot be reached. Check the network and try again.',
  requestId: 'Problem id: {{id}}',
  wait: 'Try again in {{time}} (min:s).',
  waited: 'You can try again now.',
  notFoundTitle: 'Not found',
  notFound: 'It does not exist or lies outside the scope of your acting capacity.',
  pageNotFound: 'There is no such page. Check the address.',
  forbiddenTitle: 'Not allowed',
  forbidden:
    'Your acting capacity may not see this page. Switch capacity at the top right if you hold another; otherwise ask the system administrator.',
  crashTitle: 'This page failed',
  crash:
    'You did nothing wrong. Try again; if it happens repeatedly, use "Report a problem" at the top right.',
  home: 'Back to my desk',
};

export const conflict: typeof zhCN.conflict = {
  title: 'Somebody changed this in the meantime',
  intro: '{{who}} changed it after you opened it. Compare and choose:',
  someone: 'Somebody else',
  field: 'Field',
  theirs: 'Now',
  mine: 'Yours',
  before: 'When you opened it',
  keepMine: 'Keep mine',
  takeTheirs: 'Take theirs',
  nothing: 'None of the listed fields changed; you can submit again.',
  newEvents: 'Entries added meanwhile',
  noLongerAllowed: 'This is no longer possible as things stand.',
};

export const limits: typeof zhCN.limits = {
  sentenceNone: 'No limit',
  stopped: 'Stopped',
  stoppedFor: 'Stopped: {{reason}}',
  finished: 'Finished {{at}}',
  due: 'Due {{at}}',
};
