/** The filters of the ledger as they stand in the address; its days are China's. */
export interface ScreeningSearch {
  from?: string;
  to?: string;
  region_id?: string;
  type_code?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the address; what is unknown or empty is left out. */
export function parseScreeningSearch(search: Record<string, unknown>): ScreeningSearch {
  const parsed: ScreeningSearch = {};
  for (const name of ['from', 'to'] as const) {
    const day = search[name];
    if (typeof day === 'string' && DAY.test(day)) parsed[name] = day;
  }
  for (const name of ['region_id', 'type_code'] as const) {
    const text = search[name];
    if (typeof text === 'string' && text) parsed[name] = text;
  }
  return parsed;
}
