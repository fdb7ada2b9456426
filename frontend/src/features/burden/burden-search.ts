import dayjs from 'dayjs';
import type { BurdenQuery } from '../../shared/api/types';
import { today } from '../../shared/lib/dates';

type By = NonNullable<BurdenQuery['by']>;

/** Which months, and told apart by what, as they stand in the address. */
export interface BurdenSearch {
  from?: string;
  to?: string;
  by?: By;
}

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;
const MONTHS_SHOWN = 6;

const known: Record<By, true> = { unit: true, form: true, type: true };

export const burdenBys = Object.keys(known) as By[];

/** Reads the address; what is unknown or empty is left out. */
export function parseBurdenSearch(search: Record<string, unknown>): BurdenSearch {
  const parsed: BurdenSearch = {};
  for (const name of ['from', 'to'] as const) {
    const month = search[name];
    if (typeof month === 'string' && MONTH.test(month)) parsed[name] = month;
  }
  const by = burdenBys.find((one) => one === search.by);
  return { ...parsed, ...(by && { by }) };
}

/** The last half year unless other months are named. */
export function toBurdenQuery({ from, to, by }: BurdenSearch): BurdenQuery {
  const now = dayjs(today());
  return {
    from: from ?? now.subtract(MONTHS_SHOWN - 1, 'month').format('YYYY-MM'),
    to: to ?? now.format('YYYY-MM'),
    by: by ?? 'unit',
  };
}
