import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { CaseTaskQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const LIST = ['case-tasks', 'list'] as const;

/** Tasks by keyset, what is due first comes first. */
export const tasksOptions = (query: CaseTaskQuery) =>
  infiniteQueryOptions({
    queryKey: [...LIST, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/case-tasks', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Every task of one case. */
export const caseTasksOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/case-tasks', {
    params: { query: { case_id: caseId, limit: 200 } },
  });

/** After a task was done or withdrawn: neither list is what was loaded. */
export async function refreshTasks(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: LIST }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/case-tasks'] }),
  ]);
}
