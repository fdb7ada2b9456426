/** What the chips of the time line sort entries into. */
export const eventCategories = [
  'moves',
  'assist',
  'progress',
  'mediation',
  'papers',
  'limits',
  'supervision',
  'callback',
  'access',
] as const;

export type EventCategory = (typeof eventCategories)[number];

const patterns: [EventCategory, RegExp][] = [
  [
    'supervision',
    /^(supervision_|reminded|urged|bulletin_|leader_received|promise_made|meeting_decided|task_)/,
  ],
  ['mediation', /mediat|agreement_|performance_|confirmation_/],
  ['access', /reveal|view|export|attachment_opened|tracking_code/],
  ['papers', /attachment_|document_|dossier_/],
  ['assist', /assist/],
  ['limits', /clock|limit|suspen|procedure|resume|exten|overdue|missed|applicant_told/],
  ['callback', /callback|rated|comment|complain/],
  ['progress', /progress|note|repl|resolv|resolution|charge|^party_/],
];

/** A kind nobody has thought of is a move: it shows, whatever the chips say. */
export function eventCategory(kind: string): EventCategory {
  return patterns.find(([, pattern]) => pattern.test(kind))?.[0] ?? 'moves';
}
