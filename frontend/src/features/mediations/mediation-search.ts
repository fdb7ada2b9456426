import type { MediationQuery } from '../../shared/api/types';
import { today } from '../../shared/lib/dates';

/** The lists people look at; a day is drawn by room, the others are rows. */
export const mediationViews = ['mine', 'upcoming', 'day', 'ended', 'all'] as const;

export type MediationListView = (typeof mediationViews)[number];

/** What stands in the address. */
export interface MediationSearch {
  view?: MediationListView;
  day?: string;
}

/** Reads the address; what is unknown or empty is left out. */
export function parseMediationSearch(search: Record<string, unknown>): MediationSearch {
  const view = mediationViews.find((one) => one === search.view);
  const day = typeof search.day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search.day);
  return { ...(view && { view }), ...(day && { day: search.day as string }) };
}

/** The same as the API takes it; what is next comes first, what is over last first. */
export function toMediationQuery(view: MediationListView): MediationQuery {
  switch (view) {
    case 'mine':
      return { is_mine: true, state: ['booked', 'in_progress'] };
    case 'ended':
      return { state: ['adjourned', 'concluded', 'cancelled'], sort: '-starts_at' };
    case 'all':
      return { sort: '-starts_at' };
    case 'upcoming':
    case 'day':
      return { state: ['booked', 'in_progress'], starts_from: today() };
  }
}
