import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { NewWorkstation, Workstation } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { problemText } from '../../shared/ui/problem-text';
import { postsOptions, refreshWorkstations, workstationsOptions } from './queries';

/** The computers that stand at windows: who signs in at one is at that window. */
export function WorkstationsPage() {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(workstationsOptions());
  const [naming, setNaming] = useState(false);
  const refresh = () => void refreshWorkstations(queryClient);
  const remove = useMutation({
    mutationFn: ({ id, version }: Workstation) =>
      unwrap(
        client.POST('/api/v1/duty-workstations/{id}/actions/remove', {
          params: { path: { id }, header: ifMatch(version) },
        }),
      ),
    onSuccess: refresh,
    onError: (error) => {
      refresh();
      void notices.error(problemText(error));
    },
  });
  return (
    <>
      <PageHeader
        title={t('nav.duty_workstations')}
        note={t('workstations.note')}
        actions={
          <Button type="primary" onClick={() => setNaming(true)}>
            {t('workstations.create')}
          </Button>
        }
      />
      <KeysetTable<Workstation>
        label={t('nav.duty_workstations')}
        query={query}
        empty={t('workstations.empty')}
        columns={[
          { title: t('workstations.name'), cell: (row) => row.name },
          { title: t('workstations.post'), cell: (row) => row.post.name },
          { title: t('workstations.center'), cell: (row) => row.center.name },
          {
            title: t('workstations.setUp'),
            cell: (row) => `${row.set_up_by.name} ${formatInstant(row.created_at)}`,
          },
          {
            title: t('workstations.manage'),
            cell: (row) =>
              row.allowed_actions.includes('remove') && (
                <Popconfirm
                  title={t('workstations.removeSure', { name: row.name })}
                  onConfirm={() => remove.mutate(row)}
                >
                  <Button size="small">{t('workstations.remove')}</Button>
                </Popconfirm>
              ),
          },
        ]}
      />
      {naming && <NameDialog onNamed={refresh} onClose={() => setNaming(false)} />}
    </>
  );
}

function NameDialog({ onNamed, onClose }: { onNamed: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(postsOptions());
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<NewWorkstation, Workstation>
      title={t('workstations.create')}
      create={(body, header) =>
        unwrap(client.POST('/api/v1/duty-workstations', { params: { header }, body }))
      }
      onCreated={onNamed}
      onClose={onClose}
    >
      <Alert type="info" showIcon title={t('workstations.thisComputer')} />
      <Form.Item name="post_id" {...required(t('workstations.post'))}>
        <Select
          loading={isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(data?.items ?? []).map((post) => ({
            value: post.id,
            label: post.window_no ? `${post.window_no} ${post.name}` : post.name,
          }))}
        />
      </Form.Item>
      <Form.Item name="name" {...required(t('workstations.name'))}>
        <Input maxLength={50} />
      </Form.Item>
    </CreateDialog>
  );
}
