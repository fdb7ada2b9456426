import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';

/** The register of my centre by keyset. */
export const mediatorsOptions = infiniteQueryOptions({
  queryKey: ['mediators', 'list'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/mediators', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** Who could be entered; they may be many, so the server searches. */
export const candidatesOptions = (q: string) =>
  api.queryOptions('get', '/api/v1/mediators/candidates', {
    params: { query: q ? { q } : {} },
  });
