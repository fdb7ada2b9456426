import type * as zhCN from '../zh-CN/reconciliations';

export const reconciliations: typeof zhCN.reconciliations = {
  note: 'Another channel’s numbers of a month, one by one against the cases: which are registered, and which are not. Only cases within the centre’s reach are looked at.',
  resultNote:
    'Numbers that differ in spelling alone count as registered; similar numbers of the same day are perhaps registered, for people to check.',
  run: 'New reconciliation',
  empty: 'No reconciliation yet.',
  source: 'Source system',
  sourceHelp:
    'As cases name their source, for instance 12345 or petition; connected systems may be chosen. A new source is made known by a system administrator first.',
  month: 'Month',
  center: 'Centre',
  list: 'Numbers',
  listHelp:
    'A number a line, then the unit and the day of receipt if known, split by tabs or commas; paste from a sheet.',
  fromFile: 'Read a file',
  read: '{{count}} numbers read',
  firstRead: 'The first: number {{number}}; unit {{unit}}; received on {{day}}',
  tooMany: 'At most {{most}} numbers at once',
  title: '{{source}} {{month}}: reconciliation',
  listed: 'Numbers listed',
  repeated: 'Listed twice',
  matched: 'Registered',
  perhaps: 'Perhaps registered',
  unmatched: 'Not registered',
  beyond: 'Cases the list lacks',
  rate: 'Missed',
  rateOf: '{{rate}}% ({{lower}}% to {{upper}}%)',
  runAt: 'Run at',
  units: 'Unit by unit',
  definition:
    'The share of listed numbers that are not registered; those perhaps registered are not in it. In brackets Wilson’s interval at 95%, wide where matters are few. No ranking.',
  unit: 'Unit',
  noUnit: 'Not named in the list',
  numbers: 'Numbers by name',
  states: 'Result',
  number: 'Number at the source',
  receivedOn: 'Received on',
  case: 'Case',
  notReadable: 'Registered; you may not see the case',
  noNumbers: 'No such numbers.',
  manage: 'Asked',
  ask: 'Ask the unit',
  askedUnit: 'Unit to ask',
  askAbout: 'Is number {{number}} registered, and is it this unit’s?',
};

export const questions: typeof zhCN.questions = {
  note: 'A computer sees figures and cannot judge them: the unit is asked. No persons, no ranking.',
  views: 'Which',
  view: { open: 'Open', all: 'All' },
  empty: 'Nothing is asked.',
  question: 'Question',
  unit: 'Unit',
  facts: 'Facts',
  cases: 'Cases it is about',
  asked: 'Asked at',
  state: 'State',
  manage: 'Manage',
  answer: 'Answer',
  ground: 'What it comes to',
  answerLabel: 'In words',
  answerHelp: 'No names, telephone or identity numbers of citizens.',
  answeredBy: '{{ground}}: {{answer}} ({{name}} {{at}})',
};

export const reconciliationEnums: typeof zhCN.reconciliationEnums = {
  reconciliationState: {
    matched: 'Registered',
    perhaps: 'Perhaps registered',
    unmatched: 'Not registered',
    beyond: 'Not in the list',
  },
  matchGround: {
    same: 'The same number',
    spelling: 'Spelt otherwise',
    zeros: 'Other zeros in front',
    affix: 'One has a prefix or check digits more',
    prefix: 'Another prefix, the same serial and day',
  },
  questionState: { open: 'Open', answered: 'Answered' },
  answerGround: {
    explained: 'Explained',
    registered_elsewhere: 'Registered under another number',
    not_ours: 'Not this unit’s',
    late: 'Late, and registered by now',
  },
};
