import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';

export const peopleKey = ['people', 'list'] as const;

export function peopleOptions(q: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [...peopleKey, q],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/people', {
          params: { query: { ...(q && { q }), ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export const capacitiesOptions = (personId: string) =>
  api.queryOptions('get', '/api/v1/capacities', {
    params: { query: { person_id: personId, is_active: true } },
  });
