import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentTemplate } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import styles from './document-templates.module.css';
import { templatesOptions } from './queries';
import { VersionsDialog } from './versions-dialog';

/** The templates of papers: which version is in force, what it rests on, and what was before. */
export function DocumentTemplatesPage() {
  const { t } = useTranslation();
  const query = useQuery(templatesOptions());
  const [open, setOpen] = useState<DocumentTemplate | null>(null);
  const versions = (template: DocumentTemplate) =>
    (query.data?.items ?? []).filter(({ kind }) => kind === template.kind);
  return (
    <>
      <PageHeader title={t('nav.document_templates')} note={t('templates.note')} />
      <QueryState query={query} rows={10}>
        {({ items }) => <TemplatesTable rows={inForce(items)} onOpen={setOpen} />}
      </QueryState>
      {open && <VersionsDialog versions={versions(open)} onClose={() => setOpen(null)} />}
    </>
  );
}

interface TemplatesTableProps {
  rows: DocumentTemplate[];
  onOpen: (template: DocumentTemplate) => void;
}

function TemplatesTable({ rows, onOpen }: TemplatesTableProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <DataTable<DocumentTemplate>
      label={t('nav.document_templates')}
      rows={rows}
      empty={t('templates.empty')}
      columns={[
        { title: t('templates.kind'), cell: ({ kind }) => enumName('documentKind', kind) },
        { title: t('templates.name'), cell: ({ name }) => name },
        { title: t('templates.version'), cell: ({ version }) => version },
        { title: t('templates.validFrom'), cell: ({ valid_from }) => valid_from },
        { title: t('templates.source'), cell: ({ source }) => source, width: 320 },
        {
          title: t('templates.personal'),
          cell: ({ names_parties }) => names_parties && t('templates.namesParties'),
        },
        {
          title: t('templates.manage'),
          cell: (template) => (
            <span className={styles.acts}>
              <Button size="small" onClick={() => onOpen(template)}>
                {t('templates.versions')}
              </Button>
              {template.allowed_actions.includes('publish') && (
                <Link to="/document-templates/$templateId" params={{ templateId: template.id }}>
                  {t('templates.publish')}
                </Link>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}

/** Of each kind the version in force, else the newest: they come newest first. */
function inForce(versions: DocumentTemplate[]): DocumentTemplate[] {
  const kinds = [...new Set(versions.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const all = versions.filter((one) => one.kind === kind);
    return all.find(({ is_in_force }) => is_in_force) ?? all[0] ?? [];
  });
}
