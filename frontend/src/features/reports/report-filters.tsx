import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Filter } from '../../shared/ui/filter';
import { RegionSelect } from '../../shared/ui/reference-select';
import { SearchRegion } from '../../shared/ui/search-region';
import { lastMonth, parseReportSearch, type ReportSearch } from './report-search';
import styles from './reports.module.css';

interface ReportFiltersProps {
  search: ReportSearch;
  onSearch: (search: ReportSearch) => void;
}

/** Which month, and which part of what the reader sees. */
export function ReportFilters({ search, onSearch }: ReportFiltersProps) {
  const { t } = useTranslation();
  const change = (part: Record<string, unknown>) =>
    onSearch(parseReportSearch({ ...search, ...part }));
  return (
    <SearchRegion className={`${styles.filters} no-print`} label={t('reports.filters')}>
      <Filter label={t('reports.month')}>
        {(id) => (
          <DatePicker
            id={id}
            picker="month"
            allowClear={false}
            value={dayjs(`${search.month ?? lastMonth()}-01`)}
            onChange={(month) => change({ month: month?.format('YYYY-MM') })}
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
      <Button type="text" onClick={() => onSearch({})}>
        {t('common.reset')}
      </Button>
    </SearchRegion>
  );
}
