import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type EnumGroup, useEnumOptions } from '../../../shared/i18n/use-enum-name';
import { Filter } from '../../../shared/ui/filter';
import type { CaseSearch } from './case-search';

/** Puts what was chosen into the address; nothing takes it out. */
export type ChangeSearch = (part: Record<string, unknown>) => void;

interface EnumFilterProps {
  group: EnumGroup & ('status' | 'level' | 'lamp' | 'channel' | 'owner');
  name: 'status' | 'level' | 'lamp' | 'channel' | 'owner';
  search: CaseSearch;
  onChange: ChangeSearch;
}

/** Several values of an enum, of which a case has one. */
export function EnumFilter({ group, name, search, onChange }: EnumFilterProps) {
  const { t } = useTranslation();
  const options = useEnumOptions(group);
  return (
    <Filter label={t(`cases.filter.${name}`)}>
      {(id) => (
        <Select
          id={id}
          mode="multiple"
          allowClear
          maxTagCount="responsive"
          value={search[name] ?? []}
          placeholder={t('common.all')}
          options={options}
          onChange={(values) => onChange({ [name]: values })}
        />
      )}
    </Filter>
  );
}
