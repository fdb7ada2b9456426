import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { departmentsOptions } from '../../shared/api/reference';
import type { Department } from '../../shared/api/types';
import { toTree } from '../../shared/lib/tree';
import { MasterDetail } from '../../shared/ui/master-detail';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { CreateDepartmentDialog } from './create-department-dialog';
import { DepartmentDetail } from './department-detail';

interface DepartmentsPageProps {
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
}

export function DepartmentsPage({ selected, onSelect }: DepartmentsPageProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [creating, setCreating] = useState(false);
  const query = useQuery(departmentsOptions());
  const mayCreate = query.data?.some(({ allowed_actions }) => allowed_actions.includes('update'));

  const changed = (department: Department) => {
    void queryClient.invalidateQueries({ queryKey: departmentsOptions().queryKey });
    void queryClient.invalidateQueries(
      api.queryOptions('get', '/api/v1/departments/{id}', {
        params: { path: { id: department.id } },
      }),
    );
    onSelect(department.id);
  };

  return (
    <>
      <PageHeader
        title={t('nav.departments')}
        note={t('departments.note')}
        actions={
          mayCreate && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('departments.create')}
            </Button>
          )
        }
      />
      <QueryState query={query} rows={8}>
        {(departments) => (
          <MasterDetail
            label={t('nav.departments')}
            tree={toTree(
              departments.map(({ id, name, parent_id }) => ({
                value: id,
                label: name,
                parent: parent_id,
              })),
            )}
            selected={selected}
            onSelect={onSelect}
          >
            {selected ? (
              <DepartmentDetail
                key={selected}
                departmentId={selected}
                all={departments}
                onChanged={changed}
              />
            ) : (
              <p>{t('departments.choose')}</p>
            )}
          </MasterDetail>
        )}
      </QueryState>
      {creating && (
        <CreateDepartmentDialog onCreated={changed} onClose={() => setCreating(false)} />
      )}
    </>
  );
}
