import type { zhCN } from '../zh-CN';

export const cases: typeof zhCN.cases = {
  queue: {
    mine: 'To do now',
    department: 'My unit',
    unassigned: 'To be dispatched',
    returned: 'Returned',
    overdue: 'Overdue',
    following: 'I am following',
  },
  home: {
    greeting: 'Hello, {{name}}',
    queues: 'Work queues',
    unit: 'case(s)',
    oldest: 'Oldest waits {{count}} day(s)',
    nextDue: 'Next limit {{at}}',
    nothing: 'Nothing waits',
    mine: 'To do now',
    mineEmpty:
      'Nothing waits for you. See your unit’s cases under “Cases”, or register a new matter.',
    allMine: 'All my cases',
    noCases: 'This capacity handles no cases',
    noCasesNext:
      'Choose your work on the left; switch capacity at the top right if you hold another.',
  },
  list: {
    matter: 'Matter',
    refresh: 'Refresh',
    filters: 'Filters',
    text: 'Search text',
    queue: 'Queue',
    sort: 'Order',
    moreFilters: 'More filters',
    fewerFilters: 'Fewer filters',
    clearFilters: 'Clear filters',
    empty: 'No case matches. Widen the filters or check the scope of your acting capacity.',
  },
  filter: { status: 'Status', level: 'Level', lamp: 'Limit', channel: 'Channel' },
  column: {
    limit: 'Limit',
    status: 'Status',
    level: 'Level',
    type: 'Type',
    owner: 'Owner now',
    region: 'Region',
    channel: 'Channel',
    registered_at: 'Registered',
    updated_at: 'Updated',
  },
  sort: {
    '-registered_at': 'Newest first',
    registered_at: 'Oldest first',
    due_at: 'Due first',
    '-updated_at': 'Last updated first',
  },
  register: { title: 'Register' },
};
