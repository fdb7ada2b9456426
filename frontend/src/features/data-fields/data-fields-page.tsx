import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import type { DataField } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { DataTable } from '../../shared/ui/data-table';
import { Filter } from '../../shared/ui/filter';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { SearchRegion } from '../../shared/ui/search-region';
import {
  type DataFieldSearch,
  dataObjects,
  parseDataFieldSearch,
  toDataFieldQuery,
} from './data-field-search';
import styles from './data-fields.module.css';

interface DataFieldsPageProps {
  search: DataFieldSearch;
  onSearch: (search: DataFieldSearch) => void;
}

/** Every stored field once: who owns it, why it is kept, who asks for it and what re-uses it. */
export function DataFieldsPage({ search, onSearch }: DataFieldsPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useQuery(
    api.queryOptions('get', '/api/v1/data-fields', {
      params: { query: toDataFieldQuery(search) },
    }),
  );
  const change = (part: Record<string, unknown>) =>
    onSearch(parseDataFieldSearch({ ...search, ...part }));
  const origins = ['entered', 'derived'] as const;
  return (
    <>
      <PageHeader title={t('nav.data_fields')} note={t('dataFields.note')} />
      <SearchRegion className={styles.filters} label={t('dataFields.filters')}>
        <Filter label={t('dataFields.object')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              placeholder={t('common.all')}
              value={search.object ?? null}
              options={dataObjects.map((value) => ({
                value,
                label: enumName('dataObject', value),
              }))}
              onChange={(object) => change({ object })}
            />
          )}
        </Filter>
        <Filter label={t('dataFields.origin')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              placeholder={t('common.all')}
              value={search.origin ?? null}
              options={origins.map((value) => ({ value, label: enumName('fieldOrigin', value) }))}
              onChange={(origin) => change({ origin })}
            />
          )}
        </Filter>
      </SearchRegion>
      <QueryState query={query} rows={10}>
        {({ items }) => (
          <DataTable
            label={t('nav.data_fields')}
            rows={items.map((field) => ({ ...field, id: `${field.table ?? ''}.${field.column}` }))}
            empty={t('common.emptyList')}
            columns={[
              { title: t('dataFields.object'), cell: (row) => enumName('dataObject', row.object) },
              { title: t('dataFields.field'), cell: (row) => <FieldName field={row} /> },
              { title: t('dataFields.origin'), cell: (row) => enumName('fieldOrigin', row.origin) },
              { title: t('dataFields.owner'), cell: (row) => row.owner },
              { title: t('dataFields.basis'), cell: (row) => row.basis, width: '20%' },
              { title: t('dataFields.retention'), cell: (row) => row.retention },
              { title: t('dataFields.askedBy'), cell: (row) => <Forms field={row} /> },
              {
                title: t('dataFields.reusedBy'),
                cell: (row) => row.reused_by.join(t('common.separator')),
              },
            ]}
          />
        )}
      </QueryState>
    </>
  );
}

function FieldName({ field }: { field: DataField }) {
  const { t } = useTranslation();
  return (
    <>
      {field.name}
      <span className={styles.soft}>
        {field.column}
        {field.is_personal && t('dataFields.personal')}
      </span>
    </>
  );
}

/** The form that asks, and those that may correct it, each with its reason. */
function Forms({ field }: { field: DataField }) {
  const { t } = useTranslation();
  return (
    <>
      {field.asked_by.map(({ form }) => form).join(t('common.separator'))}
      {field.changed_by.map(({ form, why }) => (
        <span key={form} className={styles.soft}>
          {t('dataFields.changedBy', { form, why: why ?? '' })}
        </span>
      ))}
    </>
  );
}
