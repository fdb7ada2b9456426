import { useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Device, DeviceLookTicket } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { CaseSelect, type ChosenCase } from '../../shared/ui/case-select';
import { Dialog } from '../../shared/ui/dialog';
import { keepDevice, looked, reloadDevice } from './queries';

interface LookValues {
  reason?: string;
  case?: ChosenCase;
}

interface LookDialogProps {
  device: Device;
  onClose: () => void;
}

/** Asks why before somebody looks; the link that comes back is opened by hand, so no blocker stops it. */
export function LookDialog({ device, onClose }: LookDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const [ticket, setTicket] = useState<DeviceLookTicket | null>(null);
  const isMade = useRef(false);
  const title = t('devices.lookTitle', { name: device.name });
  if (ticket) {
    return (
      <Dialog title={title} footer={null} onCancel={onClose}>
        <p>{t('devices.ticketUntil', { at: formatInstant(ticket.expires_at) })}</p>
        <a href={ticket.url} target="_blank" rel="noopener noreferrer">
          {t('devices.open')}
        </a>
      </Dialog>
    );
  }
  return (
    <ActDialog<LookValues, Device, DeviceLookTicket>
      title={title}
      okText={t('devices.look')}
      original={device}
      describe={({ name, state }) => ({
        [t('devices.name')]: name,
        [t('devices.state')]: enumName('deviceState', state),
      })}
      mine={({ reason }) => ({ [t('devices.lookReason')]: reason })}
      reload={() => reloadDevice(device.id)}
      isAllowed={({ allowed_actions }) => allowed_actions.includes('look')}
      send={({ reason = '', case: chosen }, { version }) =>
        unwrap(
          client.POST('/api/v1/devices/{id}/actions/look', {
            params: { path: { id: device.id }, header: ifMatch(version) },
            body: { reason: reason.trim(), ...(chosen && { case_id: chosen.value }) },
          }),
        )
      }
      onDone={(made) => {
        // The dialog stays: now it has the link.
        isMade.current = true;
        setTicket(made);
        void looked(queryClient, device.id);
      }}
      onTheirs={(fresh) => void keepDevice(queryClient, fresh)}
      onClose={() => {
        if (!isMade.current) onClose();
      }}
    >
      <Alert type="info" showIcon title={t('devices.lookHelp')} style={{ marginBottom: 12 }} />
      <Form.Item
        name="reason"
        label={t('devices.lookReason')}
        rules={[
          {
            required: true,
            message: t('common.required', { label: t('devices.lookReason') }),
          },
          { min: 5, whitespace: true, message: t('devices.lookReasonShort') },
        ]}
      >
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item name="case" label={t('devices.lookCase')}>
        <CaseSelect />
      </Form.Item>
    </ActDialog>
  );
}
