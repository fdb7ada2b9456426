import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { Adapter } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

export const adaptersOptions = () => api.queryOptions('get', '/api/v1/adapters');

export const adapterOptions = (code: string) =>
  api.queryOptions('get', '/api/v1/adapters/{code}', { params: { path: { code } } });

export const reloadAdapter = (code: string): Promise<Adapter> =>
  unwrap(client.GET('/api/v1/adapters/{code}', { params: { path: { code } } }));

/** After a change: the page shows what came back, the list is not what was loaded. */
export async function keepAdapter(queryClient: QueryClient, adapter: Adapter): Promise<void> {
  queryClient.setQueryData(adapterOptions(adapter.code).queryKey, adapter);
  await queryClient.invalidateQueries({ queryKey: adaptersOptions().queryKey });
}

/** Deliveries by keyset, the newest first. */
export const messagesOptions = (code: string) =>
  infiniteQueryOptions({
    queryKey: ['adapters', 'messages', code],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/adapters/{code}/messages', {
          params: { path: { code }, query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
