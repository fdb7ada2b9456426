import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { client } from '../../shared/api/client';
import type { QuestionQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

/** What units are asked, by keyset. */
export const questionsOptions = (query: QuestionQuery) =>
  infiniteQueryOptions({
    queryKey: ['questions', query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/questions', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** After one was answered. */
export async function refreshQuestions(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['questions'] });
}
