import { queryOptions } from '@tanstack/react-query';
import { api, client } from '../../shared/api/client';
import type {
  DocumentTemplate,
  PreviewFilling,
  PublishTemplate,
  TemplateDefinition,
} from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { tomorrow } from '../../shared/lib/dates';

/** Every version by kind, newest first. */
export const templatesOptions = () => api.queryOptions('get', '/api/v1/document-templates');

export const templateOptions = (id: string) =>
  api.queryOptions('get', '/api/v1/document-templates/{id}', { params: { path: { id } } });

/** The facts templates may name. */
export const factsOptions = () => api.queryOptions('get', '/api/v1/document-templates/facts');

/** How a version looks, every field showing its own name. */
export const previewOptions = (template: DocumentTemplate) =>
  queryOptions({
    queryKey: ['document-templates', 'preview', template.id],
    queryFn: () => previewOf(bodyOf(template, template.definition), 'names'),
  });

/** How a definition in the making looks. */
export const livePreviewOptions = (
  template: DocumentTemplate,
  definition: TemplateDefinition,
  filling: PreviewFilling,
) =>
  queryOptions({
    queryKey: ['document-templates', 'preview', template.id, filling, definition],
    queryFn: () => previewOf(bodyOf(template, definition), filling),
  });

const previewOf = (body: PublishTemplate, filled_with: PreviewFilling) =>
  unwrap(
    client.POST('/api/v1/document-templates/preview', {
      params: { header: {}, query: { filled_with } },
      body,
    }),
  );

/** A preview is not published: any day will do. */
function bodyOf(
  { kind, name, source }: DocumentTemplate,
  definition: TemplateDefinition,
): PublishTemplate {
  return { kind, name, source, valid_from: tomorrow(), definition };
}
