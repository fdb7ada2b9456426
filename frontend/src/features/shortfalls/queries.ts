import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { Shortfall, ShortfallQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

/** A department's day with a name for its row. */
export type ShortfallRow = Shortfall & { id: string };

const named = (row: Shortfall): ShortfallRow => ({
  ...row,
  id: `${row.date} ${row.department.id}`,
});

/** What was owed and not served, by keyset. */
export const shortfallsOptions = (query: ShortfallQuery) =>
  infiniteQueryOptions({
    queryKey: ['shortfalls', query],
    queryFn: async ({ pageParam, signal }) => {
      const page = await unwrap(
        client.GET('/api/v1/shortfalls', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      );
      return { ...page, items: page.items.map(named) };
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Who could stand in at a post on a day. */
export const candidatesOptions = (obligation_id: string, on: string) =>
  api.queryOptions('get', '/api/v1/duty-stand-ins/candidates', {
    params: { query: { obligation_id, on } },
  });

/** After a stand-in was asked for: what is short and who is free is not what was loaded. */
export async function refreshShortfalls(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['shortfalls'] }),
    queryClient.invalidateQueries({ queryKey: ['duty-stand-ins'] }),
    ...['duty', 'duty-stand-ins/candidates'].map((path) =>
      queryClient.invalidateQueries({ queryKey: ['get', `/api/v1/${path}`] }),
    ),
  ]);
}

/** A department's month. */
export const coverageOptions = (departmentId: string, month: string) =>
  api.queryOptions('get', '/api/v1/coverage-reports', {
    params: { query: { department_id: departmentId, month } },
  });

const asked = (departmentId: string, month: string) => ({
  params: { query: { department_id: departmentId, month } },
  parseAs: 'blob' as const,
});

/** The same as a document. */
export const coverageDocx = (departmentId: string, month: string) =>
  unwrap(client.GET('/api/v1/coverage-reports/docx', asked(departmentId, month)));

/** The same as a workbook. */
export const coverageWorkbook = (departmentId: string, month: string) =>
  unwrap(client.GET('/api/v1/coverage-reports/workbook', asked(departmentId, month)));
