import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';

const LIST = ['applicant-notices'] as const;

/** The case a notice is about; the same question as that of its page. */
export const noticedCaseOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}', { params: { path: { case_id: caseId } } });

/** What the applicant of a case is told, the last first. */
export const applicantNoticesOptions = (caseId: string) =>
  infiniteQueryOptions({
    queryKey: [...LIST, caseId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/cases/{case_id}/applicant-notices', {
          params: {
            path: { case_id: caseId },
            query: { limit: 50, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** After the applicant was told: the list, the time line, and the queue it waited in. */
export async function refreshApplicantNotices(queryClient: QueryClient, caseId: string) {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: [...LIST, caseId] }),
    queryClient.invalidateQueries({ queryKey: ['cases', 'events', caseId] }),
    queryClient.invalidateQueries({ queryKey: ['cases', 'list'] }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/cases/counts'] }),
  ]);
}
