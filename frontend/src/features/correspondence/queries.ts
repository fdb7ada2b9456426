import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';

const NOTES = ['correspondence', 'notes'] as const;
const REPLIES = ['correspondence', 'replies'] as const;

/** What may be added to a case, and whether its notes are mine to read. */
export const correspondenceCaseOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}', { params: { path: { case_id: caseId } } });

export const notesOptions = (caseId: string) =>
  infiniteQueryOptions({
    queryKey: [...NOTES, caseId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/cases/{case_id}/notes', {
          params: {
            path: { case_id: caseId },
            query: { limit: 10, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const repliesOptions = (caseId: string) =>
  infiniteQueryOptions({
    queryKey: [...REPLIES, caseId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/cases/{case_id}/replies', {
          params: {
            path: { case_id: caseId },
            query: { limit: 10, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** What the citizen said about a case, the last first, as the time line tells it to the reader. */
export const citizenWordsOptions = (caseId: string) =>
  queryOptions({
    queryKey: ['cases', 'events', caseId, 'citizen'],
    queryFn: async ({ signal }) => {
      const page = await unwrap(
        client.GET('/api/v1/cases/{case_id}/events', {
          params: { path: { case_id: caseId }, query: { limit: 200 } },
          signal,
        }),
      );
      const said = page.items.filter(({ kind }) => kind === 'citizen_commented');
      return said.reverse().map(({ data, sentence, at }) => ({
        id: String((data as { message_id?: unknown }).message_id),
        text: sentence,
        at,
      }));
    },
  });

/** After something was written: its list, and the time line, which tells of it. */
export async function refreshCorrespondence(queryClient: QueryClient, caseId: string) {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: [...NOTES, caseId] }),
    queryClient.invalidateQueries({ queryKey: [...REPLIES, caseId] }),
    queryClient.invalidateQueries({ queryKey: ['cases', 'events', caseId] }),
  ]);
}
