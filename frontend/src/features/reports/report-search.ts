import dayjs from 'dayjs';
import type { ReportCode, ReportKnownAt, ReportRowQuery } from '../../shared/api/types';
import { today } from '../../shared/lib/dates';

/** Which month, and which part of the county, as they stand in the address. */
export interface ReportSearch {
  month?: string;
  region_id?: string;
}

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

const monthOf = (value: unknown) =>
  typeof value === 'string' && MONTH.test(value) ? value : undefined;
const textOf = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** Reads the address; what is unknown or empty is left out. */
export function parseReportSearch(search: Record<string, unknown>): ReportSearch {
  const month = monthOf(search.month);
  const region_id = textOf(search.region_id);
  return { ...(month && { month }), ...(region_id && { region_id }) };
}

/** The month people mean when they name none: the last one that is over. */
export function lastMonth(): string {
  return dayjs(today()).subtract(1, 'month').format('YYYY-MM');
}

/** Which figure's cases, as the API names them. */
export interface RowSearch {
  code: ReportCode;
  month: string;
  cell: string;
  item?: string;
  known_at?: ReportKnownAt;
  region_id?: string;
}

const knownAt: Record<ReportKnownAt, true> = { closing: true, now: true, since: true };

export function parseRowSearch(search: Record<string, unknown>): RowSearch {
  const known = textOf(search.known_at);
  const item = textOf(search.item);
  const region_id = textOf(search.region_id);
  return {
    code: search.code === 'mediation' ? 'mediation' : 'monthly',
    month: monthOf(search.month) ?? lastMonth(),
    cell: textOf(search.cell) ?? 'entered',
    ...(item && { item }),
    ...(known && known in knownAt && { known_at: known as ReportKnownAt }),
    ...(region_id && { region_id }),
  };
}

/** From the list behind a figure, as the server names it, to the page that shows it. */
export function toRowSearch(path: string, known_at?: ReportKnownAt): RowSearch {
  const [list = '', query = ''] = path.split('?');
  const code = list.split('/')[2];
  return parseRowSearch({ ...Object.fromEntries(new URLSearchParams(query)), code, known_at });
}

export function toRowQuery({ code: _, ...query }: RowSearch): ReportRowQuery {
  return query;
}
