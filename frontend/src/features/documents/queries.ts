import type { QueryClient } from '@tanstack/react-query';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { DocumentKind } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const documents = '/api/v1/cases/{case_id}/documents';
const listKey = (caseId: string) => ['documents', caseId] as const;

/** The documents of a case by keyset, newest first. */
export const documentsOptions = (caseId: string) =>
  infiniteQueryOptions({
    queryKey: listKey(caseId),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET(documents, {
          params: { path: { case_id: caseId }, query: pageParam ? { cursor: pageParam } : {} },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const documentKindsOptions = (caseId: string) =>
  api.queryOptions('get', `${documents}/kinds`, { params: { path: { case_id: caseId } } });

export const draftOptions = (caseId: string, kind: DocumentKind, aboutId: string | undefined) =>
  api.queryOptions('get', `${documents}/draft`, {
    params: { path: { case_id: caseId }, query: { kind, ...(aboutId && { about_id: aboutId }) } },
  });

export const documentContentOptions = (caseId: string, id: string) =>
  api.queryOptions('get', `${documents}/{id}/content`, {
    params: { path: { case_id: caseId, id } },
  });

/** After a document was issued or voided: the list, drafts and the time line are not as loaded. */
export async function refreshDocuments(queryClient: QueryClient, caseId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: listKey(caseId) }),
    queryClient.invalidateQueries({ queryKey: ['get', `${documents}/kinds`] }),
    queryClient.invalidateQueries({ queryKey: ['get', `${documents}/draft`] }),
    queryClient.invalidateQueries({ queryKey: ['get', `${documents}/{id}/content`] }),
    queryClient.invalidateQueries({ queryKey: ['cases', 'events'] }),
  ]);
}

/** The file of a document, handed to the browser under its own name. */
export async function downloadDocument(caseId: string, id: string, name: string): Promise<void> {
  const file = await unwrap(
    client.GET(`${documents}/{id}/docx`, {
      params: { path: { case_id: caseId, id } },
      parseAs: 'blob',
    }),
  );
  const url = URL.createObjectURL(file as unknown as Blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
