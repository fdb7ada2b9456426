import type { LadderQuery, SupervisionOrderQuery } from '../../shared/api/types';

export const tabs = ['orders', 'ladder', 'bulletin'] as const;
export type Tab = (typeof tabs)[number];

/** The register as it stands in the address. */
export interface SupervisionSearch {
  tab?: Tab;
  state?: string[];
  step?: string[];
  overdue?: 'true';
  q?: string;
  month?: string;
}

/** The register as it is shown, and how its filters change. */
export interface SupervisionProps {
  search: SupervisionSearch;
  onSearch: (search: SupervisionSearch) => void;
}

function asList(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string' && one !== '');
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Reads the address; what is unknown or empty is left out. */
export function parseSupervisionSearch(search: Record<string, unknown>): SupervisionSearch {
  const parsed: SupervisionSearch = {};
  const tab = tabs.find((one) => one === search.tab);
  if (tab) parsed.tab = tab;
  for (const name of ['state', 'step'] as const) {
    const values = asList(search[name]);
    if (values.length > 0) parsed[name] = values;
  }
  if (search.overdue === 'true') parsed.overdue = 'true';
  if (typeof search.q === 'string' && search.q.trim()) parsed.q = search.q.trim();
  if (typeof search.month === 'string' && MONTH.test(search.month)) parsed.month = search.month;
  return parsed;
}

export function toOrderQuery({ state, overdue, q }: SupervisionSearch): SupervisionOrderQuery {
  return {
    ...(state && { state }),
    ...(overdue && { overdue: true }),
    ...(q && { q }),
  } as SupervisionOrderQuery;
}

export const toLadderQuery = ({ step }: SupervisionSearch): LadderQuery =>
  (step ? { step } : {}) as LadderQuery;
