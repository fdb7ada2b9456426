import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { StandIn, StandInQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const STAND_INS = ['duty-stand-ins'] as const;
/** How often the wall looks again. */
const LOOK_MS = 60_000;

/**
 * Who is on duty: now, which is looked at again and again, or on a day. What hangs on a wall asks for no
 * numbers.
 */
export const dutyOptions = (
  centerId: string | undefined,
  on: string | undefined,
  withPhones = false,
) =>
  api.queryOptions(
    'get',
    '/api/v1/duty',
    {
      params: {
        query: {
          ...(centerId && { center_id: centerId }),
          ...(on && { on }),
          ...(withPhones && { with_phones: true }),
        },
      },
    },
    on ? {} : { refetchInterval: LOOK_MS, refetchIntervalInBackground: true },
  );

/** Who stands in, newest first, by keyset. */
export const standInsOptions = (query: StandInQuery) =>
  infiniteQueryOptions({
    queryKey: [...STAND_INS, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/duty-stand-ins', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** A stand-in as the server has it, for comparing. */
export const reloadStandIn = (id: string): Promise<StandIn> =>
  unwrap(client.GET('/api/v1/duty-stand-ins/{id}', { params: { path: { id } } }));

/** What is owed at posts I may see, with who is named: at most a page, which is more than a centre has. */
export const owedOptions = () =>
  api.queryOptions('get', '/api/v1/stationing-obligations', { params: { query: { limit: 200 } } });

/** After anything was done to a stand-in: duty is not what was loaded. */
export async function refreshDuty(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: STAND_INS }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/duty'] }),
  ]);
}
