import { Input, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportMapping } from '../../shared/api/types';

interface MappingFieldsProps {
  mapping: ImportMapping;
  onChange: (mapping: ImportMapping) => void;
}

/** What files usually have; the others are for programs. Marked: without it no row is registered. */
const FIELDS = [
  { field: 'source.system', key: 'sourceSystem', required: true },
  { field: 'source.number', key: 'sourceNumber', required: true },
  { field: 'title', key: 'title', required: true },
  { field: 'narrative', key: 'narrative', required: true },
  { field: 'channel', key: 'channel', required: true },
  { field: 'type_code', key: 'typeCode', required: false },
  { field: 'registered_at', key: 'registeredAt', required: false },
  { field: 'region_code', key: 'regionCode', required: false },
  { field: 'place.address', key: 'address', required: false },
  { field: 'applicant.name', key: 'applicantName', required: false },
  { field: 'applicant.phone', key: 'applicantPhone', required: false },
  { field: 'respondent.name', key: 'respondentName', required: false },
] as const;

/** The usual ways to write a time. */
const DATES = ['%Y-%m-%d %H:%M:%S', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y-%m-%d', '%Y/%m/%d'];

/** For each field its column, or one value for all rows. */
export function MappingFields({ mapping, onChange }: MappingFieldsProps) {
  const { t } = useTranslation();
  const put = (part: 'columns' | 'fixed', field: string, text: string) => {
    const { [field]: _before, ...others } = mapping[part] ?? {};
    const next = text ? { ...others, [field]: text } : others;
    onChange({ ...mapping, date_formats: DATES, [part]: next });
  };
  return (
    <fieldset>
      <legend>{t('imports.fields')}</legend>
      {FIELDS.map(({ field, key, required }) => {
        const name = t(`imports.field.${key}`);
        return (
          <p key={field}>
            {name}
            {required && t('imports.required')}
            <Space.Compact block>
              <Input
                aria-label={t('imports.columnOf', { field: name })}
                placeholder={t('imports.column')}
                value={mapping.columns?.[field] ?? ''}
                onChange={({ target }) => put('columns', field, target.value)}
              />
              <Input
                aria-label={t('imports.fixedOf', { field: name })}
                placeholder={t('imports.fixed')}
                value={mapping.fixed?.[field] ?? ''}
                onChange={({ target }) => put('fixed', field, target.value)}
              />
            </Space.Compact>
          </p>
        );
      })}
    </fieldset>
  );
}
