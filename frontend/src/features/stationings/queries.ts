import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { LeaveQuery, Stationing, StationingQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const STATIONINGS = ['stationings'] as const;
const LEAVES = ['leaves'] as const;

/** Who is admitted, or asked to be, by keyset. */
export const stationingsOptions = (query: StationingQuery) =>
  infiniteQueryOptions({
    queryKey: [...STATIONINGS, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/stationings', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** One entry with its steps. */
export const stationingOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/stationings/{id}', { params: { path: { id } } });

/** The entry as the server has it, for comparing. */
export const reloadStationing = (id: string): Promise<Stationing> =>
  unwrap(client.GET('/api/v1/stationings/{id}', { params: { path: { id } } }));

/** Who of my department could be sent; they may be many, so the server searches. */
export const candidatesOptions = (departmentId: string | undefined, q: string) =>
  api.queryOptions('get', '/api/v1/stationings/candidates', {
    params: {
      query: { ...(departmentId && { department_id: departmentId }), ...(q && { q }) },
    },
  });

/** Leaves within my reach, by keyset. */
export const leavesOptions = (query: LeaveQuery) =>
  infiniteQueryOptions({
    queryKey: [...LEAVES, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/leaves', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const leavesOfOptions = (personId: string) =>
  api.queryOptions('get', '/api/v1/people/{id}/leaves', {
    params: { path: { id: personId }, query: {} },
  });

export const qualificationsOptions = (personId: string) =>
  api.queryOptions('get', '/api/v1/people/{id}/qualifications', {
    params: { path: { id: personId } },
  });

/** After anything was done: entries, leaves and qualifications are not what was loaded. */
export async function refreshPeople(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: STATIONINGS }),
    queryClient.invalidateQueries({ queryKey: LEAVES }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/stationings/{id}'] }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/people/{id}/leaves'] }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/people/{id}/qualifications'] }),
  ]);
}
