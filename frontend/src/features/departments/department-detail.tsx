import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { useCodeName } from '../../shared/api/reference';
import type { Department } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { FactList } from '../../shared/ui/fact-list';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { DepartmentFields, type DepartmentValues } from './department-fields';

interface DepartmentDetailProps {
  departmentId: string;
  all: Department[];
  onChanged: (department: Department) => void;
}

const at = (departmentId: string) => ({ path: { id: departmentId } });

export function DepartmentDetail({ departmentId, all, onChanged }: DepartmentDetailProps) {
  const { t } = useTranslation();
  const typeName = useCodeName('case_type');
  const [editing, setEditing] = useState(false);
  const query = useQuery(
    api.queryOptions('get', '/api/v1/departments/{id}', { params: at(departmentId) }),
  );
  const nameOf = (id: string | null | undefined) => all.find((one) => one.id === id)?.name ?? '';
  const duties = (codes: string[]) => codes.map(typeName).join(t('common.separator'));

  return (
    <QueryState query={query}>
      {(department) => (
        <>
          <PageHeader
            title={department.name}
            note={department.is_active ? undefined : t('departments.inactive')}
            actions={
              department.allowed_actions.includes('update') && (
                <Button onClick={() => setEditing(true)}>{t('common.edit')}</Button>
              )
            }
          />
          <FactList
            facts={[
              [t('departments.field.region'), department.region_name],
              [t('departments.field.parent_id'), department.parent_name],
              [t('departments.field.phone'), department.phone],
              [t('departments.field.case_type_codes'), duties(department.case_type_codes)],
            ]}
          />
          {editing && (
            <EditDialog<DepartmentValues, Department>
              title={t('departments.edit')}
              original={department}
              toValues={({ name, phone = null, parent_id = null, case_type_codes, is_active }) => ({
                name,
                phone,
                parent_id,
                case_type_codes,
                is_active,
              })}
              describe={(values) => ({
                [t('departments.field.name')]: values.name,
                [t('departments.field.parent_id')]: nameOf(values.parent_id),
                [t('departments.field.phone')]: values.phone,
                [t('departments.field.case_type_codes')]: duties(values.case_type_codes),
                [t('departments.field.is_active')]: t(
                  values.is_active ? 'common.yes' : 'common.no',
                ),
              })}
              reload={async () => (await query.refetch({ throwOnError: true })).data ?? department}
              save={(body, version) =>
                unwrap(
                  client.PATCH('/api/v1/departments/{id}', {
                    params: { ...at(departmentId), header: ifMatch(version) },
                    body,
                  }),
                )
              }
              onSaved={onChanged}
              onClose={() => setEditing(false)}
            >
              <DepartmentFields />
            </EditDialog>
          )}
        </>
      )}
    </QueryState>
  );
}
