import { queryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type { DocumentTemplate, PublishTemplate } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

/** The facts templates may name. */
export const factsOptions = () => api.queryOptions('get', '/api/v1/document-templates/facts');

/** How a version looks, every field showing its own name. */
export const previewOptions = (template: DocumentTemplate) =>
  queryOptions({
    queryKey: ['document-templates', 'preview', template.id],
    queryFn: () => previewOf(bodyOf(template)),
  });

export const previewOf = (body: PublishTemplate) =>
  unwrap(client.POST('/api/v1/document-templates/preview', { params: { header: {} }, body }));

function bodyOf({ kind, name, source, valid_from, definition }: DocumentTemplate): PublishTemplate {
  return { kind, name, source, valid_from, definition };
}
