import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import { newIdempotencyKey } from '../../shared/api/concurrency';
import { putFile } from '../../shared/api/put-file';
import type { AddAttachment, Attachment } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

const path = (caseId: string) => ({ params: { path: { case_id: caseId } } });

export const attachmentsOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/attachments', path(caseId));

/** The places of the dossier, by name. */
export const placesOptions = (caseId: string) =>
  api.queryOptions('get', '/api/v1/cases/{case_id}/dossier', path(caseId));

const NONE: Attachment[] = [];

export function useAttachments(caseId: string): Attachment[] {
  return useQuery(attachmentsOptions(caseId)).data?.items ?? NONE;
}

/** A small picture as an address of its own: the pages load pictures from nowhere else. */
export const thumbnailOptions = ({ id, case_id }: Attachment) =>
  queryOptions({
    queryKey: ['attachments', 'thumbnail', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const picture: unknown = await unwrap(
        client.GET('/api/v1/cases/{case_id}/attachments/{attachment_id}/thumbnail', {
          params: { path: { case_id, attachment_id: id } },
          parseAs: 'blob',
          signal,
        }),
      );
      return asAddress(picture as Blob);
    },
  });

function asAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });
}

export interface Upload {
  caseId: string;
  file: File;
  documentCode?: string | undefined;
  /** Whether it names a party; the server's own answer unless given. */
  namesParty?: boolean | undefined;
  onProgress: (percent: number) => void;
  signal: AbortSignal;
}

/** Announces a file and puts its content. */
export async function upload({
  caseId,
  file,
  documentCode,
  namesParty,
  ...put
}: Upload): Promise<void> {
  const body: AddAttachment = {
    file_name: file.name,
    size_bytes: file.size,
    ...(documentCode && { document_code: documentCode }),
    ...(namesParty !== undefined && { is_identity: namesParty }),
  };
  const announced = await unwrap(
    client.POST('/api/v1/cases/{case_id}/attachments', {
      params: {
        path: { case_id: caseId },
        header: { 'Idempotency-Key': newIdempotencyKey() },
      },
      body,
    }),
  );
  if (announced.upload) await putFile({ url: announced.upload.url, file, ...put });
}

/** A link to the content; with a reason where it names a party. */
export async function ticketFor(
  { id, case_id }: Attachment,
  disposition: 'inline' | 'attachment',
  reason?: string,
): Promise<string> {
  const ticket = await unwrap(
    client.POST('/api/v1/cases/{case_id}/attachments/{attachment_id}/tickets', {
      params: { path: { case_id, attachment_id: id } },
      body: { disposition, ...(reason && { reason }) },
    }),
  );
  return ticket.url;
}

/** After papers came, went or moved: what was loaded of them and the ledger is old. */
export async function refreshPapers(queryClient: QueryClient, caseId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(attachmentsOptions(caseId)),
    queryClient.invalidateQueries(placesOptions(caseId)),
    queryClient.invalidateQueries({ queryKey: ['cases', 'events', caseId] }),
  ]);
}
