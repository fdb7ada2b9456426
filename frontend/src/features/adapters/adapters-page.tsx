import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { adaptersOptions, keepAdapter } from './queries';
import { SourceDialog } from './source-dialog';

/** The systems whose messages become cases. */
export function AdaptersPage() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useQuery(adaptersOptions());
  const [isMaking, setIsMaking] = useState(false);
  // Whoever keeps the mappings makes a source known.
  const keeps = (query.data?.items ?? []).some((row) => row.allowed_actions.includes('update'));
  return (
    <>
      <PageHeader
        title={t('nav.adapters')}
        note={t('adapters.note')}
        actions={
          keeps && (
            <Button type="primary" onClick={() => setIsMaking(true)}>
              {t('adapters.create')}
            </Button>
          )
        }
      />
      <QueryState query={query} rows={6}>
        {({ items }) => (
          <DataTable
            label={t('nav.adapters')}
            rows={items.map((row) => ({ ...row, id: row.code }))}
            empty={t('adapters.empty')}
            columns={[
              {
                title: t('adapters.name'),
                cell: (row) => (
                  <Link to="/adapters/$code" params={{ code: row.code }}>
                    {row.name}
                  </Link>
                ),
              },
              { title: t('adapters.channel'), cell: (row) => enumName('channel', row.channel) },
              { title: t('adapters.version'), cell: (row) => row.version },
              {
                title: t('adapters.isActive'),
                cell: (row) => t(row.is_active ? 'common.yes' : 'common.no'),
              },
              { title: t('adapters.source'), cell: (row) => row.source },
            ]}
          />
        )}
      </QueryState>
      {isMaking && (
        <SourceDialog
          onCreated={(created) => void keepAdapter(queryClient, created)}
          onClose={() => setIsMaking(false)}
        />
      )}
    </>
  );
}
