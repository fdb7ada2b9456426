import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { PromiseQuery, ReceptionDay } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { monthEnds } from '../../shared/lib/dates';

const PROMISES = ['receptions', 'promises'] as const;

/** The roster of a month. */
export const monthOptions = (month: string) =>
  api.queryOptions('get', '/api/v1/receptions/days', {
    params: { query: { ...monthEnds(month), limit: 200 } },
  });

/** The days of a month with their kind, to see on which working day nobody receives. */
export const monthDaysOptions = (month: string) =>
  api.queryOptions('get', '/api/v1/calendars/cn/days', { params: { query: monthEnds(month) } });

export const dayOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/receptions/days/{id}', { params: { path: { id } } });

/** The published days to come of another leader, to exchange with. */
export const daysToComeOptions = (from: string) =>
  api.queryOptions('get', '/api/v1/receptions/days', {
    params: { query: { from, state: ['published'], limit: 100 } },
  });

export const leadersOptions = () => api.queryOptions('get', '/api/v1/receptions/leaders');

/** Exchanges that wait for an answer of mine, or that I asked for. */
export const mySwapsOptions = () =>
  api.queryOptions('get', '/api/v1/receptions/swaps', {
    params: { query: { is_mine: true, is_open: true } },
  });

/** Promises by keyset, what is due first comes first. */
export const promisesOptions = (query: PromiseQuery) =>
  infiniteQueryOptions({
    queryKey: [...PROMISES, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/receptions/promises', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** How many promises are broken. */
export const brokenOptions = () =>
  api.queryOptions('get', '/api/v1/receptions/promises', {
    params: { query: { state: ['broken'], count: 'exact', limit: 1 } },
  });

/** The day as the server has it, for comparing. */
export const reloadDay = (id: string): Promise<ReceptionDay> =>
  unwrap(client.GET('/api/v1/receptions/days/{id}', { params: { path: { id } } }));

/** After anything was done: roster, days, exchanges and promises are not what was loaded. */
export async function refreshReceptions(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: PROMISES }),
    ...['days', 'days/{id}', 'swaps', 'promises'].map((path) =>
      queryClient.invalidateQueries({ queryKey: ['get', `/api/v1/receptions/${path}`] }),
    ),
  ]);
}
