import type { VisitQuery } from '../../shared/api/types';

/** The lists people look at; which one stands in the address in the API's own words. */
export const visitViews = ['open', 'overdue', 'offered', 'all'] as const;

export type VisitListView = (typeof visitViews)[number];

/** The filters of the list as they stand in the address. */
export interface VisitSearch {
  state?: 'open';
  is_overdue?: 'true';
  is_offered_to_me?: 'true';
}

export const searchOf: Record<VisitListView, VisitSearch> = {
  open: { state: 'open' },
  overdue: { state: 'open', is_overdue: 'true' },
  offered: { is_offered_to_me: 'true' },
  all: {},
};

/** Reads the address; what is unknown or empty is left out. */
export function parseVisitSearch(search: Record<string, unknown>): VisitSearch {
  const parsed: VisitSearch = {};
  if (search.state === 'open') parsed.state = 'open';
  if (search.is_overdue === 'true') parsed.is_overdue = 'true';
  if (search.is_offered_to_me === 'true') parsed.is_offered_to_me = 'true';
  return parsed;
}

export function viewOf(search: VisitSearch): VisitListView {
  if (search.is_offered_to_me) return 'offered';
  if (search.is_overdue) return 'overdue';
  return search.state ? 'open' : 'all';
}

/** The same filters as the API takes them; what waits longest comes first. */
export function toVisitQuery(search: VisitSearch): VisitQuery {
  return {
    ...(search.state && { state: [search.state] }),
    ...(search.is_overdue && { is_overdue: true }),
    ...(search.is_offered_to_me && { is_offered_to_me: true }),
    sort: search.state ? 'came_at' : '-came_at',
  };
}
