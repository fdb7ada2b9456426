import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { ScreeningRow } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
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
import {
  type ScreeningColumn,
  screeningCells,
  screeningColumns,
  useScreeningColumns,
} from './screening-columns';
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
  const [chosen, choose] = useScreeningColumns();
  const cells = screeningCells(t, enumName);
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
      <div className={`${styles.filters} no-print`}>
        <Filter label={t('reports.columnsShown')}>
          {(id) => (
            <Select<ScreeningColumn[]>
              id={id}
              mode="multiple"
              maxTagCount="responsive"
              popupMatchSelectWidth={false}
              style={{ minWidth: 240 }}
              value={chosen}
              options={screeningColumns.map((name) => ({
                value: name,
                label: t(`reports.column.${name}`),
              }))}
              onChange={choose}
            />
          )}
        </Filter>
      </div>
      <KeysetTable<ScreeningRow>
        label={t('nav.screening')}
        query={query}
        empty={t(isNarrowed ? 'common.emptyList' : 'reports.screeningEmpty')}
        columns={chosen.map((name) => ({
          title: t(`reports.column.${name}`),
          cell: cells[name],
          ...(name === 'title' && { width: '18%' }),
        }))}
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
