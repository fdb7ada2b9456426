import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { CaseExport } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const EXPORTS = ['exports'] as const;
/** How often exports that are not over are looked at. */
const LOOK_MS = 2000;

export const isOpen = ({ state }: CaseExport): boolean => state === 'queued' || state === 'running';

/** My exports, newest first; looked at again while one goes on. */
export const exportsOptions = infiniteQueryOptions({
  queryKey: [...EXPORTS, 'list'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/exports', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some(isOpen)) ? LOOK_MS : false,
});

/** A link by which the browser saves the archive itself. */
export const openExport = (id: string) =>
  unwrap(client.POST('/api/v1/exports/{id}/tickets', { params: { path: { id } } }));

/** Ends the job of an export. */
export async function cancelExport({ job_id }: CaseExport): Promise<void> {
  const path = { id: job_id };
  const job = await unwrap(client.GET('/api/v1/jobs/{id}', { params: { path } }));
  await unwrap(
    client.POST('/api/v1/jobs/{id}/actions/cancel', {
      params: { path, header: ifMatch(job.version) },
    }),
  );
}

export const refreshExports = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: EXPORTS });
