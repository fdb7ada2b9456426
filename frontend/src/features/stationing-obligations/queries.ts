import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { collectAll } from '../../shared/api/collect-all';
import type { Obligation } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { monthEnds } from '../../shared/lib/dates';

export const obligationsKey = ['stationing-obligations'] as const;

/** What is owed, by keyset; in force on a day where one is named. */
export const obligationsOptions = (on: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...obligationsKey, 'list', on ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/stationing-obligations', {
          params: { query: { ...(on && { on }), ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** The obligation as the server has it, for comparing. */
export const reloadObligation = (id: string): Promise<Obligation> =>
  unwrap(client.GET('/api/v1/stationing-obligations/{id}', { params: { path: { id } } }));

/** The days of a month, served or not and why. */
export const daysOptions = (id: string, month: string) =>
  api.queryOptions('get', '/api/v1/stationing-obligations/{id}/days', {
    params: { path: { id }, query: monthEnds(month) },
  });

/** The posts in use of a centre, to choose from. */
export const postsInUseOptions = (centerId: string | undefined) =>
  queryOptions({
    queryKey: ['posts', 'in-use', centerId ?? 'all'],
    queryFn: ({ signal }) =>
      collectAll((cursor) =>
        unwrap(
          client.GET('/api/v1/posts', {
            params: {
              query: {
                is_active: true,
                limit: 200,
                ...(centerId && { center_id: centerId }),
                ...cursor,
              },
            },
            signal,
          }),
        ),
      ),
  });

/** People of a department who could be named; they may be many, so the server searches. */
export const membersOptions = (departmentId: string, q: string) =>
  api.queryOptions(
    'get',
    '/api/v1/stationings/candidates',
    { params: { query: { department_id: departmentId, ...(q && { q }) } } },
    { enabled: departmentId !== '' },
  );
