import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DocumentTemplate } from '../../shared/api/types';
import { ForbiddenPage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { factsOptions, templateOptions } from './queries';
import { TemplateEditor } from './template-editor';

/** The next version of a template, begun with an earlier one. */
export function TemplateEditorPage({ templateId }: { templateId: string }) {
  const query = useQuery(templateOptions(templateId));
  return (
    <QueryState query={query} rows={12}>
      {(template) =>
        template.allowed_actions.includes('publish') ? (
          <Editor key={template.id} template={template} />
        ) : (
          <ForbiddenPage />
        )
      }
    </QueryState>
  );
}

function Editor({ template }: { template: DocumentTemplate }) {
  const { t } = useTranslation();
  const facts = useQuery(factsOptions());
  return (
    <>
      <PageHeader
        title={t('templates.publishOf', { name: template.name })}
        note={t('templates.editorNote', { version: template.version })}
      />
      <QueryState query={facts} rows={12}>
        {({ items }) => <TemplateEditor template={template} facts={items} />}
      </QueryState>
    </>
  );
}
