import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { AssessmentQuery, AssessmentScheme, AssessmentSource } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const SCHEMES = ['assessment-schemes', 'list'] as const;
const RESULTS = ['assessments', 'list'] as const;
const FACTS = ['assessments', 'facts'] as const;
const PERIODS = ['assessments', 'periods'] as const;
const APPEALS = ['assessments', 'appeals'] as const;
const HEADS = ['assessments', 'heads'] as const;

const after = (cursor: string) => (cursor ? { cursor } : {});

/** Versions of schemes by keyset, the newest first. */
export const schemesOptions = () =>
  infiniteQueryOptions({
    queryKey: SCHEMES,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/assessment-schemes', { params: { query: after(pageParam) }, signal }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const schemeOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/assessment-schemes/{id}', { params: { path: { id } } });

export const sourcesOptions = () => api.queryOptions('get', '/api/v1/assessment-schemes/sources');

export const reloadScheme = (id: string): Promise<AssessmentScheme> =>
  unwrap(client.GET('/api/v1/assessment-schemes/{id}', { params: { path: { id } } }));

/** After a scheme was changed: its page shows what came back, the list is not what was loaded. */
export async function keepScheme(
  queryClient: QueryClient,
  scheme: AssessmentScheme,
): Promise<void> {
  queryClient.setQueryData(schemeOptions(scheme.id).queryKey, scheme);
  await queryClient.invalidateQueries({ queryKey: SCHEMES });
}

/** Closed periods, the newest first. */
export const periodsOptions = () =>
  infiniteQueryOptions({
    queryKey: PERIODS,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/assessments/periods', { params: { query: after(pageParam) }, signal }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const periodOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/assessments/periods/{id}', { params: { path: { id } } });

/** Results by department and name; the API knows no other order. */
export const resultsOptions = (query: AssessmentQuery) =>
  infiniteQueryOptions({
    queryKey: [...RESULTS, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/assessments', {
          params: { query: { ...query, ...after(pageParam) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const resultOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/assessments/{id}', { params: { path: { id } } });

/** The facts behind one indicator of a result. */
export const factsOptions = (id: string, source: AssessmentSource, isFailed?: boolean) =>
  infiniteQueryOptions({
    queryKey: [...FACTS, id, source, isFailed],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/assessments/{id}/facts', {
          params: {
            path: { id },
            query: {
              source: [source],
              ...(isFailed !== undefined && { is_failed: isFailed }),
              ...after(pageParam),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Every failed fact of a result, for an appeal. */
export const failedOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/assessments/{id}/facts', {
    params: { path: { id }, query: { is_failed: true, limit: 200 } },
  });

/** Appeals this person decides on, the newest first. */
export const appealsOptions = () =>
  infiniteQueryOptions({
    queryKey: APPEALS,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/assessments/appeals', { params: { query: after(pageParam) }, signal }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const headsOptions = () =>
  infiniteQueryOptions({
    queryKey: HEADS,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/assessments/heads', { params: { query: after(pageParam) }, signal }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** After a period was closed or an appeal was made or decided. */
export async function forgetResults(queryClient: QueryClient, id?: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: RESULTS }),
    queryClient.invalidateQueries({ queryKey: PERIODS }),
    queryClient.invalidateQueries({ queryKey: APPEALS }),
    queryClient.invalidateQueries({ queryKey: FACTS }),
    ...(id ? [queryClient.invalidateQueries(resultOptions(id))] : []),
  ]);
}

export const forgetHeads = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: HEADS });
