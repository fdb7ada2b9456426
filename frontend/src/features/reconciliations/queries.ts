import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { ReconciliationItemQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const ITEMS = ['reconciliations', 'items'] as const;
const RUNS = ['reconciliations', 'runs'] as const;

/** Lists that were held against the cases, by keyset. */
export const reconciliationsOptions = () =>
  infiniteQueryOptions({
    queryKey: RUNS,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/reconciliations', {
          params: { query: { ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** One of them, unit by unit. */
export const reconciliationOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/reconciliations/{id}', { params: { path: { id } } });

/** Its numbers by name, by keyset. */
export const itemsOptions = (id: string, query: ReconciliationItemQuery) =>
  infiniteQueryOptions({
    queryKey: [...ITEMS, id, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/reconciliations/{id}/items', {
          params: { path: { id }, query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** After a unit was asked. */
export async function refreshItems(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ITEMS });
}

/** After a list was run. */
export async function refreshRuns(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: RUNS });
}
