import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { client } from '../../shared/api/client';
import { ifMatch, newIdempotencyKey } from '../../shared/api/concurrency';
import { putFile } from '../../shared/api/put-file';
import type { CaseImport, ImportMapping } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const IMPORTS = ['imports'] as const;
/** How often imports that are not over are looked at. */
const LOOK_MS = 2000;

const isOpen = ({ state }: CaseImport) => state === 'queued' || state === 'running';

/** My imports, newest first; looked at again while one goes on. */
export const importsOptions = infiniteQueryOptions({
  queryKey: [...IMPORTS, 'list'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/imports', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some(isOpen)) ? LOOK_MS : false,
});

/** What stands in the way of rows, in their order. */
export const problemsOptions = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...IMPORTS, 'problems', id],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/imports/{id}/problems', {
          params: { path: { id }, query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export interface NewImport {
  file: File;
  mapping: ImportMapping | null;
  isDryRun: boolean;
  onProgress: (percent: number) => void;
  signal: AbortSignal;
}

/** Announces a file and puts it; the job begins by itself. */
export async function importFile({ file, mapping, isDryRun, ...put }: NewImport): Promise<void> {
  const announced = await unwrap(
    client.POST('/api/v1/imports', {
      params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
      body: {
        file_name: file.name,
        size_bytes: file.size,
        dry_run: isDryRun,
        ...(mapping && { mapping }),
      },
    }),
  );
  if (announced.upload_url) await putFile({ url: announced.upload_url, file, ...put });
}

/** Registers what a dry run has checked, or goes on where a run ended early. */
export const runImport = ({ id, version }: CaseImport) =>
  unwrap(
    client.POST('/api/v1/imports/{id}/actions/run', {
      params: { path: { id }, header: ifMatch(version) },
      body: { dry_run: false },
    }),
  );

/** Ends the job of an import; what is registered stays. */
export async function cancelImport({ job_id }: CaseImport): Promise<void> {
  if (!job_id) return;
  const path = { id: job_id };
  const job = await unwrap(client.GET('/api/v1/jobs/{id}', { params: { path } }));
  await unwrap(
    client.POST('/api/v1/jobs/{id}/actions/cancel', {
      params: { path, header: ifMatch(job.version) },
    }),
  );
}

/** The problems as a table for a spreadsheet. */
export const readReport = async (id: string): Promise<Blob> =>
  (await unwrap(
    client.GET('/api/v1/imports/{id}/report', { params: { path: { id } }, parseAs: 'blob' }),
  )) as unknown as Blob;

export const refreshImports = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: IMPORTS });
