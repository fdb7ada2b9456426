import { infiniteQueryOptions } from '@tanstack/react-query';
import { client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';

/** The posts of all centres by keyset. */
export const postsOptions = infiniteQueryOptions({
  queryKey: ['posts', 'list'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/posts', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});
