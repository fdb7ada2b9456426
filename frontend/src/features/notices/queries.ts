import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { Notice, NoticeListQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const LIST = ['notices', 'list'] as const;

export const noticeCountsOptions = () => api.queryOptions('get', '/api/v1/notices/counts');

export const preferencesOptions = () => api.queryOptions('get', '/api/v1/notices/preferences');

export const channelsOptions = () => api.queryOptions('get', '/api/v1/notices/channels');

/** One's own notices by keyset, newest first. */
export function noticeListOptions(query: NoticeListQuery) {
  return infiniteQueryOptions({
    queryKey: [...LIST, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/notices', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // Rows do not move while somebody reads: `NewNotices` says what came in.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The newest notice there is now, to compare with what was loaded at `since`. */
export const newestNoticeOptions = (query: NoticeListQuery, since: number) =>
  queryOptions({
    queryKey: ['notices', 'newest', query, since],
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/notices', { params: { query: { ...query, limit: 1 } }, signal }),
      ) as Promise<{ items: Notice[] }>,
  });

/** After something was read: the list and the bell are no longer what was loaded. */
export async function refreshNotices(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: LIST }),
    queryClient.invalidateQueries(noticeCountsOptions()),
  ]);
}
