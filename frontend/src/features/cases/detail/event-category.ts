/** What the chips of the time line sort entries into. */
export const eventCategories = [
  'moves',
  'assist',
  'progress',
  'limits',
  'supervision',
  'callback',
  'access',
] as const;

export type EventCategory = (typeof eventCategories)[number];

const patterns: [EventCategory, RegExp][] = [
  ['supervision', /^(supervision_|reminded|urged|bulletin_)/],
  ['access', /reveal|view|export|opened/],
  ['supervision', /^(leader_received|promise_made|meeting_decided|task_)/],
  ['assist', /assist/],
  ['limits', /clock|limit|suspend|resume|exten|overdue|missed/],
  ['callback', /callback|rated|comment|complain/],
  ['progress', /progress|note|repl|attach|mediat|resolv|resolution|charge|document/],
  ['progress', /progress|note|repl|attach|mediat|dossier|resolv|resolution|charge/],
];

/** A kind nobody has thought of is a move: it shows, whatever the chips say. */
export function eventCategory(kind: string): EventCategory {
  return patterns.find(([, pattern]) => pattern.test(kind))?.[0] ?? 'moves';
}
