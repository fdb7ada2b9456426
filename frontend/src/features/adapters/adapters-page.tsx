import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { adaptersOptions } from './queries';

/** The systems whose messages become cases. */
export function AdaptersPage() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useQuery(adaptersOptions());
  return (
    <>
      <PageHeader title={t('nav.adapters')} note={t('adapters.note')} />
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
    </>
  );
}
