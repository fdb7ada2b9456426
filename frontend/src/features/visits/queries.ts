import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { VisitQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

export const visitKeys = ['visits', 'list'] as const;

/** Visits by keyset. */
export const visitsOptions = (query: VisitQuery) =>
  infiniteQueryOptions({
    queryKey: [...visitKeys, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/visits', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const visitOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/visits/{id}', { params: { path: { id } } });

/** Who could accept a visit; they may be many, so the server searches. */
export const receiversOptions = (id: string, q: string) =>
  api.queryOptions('get', '/api/v1/visits/{id}/receivers', {
    params: { path: { id }, query: q ? { q } : {} },
  });
