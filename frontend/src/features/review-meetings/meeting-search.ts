import type { ReviewMeetingQuery } from '../../shared/api/types';

/** The kinds, as often as they are held. */
export const kinds = ['daily', 'weekly', 'monthly', 'quarterly'] as const;
export type MeetingKind = (typeof kinds)[number];

export interface MeetingSearch {
  kind?: MeetingKind;
}

/** Reads the address; what is unknown is left out. */
export function parseMeetingSearch(search: Record<string, unknown>): MeetingSearch {
  const kind = kinds.find((one) => one === search.kind);
  return kind ? { kind } : {};
}

export const toMeetingQuery = ({ kind }: MeetingSearch): ReviewMeetingQuery =>
  kind ? { kind: [kind] } : {};
