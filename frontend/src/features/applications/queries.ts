import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../shared/api/client';
import type { ApplicationPreview } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

/** One's own applications, or all for administrators, by keyset. */
export const applicationsOptions = infiniteQueryOptions({
  queryKey: ['applications', 'list'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/applications', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** What an application sees now. */
export const visibleOptions = (id: string) =>
  queryOptions({
    queryKey: ['applications', 'visible', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/applications/{id}/visible', { params: { path: { id } }, signal })),
  });

/** What one that is thought of would see. */
export const previewOptions = (query: ApplicationPreview) =>
  queryOptions({
    queryKey: ['applications', 'preview', query],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/applications/preview', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
