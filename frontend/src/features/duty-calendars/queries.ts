import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { SwapRequest, SwapRequestQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { monthEnds } from '../../shared/lib/dates';

const SWAPS = ['swap-requests'] as const;

/** My duty in a month, and whether a feed is in use. */
export const dutyOptions = (month: string) =>
  api.queryOptions('get', '/api/v1/duty-calendar', { params: { query: monthEnds(month) } });

/** Swaps that concern me, newest first, by keyset. */
export const swapsOptions = (filter: Omit<SwapRequestQuery, 'cursor'>) =>
  infiniteQueryOptions({
    queryKey: [...SWAPS, 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/swap-requests', {
          params: { query: { ...filter, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** A swap as the server has it, for comparing. */
export const reloadSwap = (id: string): Promise<SwapRequest> =>
  unwrap(client.GET('/api/v1/swap-requests/{id}', { params: { path: { id } } }));

/** Who is named for a post. */
export const namedOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/stationing-obligations/{id}', { params: { path: { id } } });

/** The turns of somebody in a plan. */
export const turnsOptions = (id: string, person_id: string) =>
  api.queryOptions(
    'get',
    '/api/v1/rotation-plans/{id}/assignments',
    { params: { path: { id }, query: { person_id, limit: 200 } } },
    { enabled: person_id !== '' },
  );

/** What I do in a plan, against my share and the mean. */
export const ownLoadOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/rotation-plans/{id}/explanation/people', {
    params: { path: { id } },
  });

/** What one of my turns costs, term by term. */
export const turnCostOptions = (id: string, assignment_id: string) =>
  api.queryOptions('get', '/api/v1/rotation-plans/{id}/assignments/{assignment_id}/explanation', {
    params: { path: { id, assignment_id } },
  });

/** After a swap was asked or answered, or a feed made or ended. */
export async function refreshDuty(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: SWAPS }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/duty-calendar'] }),
  ]);
}
