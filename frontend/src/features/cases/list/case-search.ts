import type { CaseListQuery, SavedView } from '../../../shared/api/types';
import { isQueue, type Queue } from '../queues';

/** The filters of the case list as they stand in the address. */
export interface CaseSearch {
  q?: string;
  queue?: Queue;
  /** Handed up or down between levels last; a link without it says so. */
  handed?: 'up' | 'down' | undefined;
  status?: string[];
  level?: string[];
  channel?: string[];
  lamp?: string[];
  /** Which post has it. */
  owner?: string[];
  type_code?: string;
  region_id?: string;
  registered_from?: string;
  registered_to?: string;
  sort?: string;
  /** Sent back and forth between units. */
  is_ping_pong?: 'true';
  is_recorded_late?: 'true';
  extension_pending?: 'true';
  suspension_pending?: 'true';
  /** Units that both had the lead. */
  between?: string[];
  /** Registered by people of this department or village. */
  registering_unit_id?: string;
}

/** What a figure of the centre's page narrows the list by; shown as a label that can be removed. */
export const figureFilters = [
  'is_ping_pong',
  'is_recorded_late',
  'extension_pending',
  'suspension_pending',
  'between',
  'registering_unit_id',
] as const;

const flags = [
  'is_ping_pong',
  'is_recorded_late',
  'extension_pending',
  'suspension_pending',
] as const;

const lists = ['status', 'level', 'channel', 'lamp', 'owner', 'between'] as const;
const texts = [
  'q',
  'type_code',
  'region_id',
  'registered_from',
  'registered_to',
  'registering_unit_id',
  'sort',
] as const;

function asList(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one);
}

/** Reads the address; what is unknown or empty is left out. */
export function parseCaseSearch(search: Record<string, unknown>): CaseSearch {
  const parsed: CaseSearch = {};
  if (isQueue(search.queue)) parsed.queue = search.queue;
  if (search.handed === 'up' || search.handed === 'down') parsed.handed = search.handed;
  for (const name of flags) {
    if (search[name] === 'true') parsed[name] = 'true';
  }
  for (const name of lists) {
    const values = asList(search[name]);
    if (values.length > 0) parsed[name] = values;
  }
  for (const name of texts) {
    const value = search[name];
    if (typeof value === 'string' && value.trim()) parsed[name] = value.trim();
  }
  return parsed;
}

/** A queue is worked through by the clock that is mine, every other list is read from the newest. */
export const usualSort = ({ queue }: CaseSearch) => (queue ? 'due_at' : '-registered_at');

/** The same filters as the API takes them. */
export function toCaseListQuery({
  type_code,
  region_id,
  is_ping_pong,
  is_recorded_late,
  extension_pending,
  suspension_pending,
  ...search
}: CaseSearch): CaseListQuery {
  return {
    ...(search.queue && { sort: usualSort(search) }),
    ...search,
    ...(is_ping_pong && { is_ping_pong: true }),
    ...(is_recorded_late && { is_recorded_late: true }),
    ...(extension_pending && { extension_pending: true }),
    ...(suspension_pending && { suspension_pending: true }),
    ...(type_code && { type_code: [type_code] }),
    ...(region_id && { region_id: [region_id] }),
  } as CaseListQuery;
}

/** The filters of a saved view as this page shows them; none where it has some it cannot show. */
export function searchOfView(filters: SavedView['filters']): CaseSearch | null {
  // This page has one of each.
  const [types, regions] = [asList(filters.type_code), asList(filters.region_id)];
  if (types.length > 1 || regions.length > 1) return null;
  const search = parseCaseSearch({ ...filters, type_code: types[0], region_id: regions[0] });
  const isWhole = Object.keys(filters).every((name) => name in search);
  return isWhole ? search : null;
}

/** Whether both show the same list, in whatever order their filters were chosen. */
export function isSameSearch(one: CaseSearch, other: CaseSearch): boolean {
  const spelled = (search: CaseSearch) =>
    JSON.stringify(Object.entries(toCaseListQuery(search)).sort(([a], [b]) => (a < b ? -1 : 1)));
  return spelled(one) === spelled(other);
}

/** How many filters narrow the list beyond queue, hand-over and text. */
export function countFilters({
  q: _q,
  queue: _queue,
  handed: _handed,
  sort: _sort,
  ...filters
}: CaseSearch): number {
  return Object.keys(filters).length;
}
