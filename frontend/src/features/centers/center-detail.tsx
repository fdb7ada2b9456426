import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { departmentsOptions } from '../../shared/api/reference';
import type { Center } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { FactList } from '../../shared/ui/fact-list';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { DepartmentSelect } from '../../shared/ui/reference-select';

interface CenterValues {
  name: string;
  address: string | null;
  phone: string | null;
  opening_hours: string | null;
  fallback_department_id: string | null;
}

const fields = ['name', 'address', 'phone', 'opening_hours'] as const;

interface CenterDetailProps {
  centerId: string;
  onChanged: () => void;
}

export function CenterDetail({ centerId, onChanged }: CenterDetailProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [editing, setEditing] = useState(false);
  const { data: departments = [] } = useQuery(departmentsOptions());
  const departmentName = (id: string | null) =>
    departments.find((department) => department.id === id)?.name;
  const path = { id: centerId };
  const query = useQuery(api.queryOptions('get', '/api/v1/centers/{id}', { params: { path } }));

  return (
    <QueryState query={query}>
      {(center) => (
        <>
          <PageHeader
            title={center.name}
            note={enumName('regionLevel', center.level)}
            actions={
              center.allowed_actions.includes('update') && (
                <Button onClick={() => setEditing(true)}>{t('common.edit')}</Button>
              )
            }
          />
          <FactList
            facts={[
              [t('centers.field.region'), center.region_name],
              [t('centers.field.address'), center.address],
              [t('centers.field.phone'), center.phone],
              [t('centers.field.opening_hours'), center.opening_hours],
              [
                t('centers.field.fallback_department_id'),
                center.fallback_department_name ?? center.department_name,
              ],
            ]}
          />
          <p>
            <Link to="/cases" search={{ region_id: center.region_id }}>
              {t('centers.cases')}
            </Link>
          </p>
          {editing && (
            <EditDialog<CenterValues, Center>
              title={t('centers.edit')}
              original={center}
              toValues={(view) => ({
                name: view.name,
                address: view.address ?? null,
                phone: view.phone ?? null,
                opening_hours: view.opening_hours ?? null,
                fallback_department_id: view.fallback_department_id ?? null,
              })}
              describe={(values) =>
                Object.fromEntries([
                  ...fields.map((name) => [t(`centers.field.${name}`), values[name]]),
                  [
                    t('centers.field.fallback_department_id'),
                    departmentName(values.fallback_department_id),
                  ],
                ])
              }
              reload={async () => (await query.refetch({ throwOnError: true })).data ?? center}
              save={(body, version) =>
                unwrap(
                  client.PATCH('/api/v1/centers/{id}', {
                    params: { path, header: ifMatch(version) },
                    body,
                  }),
                )
              }
              onSaved={() => {
                void query.refetch();
                onChanged();
              }}
              onClose={() => setEditing(false)}
            >
              <CenterFields />
              <FallbackField />
            </EditDialog>
          )}
        </>
      )}
    </QueryState>
  );
}

/** 兜底单位: who takes what nobody is competent for. */
function FallbackField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="fallback_department_id"
      label={t('centers.field.fallback_department_id')}
      extra={t('centers.fallbackHelp')}
      normalize={(id: string | undefined) => id ?? null}
    >
      <DepartmentSelect />
    </Form.Item>
  );
}

function CenterFields() {
  const { t } = useTranslation();
  return fields.map((name) => {
    const label = t(`centers.field.${name}`);
    const rule = { required: true, whitespace: true, message: t('common.required', { label }) };
    return (
      <Form.Item key={name} name={name} label={label} rules={name === 'name' ? [rule] : []}>
        <Input maxLength={200} />
      </Form.Item>
    );
  });
}
