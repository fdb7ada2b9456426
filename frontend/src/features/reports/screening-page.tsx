import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { ScreeningRow } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { formatFen } from '../../shared/lib/money';
import { DayRange } from '../../shared/ui/day-range';
import { Filter } from '../../shared/ui/filter';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { Marked } from '../../shared/ui/marked';
import { PageHeader } from '../../shared/ui/page-header';
import { CaseTypeSelect, RegionSelect } from '../../shared/ui/reference-select';
import { SearchRegion } from '../../shared/ui/search-region';
import { ExportButton } from './export-button';
import { screeningOptions } from './queries';
import styles from './reports.module.css';
import { parseScreeningSearch, type ScreeningSearch } from './screening-search';

interface ScreeningPageProps {
  search: ScreeningSearch;
  onSearch: (search: ScreeningSearch) => void;
}

/** The ledger of disputes, line by line: written by the cases themselves. */
export function ScreeningPage({ search, onSearch }: ScreeningPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useInfiniteQuery(screeningOptions({ ...search }));
  const isNarrowed = Object.keys(search).length > 0;
  const fetchFile = () =>
    unwrap(
      client.GET('/api/v1/reports/screening/workbook', {
        params: { query: { ...search } },
        parseAs: 'blob',
      }),
    ) as Promise<unknown> as Promise<Blob>;
  return (
    <Marked>
      <PageHeader
        title={t('nav.screening')}
        note={t('reports.screeningNote')}
        actions={
          <>
            <Button onClick={() => window.print()}>{t('common.print')}</Button>
            <ExportButton fetchFile={fetchFile} name="screening.xlsx" />
          </>
        }
      />
      <ScreeningFilters search={search} onSearch={onSearch} />
      <KeysetTable<ScreeningRow>
        label={t('nav.screening')}
        query={query}
        empty={t(isNarrowed ? 'common.emptyList' : 'reports.screeningEmpty')}
        columns={[
          {
            title: t('reports.column.case_no'),
            cell: (row) => (
              <Link to="/cases/$caseId" params={{ caseId: row.id }}>
                {row.case_no}
              </Link>
            ),
          },
          {
            title: t('reports.column.registered_at'),
            cell: (row) => formatInstant(row.registered_at),
          },
          { title: t('reports.column.region'), cell: (row) => row.region.name },
          { title: t('reports.column.channel'), cell: (row) => enumName('channel', row.channel) },
          { title: t('reports.column.title'), cell: (row) => row.title, width: '18%' },
          {
            title: t('reports.column.parties'),
            cell: (row) => row.parties.join(t('common.separator')),
          },
          { title: t('reports.column.type_code'), cell: (row) => row.type_name },
          { title: t('reports.column.level'), cell: (row) => enumName('level', row.level) },
          { title: t('reports.column.amount_fen'), cell: (row) => formatFen(row.amount_fen) },
          { title: t('reports.column.lead'), cell: (row) => row.lead_department?.name },
          { title: t('reports.column.status'), cell: (row) => enumName('status', row.status) },
          { title: t('reports.column.outcome'), cell: (row) => enumName('outcome', row.outcome) },
          {
            title: t('reports.column.closed_at'),
            cell: (row) => row.closed_at && formatInstant(row.closed_at),
          },
        ]}
      />
    </Marked>
  );
}

function ScreeningFilters({ search, onSearch }: ScreeningPageProps) {
  const { t } = useTranslation();
  const change = (part: Record<string, unknown>) =>
    onSearch(parseScreeningSearch({ ...search, ...part }));
  return (
    <SearchRegion className={`${styles.filters} no-print`} label={t('reports.filters')}>
      <Filter label={t('reports.registered')}>
        {(id) => (
          <DayRange
            id={id}
            from={search.from}
            to={search.to}
            onChange={(from, to) => change({ from, to })}
          />
        )}
      </Filter>
      <Filter label={t('reports.place')}>
        {(id) => (
          <RegionSelect
            id={id}
            allowClear
            value={search.region_id ?? null}
            placeholder={t('common.all')}
            onChange={(region_id) => change({ region_id })}
          />
        )}
      </Filter>
      <Filter label={t('reports.column.type_code')}>
        {(id) => (
          <CaseTypeSelect
            id={id}
            allowClear
            value={search.type_code ?? null}
            placeholder={t('common.all')}
            onChange={(type_code) => change({ type_code })}
          />
        )}
      </Filter>
      <Button type="text" onClick={() => onSearch({})}>
        {t('common.reset')}
      </Button>
    </SearchRegion>
  );
}
