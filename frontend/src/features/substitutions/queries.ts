import { infiniteQueryOptions } from '@tanstack/react-query';
import { client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';

export const substitutionsKey = ['substitutions', 'list'] as const;

/** Substitutions by keyset, newest first; of one person where one is named. */
export function substitutionListOptions(person_id?: string) {
  return infiniteQueryOptions({
    queryKey: [...substitutionsKey, person_id],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/substitutions', {
          params: {
            query: { ...(person_id && { person_id }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
