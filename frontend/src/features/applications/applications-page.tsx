import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Application } from '../../shared/api/types';
import { formatDay, formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { ApplicationDialog } from './application-dialog';
import { CreateApplicationDialog } from './create-application-dialog';
import { applicationsOptions } from './queries';
import { SecretDialog } from './secret-dialog';

/** Other systems that act as a capacity: one's own, or all for administrators. */
export function ApplicationsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(applicationsOptions);
  const [creating, setCreating] = useState(false);
  const [opened, setOpened] = useState<Application | null>(null);
  const [told, setTold] = useState<Application | null>(null);
  const changed = (application: Application) => {
    void queryClient.invalidateQueries({ queryKey: ['applications'] });
    if (application.client_secret) setTold(application);
  };
  return (
    <>
      <PageHeader
        title={t('nav.applications')}
        note={t('applications.note')}
        actions={
          me.nav.includes('application_new') && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('applications.create')}
            </Button>
          )
        }
      />
      <KeysetTable<Application>
        label={t('nav.applications')}
        query={query}
        empty={t('applications.empty')}
        columns={[
          { title: t('applications.name'), cell: (row) => row.name },
          { title: t('applications.owner'), cell: (row) => row.owner.name },
          { title: t('applications.capacity'), cell: (row) => row.capacity.role_name },
          { title: t('applications.state'), cell: (row) => <State application={row} /> },
          { title: t('applications.expires'), cell: (row) => formatDay(row.expires_at) },
          {
            title: t('applications.lastUsed'),
            cell: (row) =>
              row.last_used_at ? formatInstant(row.last_used_at) : t('applications.never'),
          },
          {
            title: t('applications.manage'),
            cell: (row) => (
              <Button
                size="small"
                aria-label={t('applications.openOf', { name: row.name })}
                onClick={() => setOpened(row)}
              >
                {t('applications.open')}
              </Button>
            ),
          },
        ]}
      />
      {creating && (
        <CreateApplicationDialog onCreated={changed} onClose={() => setCreating(false)} />
      )}
      {opened && (
        <ApplicationDialog
          application={opened}
          onChanged={(application) => {
            setOpened(application);
            changed(application);
          }}
          onClose={() => setOpened(null)}
        />
      )}
      {told && <SecretDialog application={told} onClose={() => setTold(null)} />}
    </>
  );
}

function State({ application }: { application: Application }) {
  const { t } = useTranslation();
  const { state_name, is_expired, capacity } = application;
  if (is_expired) return <Tag>{t('applications.expired')}</Tag>;
  if (!capacity.is_active) return <Tag>{t('applications.ended')}</Tag>;
  return <Tag>{state_name}</Tag>;
}
