import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { MediationQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const LIST = ['mediations', 'list'] as const;
const path = '/api/v1/mediations';

/** Sessions by keyset. */
export const mediationsOptions = (query: MediationQuery) =>
  infiniteQueryOptions({
    queryKey: [...LIST, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET(path, {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const mediationOptions = (id: string) =>
  api.queryOptions('get', `${path}/{id}`, { params: { path: { id } } });

/** The sessions of one day: more than a centre has rooms and hours for. */
export const dayOptions = (day: string) =>
  api.queryOptions('get', path, {
    params: { query: { starts_from: day, starts_to: day, limit: 200 } },
  });

export const caseMediationsOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/mediations', {
    params: { path: { case_id: caseId } },
  });

/** What there is to book at a time; `mediationId` is the session to be moved. */
export const bookingOptions = (
  caseId: string,
  time: { starts_at: string; ends_at: string },
  mediationId?: string,
) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/mediation-options', {
    params: {
      path: { case_id: caseId },
      query: { ...time, ...(mediationId && { mediation_id: mediationId }) },
    },
  });

/** After a session was booked or changed: lists, days and its case are not what was loaded. */
export async function refreshMediations(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: LIST }),
    queryClient.invalidateQueries({ queryKey: ['get', path] }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/cases/{case_id}/mediations'] }),
    queryClient.invalidateQueries({
      queryKey: ['get', '/api/v1/cases/{case_id}/mediation-options'],
    }),
  ]);
}
