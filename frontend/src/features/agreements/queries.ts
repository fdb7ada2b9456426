import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { AgreementQuery } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const LIST = ['agreements', 'list'] as const;
const path = '/api/v1/agreements';

/** Agreements by keyset. */
export const agreementsOptions = (query: AgreementQuery) =>
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

export const agreementOptions = (id: string) =>
  api.queryOptions('get', `${path}/{id}`, { params: { path: { id } } });

export const confirmationOptions = (id: string) =>
  api.queryOptions('get', `${path}/{id}/confirmation-explanation`, { params: { path: { id } } });

export const caseAgreementsOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/agreements', {
    params: { path: { case_id: caseId } },
  });

/** What was agreed on in a session. */
export const agreementOfSessionOptions = (mediationId: string) =>
  api.queryOptions('get', path, { params: { query: { mediation_id: mediationId } } });

/** After an agreement was recorded or changed. */
export async function refreshAgreements(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: LIST }),
    queryClient.invalidateQueries({ queryKey: ['get', path] }),
    queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/cases/{case_id}/agreements'] }),
  ]);
}
