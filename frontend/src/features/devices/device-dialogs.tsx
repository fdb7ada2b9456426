import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Device } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { DepartmentSelect, RegionSelect } from '../../shared/ui/reference-select';
import { reloadDevice } from './queries';

interface DeviceValues {
  name: string;
  address?: string | null;
  lng?: number | null;
  lat?: number | null;
  owner_department_id?: string | null;
}

interface CreateValues extends DeviceValues {
  national_code: string;
  region_id: string;
}

interface CreateDeviceDialogProps {
  onCreated: (device: Device) => void;
  onClose: () => void;
}

export function CreateDeviceDialog({ onCreated, onClose }: CreateDeviceDialogProps) {
  const { t } = useTranslation();
  const required = useRequired();
  return (
    <CreateDialog<CreateValues, Device>
      title={t('devices.create')}
      create={({ address, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/devices', {
            params: { header },
            body: { ...values, ...(address?.trim() && { address: address.trim() }) },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <Form.Item
        name="national_code"
        extra={t('devices.codeHelp')}
        {...required(t('devices.code'))}
      >
        <Input maxLength={20} inputMode="numeric" />
      </Form.Item>
      <Form.Item name="region_id" {...required(t('devices.region'))}>
        <RegionSelect />
      </Form.Item>
      <DeviceFields />
    </CreateDialog>
  );
}

interface EditDeviceDialogProps {
  device: Device;
  onSaved: (device: Device) => void;
  onClose: () => void;
}

export function EditDeviceDialog({ device, onSaved, onClose }: EditDeviceDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const states = useEnumOptions('deviceState');
  return (
    <EditDialog<DeviceValues & { state: Device['state'] }, Device>
      title={t('common.editOf', { name: device.name })}
      original={device}
      toValues={({ name, address, lng, lat, owner_department, state }) => ({
        name,
        address: address ?? null,
        lng: lng ?? null,
        lat: lat ?? null,
        owner_department_id: owner_department?.id ?? null,
        state,
      })}
      describe={(values) => ({
        [t('devices.name')]: values.name,
        [t('devices.address')]: values.address,
        [t('devices.lng')]: values.lng,
        [t('devices.lat')]: values.lat,
        [t('devices.state')]: enumName('deviceState', values.state),
      })}
      reload={() => reloadDevice(device.id)}
      save={({ address, ...values }, version) =>
        unwrap(
          client.PATCH('/api/v1/devices/{id}', {
            params: { path: { id: device.id }, header: ifMatch(version) },
            body: { ...values, address: address?.trim() || null },
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <DeviceFields />
      <Form.Item name="state" label={t('devices.state')}>
        <Select options={states} />
      </Form.Item>
    </EditDialog>
  );
}

function useRequired() {
  const { t } = useTranslation();
  return (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
}

function DeviceFields() {
  const { t } = useTranslation();
  const required = useRequired();
  return (
    <>
      <Form.Item name="name" {...required(t('devices.name'))}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="address" label={t('devices.address')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="lng" label={t('devices.lng')}>
        <InputNumber min={-180} max={180} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="lat" label={t('devices.lat')}>
        <InputNumber min={-90} max={90} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="owner_department_id" label={t('devices.owner')}>
        <DepartmentSelect />
      </Form.Item>
    </>
  );
}
