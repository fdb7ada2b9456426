import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnumOptions } from '../../../shared/i18n/use-enum-name';
import { DayRange } from '../../../shared/ui/day-range';
import { Filter } from '../../../shared/ui/filter';
import { CaseTypeSelect, RegionSelect } from '../../../shared/ui/reference-select';
import type { CaseSearch } from './case-search';
import { type ChangeSearch, EnumFilter } from './enum-filter';

interface MoreFiltersProps {
  search: CaseSearch;
  onChange: ChangeSearch;
}

/** What narrows a list beyond queue and status. */
export default function MoreFilters({ search, onChange }: MoreFiltersProps) {
  const { t } = useTranslation();
  const ways = useEnumOptions('handed');
  return (
    <>
      <EnumFilter group="level" name="level" search={search} onChange={onChange} />
      <EnumFilter group="lamp" name="lamp" search={search} onChange={onChange} />
      <EnumFilter group="channel" name="channel" search={search} onChange={onChange} />
      <EnumFilter group="owner" name="owner" search={search} onChange={onChange} />
      <Filter label={t('cases.filter.handed')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            value={search.handed ?? null}
            placeholder={t('common.all')}
            options={ways}
            onChange={(handed) => onChange({ handed })}
          />
        )}
      </Filter>
      <Filter label={t('cases.column.type')}>
        {(id) => (
          <CaseTypeSelect
            id={id}
            value={search.type_code ?? null}
            placeholder={t('common.all')}
            onChange={(type_code) => onChange({ type_code })}
          />
        )}
      </Filter>
      <Filter label={t('cases.column.region')}>
        {(id) => (
          <RegionSelect
            id={id}
            value={search.region_id ?? null}
            placeholder={t('common.all')}
            onChange={(region_id) => onChange({ region_id })}
          />
        )}
      </Filter>
      <Filter label={t('cases.column.registered_at')}>
        {(id) => (
          <DayRange
            id={id}
            from={search.registered_from}
            to={search.registered_to}
            onChange={(registered_from, registered_to) =>
              onChange({ registered_from, registered_to })
            }
          />
        )}
      </Filter>
    </>
  );
}
