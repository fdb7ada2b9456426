import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../shared/api/reference';
import type { ReportKnownAt, ReportRow } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { formatFen } from '../../shared/lib/money';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { reportOptions, reportRowsOptions } from './queries';
import type { RowSearch } from './report-search';
import styles from './reports.module.css';

interface ReportRowsPageProps {
  search: RowSearch;
  onSearch: (search: RowSearch) => void;
}

type Row = ReportRow & { id: string };

const knownAt: ReportKnownAt[] = ['closing', 'now', 'since'];

/** Exactly the cases a figure counts, and how often. */
export function ReportRowsPage({ search, onSearch }: ReportRowsPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const typeName = useCodeName('case_type');
  const { code, month, region_id } = search;
  const report = useQuery(reportOptions(code, { month, ...(region_id && { region_id }) }));
  const query = useInfiniteQuery(reportRowsOptions(search));
  const cell = report.data?.cells.find((one) => one.code === search.cell);
  const item = cell?.items.find((one) => one.code === search.item);
  const back = code === 'monthly' ? '/monthly-report' : '/mediation-statistics';
  return (
    <>
      <PageHeader
        title={t('reports.rowsTitle', { name: [cell?.name, item?.name].filter(Boolean).join(' ') })}
        note={t('reports.rowsNote', { month, text: cell?.definition ?? '' })}
        actions={
          <Link to={back} search={{ month, ...(region_id && { region_id }) }}>
            {t('reports.back')}
          </Link>
        }
      />
      {report.data?.closing && (
        <div className={styles.views}>
          <Segmented
            aria-label={t('reports.knownHead')}
            value={search.known_at ?? 'closing'}
            options={knownAt.map((value) => ({ value, label: t(`reports.known.${value}`) }))}
            onChange={(known_at) => onSearch({ ...search, known_at })}
          />
        </div>
      )}
      <KeysetTable<Row>
        label={t('reports.rowsLabel')}
        query={query}
        empty={t('reports.rowsEmpty')}
        columns={[
          {
            title: t('reports.column.case_no'),
            cell: ({ case: one }) => (
              <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                {one.case_no}
              </Link>
            ),
          },
          { title: t('reports.column.title'), cell: (row) => row.case.title, width: '24%' },
          { title: t('reports.column.type_code'), cell: (row) => typeName(row.case.type_code) },
          {
            title: t('reports.column.channel'),
            cell: (row) => enumName('channel', row.case.channel),
          },
          { title: t('reports.column.region'), cell: (row) => row.case.region.name },
          {
            title: t('reports.column.registered_at'),
            cell: (row) => formatInstant(row.case.registered_at),
          },
          { title: t('reports.column.status'), cell: (row) => enumName('status', row.case.status) },
          { title: t('reports.column.times'), cell: (row) => row.times },
          { title: t('reports.column.people'), cell: (row) => row.people },
          { title: t('reports.column.amount_fen'), cell: (row) => formatFen(row.amount_fen) },
        ]}
      />
    </>
  );
}
