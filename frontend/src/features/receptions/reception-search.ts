import type { PromiseQuery } from '../../shared/api/types';

/** The month as it stands in the address; none is this one. */
export interface RosterSearch {
  month?: string;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export function parseRosterSearch(search: Record<string, unknown>): RosterSearch {
  const { month } = search;
  return typeof month === 'string' && MONTH.test(month) ? { month } : {};
}

/** The lists of promises people look at. */
export const promiseViews = ['broken', 'open', 'kept', 'all'] as const;
type PromiseListView = (typeof promiseViews)[number];

export interface PromiseSearch {
  view?: PromiseListView;
}

export function parsePromiseSearch(search: Record<string, unknown>): PromiseSearch {
  const view = promiseViews.find((one) => one === search.view);
  return view ? { view } : {};
}

/** What was broken is looked at first. */
export function toPromiseQuery({ view = 'broken' }: PromiseSearch): PromiseQuery {
  return view === 'all' ? {} : { state: [view] };
}
