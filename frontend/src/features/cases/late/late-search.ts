import type { LateQuery } from '../../../shared/api/types';

/** The filters of the list as they stand in the address. */
export interface LateSearch {
  holder_kind?: NonNullable<LateQuery['holder_kind']>;
  holder_department_id?: string;
  holder_center_id?: string;
}

const kinds = [
  'window',
  'dispatcher',
  'department',
  'director',
  'leader',
  'applicant',
  'statutory_procedure',
  'suspension',
  'center',
] as const;

/** Reads the address; what is unknown or empty is left out. */
export function parseLateSearch(search: Record<string, unknown>): LateSearch {
  const parsed: LateSearch = {};
  const kind = kinds.find((one) => one === search.holder_kind);
  if (kind) parsed.holder_kind = kind;
  const unit = search.holder_department_id;
  if (typeof unit === 'string' && unit) parsed.holder_department_id = unit;
  const center = search.holder_center_id;
  if (typeof center === 'string' && center) parsed.holder_center_id = center;
  return parsed;
}
