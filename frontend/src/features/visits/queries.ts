import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { VisitQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const LIST = ['visits', 'list'] as const;

/** Visits by keyset. */
export const visitsOptions = (query: VisitQuery) =>
  infiniteQueryOptions({
    queryKey: [...LIST, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/visits', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const visitCountsOptions = () => api.queryOptions('get', '/api/v1/visits/counts');

export const visitOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/visits/{id}', { params: { path: { id } } });

/** Who could accept a visit; they may be many, so the server searches. */
export const receiversOptions = (id: string, q: string) =>
  api.queryOptions('get', '/api/v1/visits/{id}/receivers', {
    params: { path: { id }, query: q ? { q } : {} },
  });

/** After a visit was noted or moved on: neither list nor figures are what was loaded. */
export async function refreshVisits(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: LIST }),
    queryClient.invalidateQueries(visitCountsOptions()),
  ]);
}
