import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { RotationPlan } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { monthEnds } from '../../shared/lib/dates';

const PLANS = ['rotation-plans'] as const;
/** How often a run that is not over is looked at. */
const LOOK_MS = 2000;

/** The plans I may see, newest first, by keyset. */
export const plansOptions = infiniteQueryOptions({
  queryKey: [...PLANS, 'list'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/rotation-plans', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

export const planOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/rotation-plans/{id}', { params: { path: { id } } });

/** The plan as the server has it, for comparing. */
export const reloadPlan = (id: string): Promise<RotationPlan> =>
  unwrap(client.GET('/api/v1/rotation-plans/{id}', { params: { path: { id } } }));

/** A run of the solver, followed while it goes on. */
export const jobOptions = (id: string, isOpen: boolean) =>
  api.queryOptions(
    'get',
    '/api/v1/jobs/{id}',
    { params: { path: { id } } },
    { enabled: id !== '', ...(isOpen && { refetchInterval: LOOK_MS }) },
  );

export const boardOptions = (id: string, month: string) =>
  api.queryOptions('get', '/api/v1/rotation-plans/{id}/board', {
    params: { path: { id }, query: monthEnds(month) },
  });

export const explanationOptions = (id: string, isSolved: boolean) =>
  api.queryOptions(
    'get',
    '/api/v1/rotation-plans/{id}/explanation',
    { params: { path: { id } } },
    { enabled: isSolved },
  );

/** Whose duty differs from the published roster. */
export const changesOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/rotation-plans/{id}/changes', { params: { path: { id } } });

/** What people do, against their share and the mean. */
export const peopleOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/rotation-plans/{id}/explanation/people', {
    params: { path: { id } },
  });

/** What one assignment costs, term by term. */
export const assignmentCostOptions = (id: string, assignment_id: string) =>
  api.queryOptions('get', '/api/v1/rotation-plans/{id}/assignments/{assignment_id}/explanation', {
    params: { path: { id, assignment_id } },
  });

/** Who is named for what an assignment serves. */
export const obligationOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/stationing-obligations/{id}', { params: { path: { id } } });

/** After anything was done to a plan. */
export async function refreshPlans(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: PLANS }),
    ...[
      '',
      '/board',
      '/changes',
      '/explanation',
      '/explanation/people',
      '/assignments/{assignment_id}/explanation',
    ].map((part) =>
      queryClient.invalidateQueries({ queryKey: ['get', `/api/v1/rotation-plans/{id}${part}`] }),
    ),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/jobs/{id}'] }),
  ]);
}
