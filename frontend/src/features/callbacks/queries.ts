import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { CallbackQuery, SignalQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const SIGNALS = ['callbacks', 'signals'] as const;

/** Cases that wait for their callback, by keyset. */
export const callbacksOptions = (query: CallbackQuery) =>
  infiniteQueryOptions({
    queryKey: ['callbacks', 'queue', query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/callbacks', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Questions about answers, by keyset. */
export const signalsOptions = (query: SignalQuery) =>
  infiniteQueryOptions({
    queryKey: [...SIGNALS, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/callbacks/signals', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const quotasOptions = () => api.queryOptions('get', '/api/v1/callbacks/quotas');

/** After a question was answered: no list of them is what was loaded. */
export async function refreshSignals(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['callbacks'] });
}
