import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { CaseListQuery, CaseSummary } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import type { CaseVerb } from './actions/case-verbs';

const PAGE_SIZE = 50;

export const caseKeys = {
  list: ['cases', 'list'] as const,
  probe: ['cases', 'probe'] as const,
  events: ['cases', 'events'] as const,
};

/** The case list by keyset: each page names where the next one starts. */
export function caseListOptions(query: CaseListQuery) {
  return infiniteQueryOptions({
    queryKey: [...caseKeys.list, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/cases', {
          params: {
            query: { limit: PAGE_SIZE, ...query, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // Rows do not move while somebody reads: `NewRows` says what came in.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The head of a list as it is now, to compare with what was loaded at `since`. */
export const caseProbeOptions = (query: CaseListQuery, since: number) =>
  queryOptions({
    queryKey: [...caseKeys.probe, query, since],
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/cases', {
          params: { query: { limit: PAGE_SIZE, ...query } },
          signal,
        }),
      ) as Promise<{ items: CaseSummary[] }>,
  });

/** What waits for me, the most urgent first, and no more than a glance takes in. */
export const mineQuery: CaseListQuery = { queue: 'mine', sort: 'due_at', limit: 10 };

/** The same as one short list; it belongs to the lists, which every change makes stale. */
export const mineOptions = () =>
  queryOptions({
    queryKey: [...caseKeys.list, 'mine'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/cases', { params: { query: mineQuery }, signal })),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** The cases merged into a case, or split from it; they belong to the lists as well. */
export const linkedCasesOptions = (
  link: Pick<CaseListQuery, 'merged_into_id'> | Pick<CaseListQuery, 'split_from_id'>,
) =>
  queryOptions({
    queryKey: [...caseKeys.list, 'linked', link],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/cases', { params: { query: { ...link, limit: 200 } }, signal })),
  });

export const caseCountsOptions = () => api.queryOptions('get', '/api/v1/cases/counts');

const casePath = (caseId: string) => ({ params: { path: { case_id: caseId } } });

export const caseOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}', casePath(caseId));

export const similarCasesOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/similar', casePath(caseId));

export const timeUseOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/time-use', casePath(caseId));

export const routingOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/routing', casePath(caseId));

export const rightsOptions = (caseId: string, action: CaseVerb, version: number) =>
  queryOptions({
    queryKey: ['cases', 'rights', caseId, action, version],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/cases/{case_id}/rights', {
          params: { path: { case_id: caseId }, query: { action } },
          signal,
        }),
      ),
  });

export const clockExplanationOptions = (caseId: string, clockId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/clocks/{clock_id}/explanation', {
    params: { path: { case_id: caseId, clock_id: clockId } },
  });

/** The ledger of a case, newest pages loaded on demand. */
export function caseEventsOptions(caseId: string) {
  return infiniteQueryOptions({
    queryKey: [...caseKeys.events, caseId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/cases/{case_id}/events', {
          params: {
            path: { case_id: caseId },
            query: { limit: 200, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** After many cases changed: nothing that was loaded of cases holds any longer. */
export async function refreshLists(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['cases'] }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/cases/{case_id}'] }),
    queryClient.invalidateQueries(caseCountsOptions()),
  ]);
}

/** After a case changed: its ledger, the lists and the counts are no longer what was loaded. */
export async function refreshAfterChange(queryClient: QueryClient, caseId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: [...caseKeys.events, caseId] }),
    queryClient.invalidateQueries(timeUseOptions(caseId)),
    queryClient.invalidateQueries(routingOptions(caseId)),
    queryClient.invalidateQueries({ queryKey: caseKeys.list }),
    queryClient.invalidateQueries(caseCountsOptions()),
  ]);
}
