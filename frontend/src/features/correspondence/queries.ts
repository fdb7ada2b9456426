import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
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

/** After something was written: its list, and the time line, which tells of it. */
export async function refreshCorrespondence(queryClient: QueryClient, caseId: string) {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: [...NOTES, caseId] }),
    queryClient.invalidateQueries({ queryKey: [...REPLIES, caseId] }),
    queryClient.invalidateQueries({ queryKey: ['cases', 'events', caseId] }),
  ]);
}
