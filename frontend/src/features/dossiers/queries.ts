import type { QueryClient } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';

const path = (caseId: string) => ({ params: { path: { case_id: caseId } } });

export const dossierOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/dossier', path(caseId));

/** A link to the whole dossier as one archive. */
export async function exportTicket(caseId: string): Promise<string> {
  const ticket = await unwrap(client.POST('/api/v1/cases/{case_id}/dossier/tickets', path(caseId)));
  return ticket.url;
}

/** After it was sealed: the case may be archived now, its files not change any more. */
export async function refreshDossier(queryClient: QueryClient, caseId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(dossierOptions(caseId)),
    queryClient.invalidateQueries(
      api.queryOptions('get', '/api/v1/cases/{case_id}/attachments', path(caseId)),
    ),
    queryClient.invalidateQueries(api.queryOptions('get', '/api/v1/cases/{case_id}', path(caseId))),
    queryClient.invalidateQueries({ queryKey: ['cases'] }),
  ]);
}
