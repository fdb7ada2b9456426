import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { collectAll } from '../../shared/api/collect-all';
import type { LadderQuery, SupervisionOrderQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const orders = '/api/v1/supervision-orders';
const keys = { list: ['supervision', 'orders'], ladder: ['supervision', 'ladder'] } as const;

/** The register of orders by keyset. */
export const ordersOptions = (query: SupervisionOrderQuery) =>
  infiniteQueryOptions({
    queryKey: [...keys.list, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET(orders, {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Running limits on the ladder, longest over first. */
export const ladderOptions = (query: LadderQuery) =>
  infiniteQueryOptions({
    queryKey: [...keys.ladder, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET(`${orders}/ladder`, {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** How many orders stand there. */
export const orderCountOptions = (state: 'issued' | 'replied') =>
  api.queryOptions('get', orders, {
    params: { query: { state: [state], count: 'exact', limit: 1 } },
  });

export const orderOptions = (id: string) =>
  api.queryOptions('get', `${orders}/{id}`, { params: { path: { id } } });

export const bulletinOptions = (month: string) =>
  api.queryOptions('get', `${orders}/bulletin`, { params: { query: { month } } });

const ofCase = (caseId: string) => ({ params: { path: { case_id: caseId } } });

export const caseOrdersOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/supervision-orders', ofCase(caseId));

/** All steps over a case, oldest first: a letter is about any of them. */
export const caseStepsOptions = (caseId: string) =>
  queryOptions({
    queryKey: ['supervision', 'steps', caseId],
    queryFn: ({ signal }) =>
      collectAll((cursor) =>
        unwrap(
          client.GET('/api/v1/cases/{case_id}/supervision-steps', {
            params: { path: { case_id: caseId }, query: { limit: 200, ...cursor } },
            signal,
          }),
        ),
      ),
  });

/** After an order was made or changed: the register and the ladder are not what was loaded. */
export async function refreshSupervision(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.list }),
    queryClient.invalidateQueries({ queryKey: keys.ladder }),
    queryClient.invalidateQueries({ queryKey: ['get', orders] }),
  ]);
}
