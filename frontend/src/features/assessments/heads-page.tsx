import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { DepartmentHead } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatDay } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import { forgetHeads, headsOptions } from './queries';

/** Who heads a department, and so sees how its people were assessed. */
export function HeadsPage() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(headsOptions());
  const [isNaming, setNaming] = useState(false);
  const end = useMutation({
    mutationFn: ({ id, version }: DepartmentHead) =>
      unwrap(
        client.POST('/api/v1/assessments/heads/{id}/actions/end', {
          params: { path: { id }, header: ifMatch(version) },
        }),
      ),
    onSettled: () => forgetHeads(queryClient),
  });
  return (
    <>
      <PageHeader
        title={t('nav.assessment_heads')}
        note={t('assessments.headsNote')}
        actions={
          <Button type="primary" onClick={() => setNaming(true)}>
            {t('assessments.nameHead')}
          </Button>
        }
      />
      {end.error && <ProblemAlert error={end.error} />}
      <KeysetTable<DepartmentHead>
        label={t('nav.assessment_heads')}
        query={query}
        empty={t('assessments.noHeads')}
        columns={[
          { title: t('assessments.unit'), cell: (row) => row.department.name },
          { title: t('assessments.head'), cell: (row) => row.person.name },
          { title: t('assessments.source'), cell: (row) => row.source },
          { title: t('assessments.since'), cell: (row) => row.since_on },
          {
            title: t('assessments.until'),
            cell: (row) =>
              row.ended_at
                ? formatDay(row.ended_at)
                : row.allowed_actions.includes('end') && (
                    <Button size="small" loading={end.isPending} onClick={() => end.mutate(row)}>
                      {t('assessments.endHead')}
                    </Button>
                  ),
          },
        ]}
      />
      {isNaming && (
        <NameHeadDialog
          onNamed={() => void forgetHeads(queryClient)}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  );
}

interface Values {
  department_id: string;
  person_id: string;
  source: string;
}

interface NameHeadDialogProps {
  onNamed: () => void;
  onClose: () => void;
}

function NameHeadDialog({ onNamed, onClose }: NameHeadDialogProps) {
  const { t } = useTranslation();
  const needed = (label: string) => [{ required: true, message: t('common.required', { label }) }];
  return (
    <CreateDialog<Values, DepartmentHead>
      title={t('assessments.nameHead')}
      create={(body, header) =>
        unwrap(client.POST('/api/v1/assessments/heads', { params: { header }, body }))
      }
      onCreated={onNamed}
      onClose={onClose}
    >
      <Form.Item
        name="department_id"
        label={t('assessments.unit')}
        rules={needed(t('assessments.unit'))}
      >
        <DepartmentSelect />
      </Form.Item>
      <Form.Item
        name="person_id"
        label={t('assessments.head')}
        rules={needed(t('assessments.head'))}
      >
        <AssessedPersonSelect />
      </Form.Item>
      <Form.Item
        name="source"
        label={t('assessments.source')}
        rules={needed(t('assessments.source'))}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </CreateDialog>
  );
}

interface AssessedPersonSelectProps {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}

/** People who were assessed: those the reader may know of. */
function AssessedPersonSelect(props: AssessedPersonSelectProps) {
  const { data, isPending } = useQuery(
    api.queryOptions('get', '/api/v1/assessments', {
      params: { query: { subject: 'person', limit: 200 } },
    }),
  );
  const people = new Map(
    (data?.items ?? []).flatMap(({ person, unit }) =>
      person ? [[person.id, `${person.name} ${unit.name}`] as const] : [],
    ),
  );
  return (
    <Select
      {...props}
      showSearch={{ optionFilterProp: 'label' }}
      loading={isPending}
      options={[...people].map(([value, label]) => ({ value, label }))}
    />
  );
}
