import type { AssessmentQuery } from '../../shared/api/types';

export interface ResultSearch {
  period?: string;
  department?: string;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** Reads the address; what is unknown is left out. */
export function parseResultSearch(search: Record<string, unknown>): ResultSearch {
  const period = text(search.period);
  const department = text(search.department);
  return { ...(period && { period }), ...(department && { department }) };
}

export const toResultQuery = ({ period, department }: ResultSearch): AssessmentQuery => ({
  ...(period && { period_id: period }),
  ...(department && { department_id: department }),
});
