import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import type { Device, DeviceLook } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { FactList } from '../../shared/ui/fact-list';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { EditDeviceDialog } from './device-dialogs';
import styles from './devices.module.css';
import { LookDialog } from './look-dialog';
import { deviceOptions, keepDevice, looksOptions } from './queries';

/** One device, and who looked through it. */
export function DevicePage({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation();
  const query = useQuery(deviceOptions(deviceId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={8}>
      {(device) => <DeviceDetail device={device} />}
    </QueryState>
  );
}

function DeviceDetail({ device }: { device: Device }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [acting, setActing] = useState<'edit' | 'look' | null>(null);
  const may = (verb: string) => device.allowed_actions.includes(verb);
  return (
    <>
      <PageHeader
        title={device.name}
        note={t('devices.note')}
        actions={
          <>
            {may('look') && (
              <Button type="primary" onClick={() => setActing('look')}>
                {t('devices.look')}
              </Button>
            )}
            {may('update') && <Button onClick={() => setActing('edit')}>{t('common.edit')}</Button>}
            <Link to="/devices">{t('devices.back')}</Link>
          </>
        }
      />
      <section className={styles.panel}>
        <FactList
          facts={[
            [t('devices.code'), device.national_code],
            [t('devices.region'), device.region.name],
            [t('devices.address'), device.address],
            [t('devices.lng'), device.lng?.toString()],
            [t('devices.lat'), device.lat?.toString()],
            [t('devices.owner'), device.owner_department?.name],
            [t('devices.center'), device.center.name],
            [t('devices.state'), device.state_name],
          ]}
        />
      </section>
      {may('read_looks') && <Looks deviceId={device.id} />}
      {acting === 'edit' && (
        <EditDeviceDialog
          device={device}
          onSaved={(changed) => void keepDevice(queryClient, changed)}
          onClose={() => setActing(null)}
        />
      )}
      {acting === 'look' && <LookDialog device={device} onClose={() => setActing(null)} />}
    </>
  );
}

function Looks({ deviceId }: { deviceId: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(looksOptions(deviceId));
  return (
    <section className={styles.panel} aria-labelledby="looks-title">
      <h2 id="looks-title">{t('devices.looks')}</h2>
      <KeysetTable<DeviceLook>
        label={t('devices.looks')}
        query={query}
        empty={t('devices.looksEmpty')}
        columns={[
          { title: t('devices.at'), cell: (row) => formatInstant(row.at) },
          { title: t('devices.person'), cell: (row) => row.person.name },
          { title: t('devices.reason'), cell: (row) => row.reason },
          {
            title: t('devices.forCase'),
            cell: ({ case_id, is_for_case }) => {
              if (!case_id) return is_for_case ? t('devices.forCaseHidden') : null;
              return (
                <Link to="/cases/$caseId" params={{ caseId: case_id }}>
                  {t('adapters.openCase')}
                </Link>
              );
            },
          },
        ]}
      />
    </section>
  );
}
