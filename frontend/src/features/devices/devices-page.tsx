import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Device, DeviceQuery } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { RegionSelect } from '../../shared/ui/reference-select';
import { CreateDeviceDialog, EditDeviceDialog } from './device-dialogs';
import styles from './devices.module.css';
import { LookDialog } from './look-dialog';
import { devicesOptions, keepDevice } from './queries';

type Acting = { verb: 'edit' | 'look'; device: Device } | { verb: 'create' };

/** The register of video devices. */
export function DevicesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const states = useEnumOptions('deviceState');
  const queryClient = useQueryClient();
  const [filter, setFilter] = useState<DeviceQuery>({});
  const [acting, setActing] = useState<Acting | null>(null);
  const query = useInfiniteQuery(devicesOptions(filter));
  const keep = (device: Device) => void keepDevice(queryClient, device);
  const close = () => setActing(null);
  return (
    <>
      <PageHeader
        title={t('nav.devices')}
        note={t('devices.note')}
        actions={
          me.nav.includes('device_new') && (
            <Button type="primary" onClick={() => setActing({ verb: 'create' })}>
              {t('devices.create')}
            </Button>
          )
        }
      />
      <div className={styles.filters}>
        <RegionSelect
          aria-label={t('devices.region')}
          placeholder={t('devices.region')}
          value={filter.region_id ?? null}
          onChange={(region) => {
            const { region_id: _, ...others } = filter;
            setFilter(typeof region === 'string' ? { ...others, region_id: region } : others);
          }}
        />
        <Select
          aria-label={t('devices.state')}
          placeholder={t('devices.state')}
          mode="multiple"
          allowClear
          options={states}
          value={filter.state ?? []}
          onChange={(state: Device['state'][]) => setFilter({ ...filter, state })}
        />
      </div>
      <KeysetTable<Device>
        label={t('nav.devices')}
        query={query}
        empty={t('devices.empty')}
        columns={[
          {
            title: t('devices.name'),
            cell: (row) => (
              <Link to="/devices/$deviceId" params={{ deviceId: row.id }}>
                {row.name}
              </Link>
            ),
          },
          { title: t('devices.code'), cell: (row) => row.national_code },
          { title: t('devices.region'), cell: (row) => row.region.name },
          { title: t('devices.owner'), cell: (row) => row.owner_department?.name },
          { title: t('devices.state'), cell: (row) => row.state_name },
          {
            title: t('devices.manage'),
            cell: (device) => (
              <>
                {device.allowed_actions.includes('look') && (
                  <Button
                    size="small"
                    aria-label={t('devices.lookTitle', { name: device.name })}
                    onClick={() => setActing({ verb: 'look', device })}
                  >
                    {t('devices.look')}
                  </Button>
                )}
                {device.allowed_actions.includes('update') && (
                  <Button
                    size="small"
                    aria-label={t('common.editOf', { name: device.name })}
                    onClick={() => setActing({ verb: 'edit', device })}
                  >
                    {t('common.edit')}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {acting?.verb === 'create' && <CreateDeviceDialog onCreated={keep} onClose={close} />}
      {acting?.verb === 'edit' && (
        <EditDeviceDialog device={acting.device} onSaved={keep} onClose={close} />
      )}
      {acting?.verb === 'look' && <LookDialog device={acting.device} onClose={close} />}
    </>
  );
}
