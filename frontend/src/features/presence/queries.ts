import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { Presence, PresenceQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const PRESENCE = ['presence'] as const;
const WORKSTATIONS = ['duty-workstations'] as const;

/** A person-day with a name for its row: it is none of a table. */
export type PresenceRow = Presence & { id: string };

const named = (row: Presence): PresenceRow => ({
  ...row,
  id: `${row.date} ${row.obligation_id} ${row.person.id}`,
});

/** What shows that people were there, by keyset. */
export const presenceOptions = (query: PresenceQuery) =>
  infiniteQueryOptions({
    queryKey: [...PRESENCE, query],
    queryFn: async ({ pageParam, signal }) => {
      const page = await unwrap(
        client.GET('/api/v1/presence', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      );
      return { ...page, items: page.items.map(named) };
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const findingsOptions = (from: string, to: string, isAllowed: boolean) =>
  api.queryOptions(
    'get',
    '/api/v1/duty-findings',
    { params: { query: { from, to } } },
    { enabled: isAllowed },
  );

/** The computers that stand at windows, by keyset. */
export const workstationsOptions = () =>
  infiniteQueryOptions({
    queryKey: WORKSTATIONS,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/duty-workstations', {
          params: { query: { is_active: true, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const postsOptions = () =>
  api.queryOptions('get', '/api/v1/posts', { params: { query: { is_active: true, limit: 200 } } });

/** After a record was kept. */
export const refreshPresence = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: PRESENCE });

/** After a computer was named or removed. */
export const refreshWorkstations = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: WORKSTATIONS });
