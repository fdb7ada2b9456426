import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import type { BurdenRow } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import styles from './burden.module.css';
import { type BurdenSearch, burdenBys, toBurdenQuery } from './burden-search';

interface BurdenPageProps {
  search: BurdenSearch;
  onSearch: (search: BurdenSearch) => void;
}

/** What typing costs units, month by month; never what a person does. */
export function BurdenPage({ search, onSearch }: BurdenPageProps) {
  const { t } = useTranslation();
  const asked = toBurdenQuery(search);
  const query = useQuery(api.queryOptions('get', '/api/v1/burden', { params: { query: asked } }));
  return (
    <>
      <PageHeader title={t('nav.burden')} note={t('burden.note')} />
      <div className={styles.views}>
        <Segmented
          aria-label={t('burden.views')}
          value={asked.by ?? 'unit'}
          options={burdenBys.map((by) => ({ value: by, label: t(`burden.by.${by}`) }))}
          onChange={(by) => onSearch({ ...search, by })}
        />
      </div>
      <QueryState query={query} rows={8}>
        {(page) => (
          <>
            <p>
              {t('burden.asOf', { at: formatInstant(page.as_of), scope: page.scope })}
              <span className={styles.soft}>{page.definition}</span>
            </p>
            <BurdenTable label={t('burden.trend')} rows={page.trend} fewest={page.fewest} />
            <BurdenTable
              label={t(`burden.by.${page.by}`)}
              rows={page.rows}
              fewest={page.fewest}
              isNamed
            />
          </>
        )}
      </QueryState>
    </>
  );
}

interface BurdenTableProps {
  label: string;
  rows: BurdenRow[];
  fewest: number;
  isNamed?: boolean;
}

function BurdenTable({ label, rows, fewest, isNamed = false }: BurdenTableProps) {
  const { t } = useTranslation();
  const each = (sum: number | null | undefined, entries: number | null | undefined) =>
    entries ? ((sum ?? 0) / entries).toFixed(1) : t('burden.few', { count: fewest });
  return (
    <section className={styles.section}>
      <h2>{label}</h2>
      <DataTable
        label={label}
        rows={rows.map((row) => ({ ...row, id: `${row.month} ${row.code}` }))}
        empty={t('burden.empty')}
        columns={[
          { title: t('burden.month'), cell: (row) => row.month },
          ...(isNamed ? [{ title: t('burden.name'), cell: (row: BurdenRow) => row.name }] : []),
          {
            title: t('burden.entries'),
            cell: (row) => row.entries ?? t('burden.few', { count: fewest }),
          },
          { title: t('burden.fields'), cell: (row) => each(row.fields_typed, row.entries) },
          { title: t('burden.seconds'), cell: (row) => each(row.seconds, row.entries) },
          { title: t('burden.repeats'), cell: (row) => each(row.repeats, row.entries) },
        ]}
      />
    </section>
  );
}
