import { Alert, DatePicker, Form, Input, InputNumber } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Webhook, WebhookSecret } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { readWebhook } from './queries';

interface DialogProps {
  webhook: Webhook;
  onDone: () => void;
  onClose: () => void;
}

/** What somebody else may have changed meanwhile. */
function useDescribed() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (webhook: Webhook) => ({
    [t('webhooks.url')]: webhook.url,
    [t('webhooks.state')]: enumName('webhookState', webhook.state),
  });
}

const seenBy = (seen: Webhook) => ({ path: { id: seen.id }, header: ifMatch(seen.version) });

export function DisableDialog({ webhook, onDone, onClose }: DialogProps) {
  const { t } = useTranslation();
  const describe = useDescribed();
  const label = t('webhooks.reason');
  return (
    <ActDialog<{ reason: string }, Webhook, Webhook>
      title={t('webhooks.disable')}
      okText={t('webhooks.disable')}
      original={webhook}
      describe={describe}
      mine={({ reason }) => ({ [label]: reason })}
      reload={() => readWebhook(webhook.id)}
      send={(body, seen) =>
        unwrap(client.POST('/api/v1/webhooks/{id}/actions/disable', { params: seenBy(seen), body }))
      }
      onDone={onDone}
      onTheirs={onDone}
      onClose={onClose}
    >
      <Alert type="info" showIcon title={t('webhooks.disableHint')} />
      <Form.Item
        name="reason"
        label={label}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={3} maxLength={200} showCount />
      </Form.Item>
    </ActDialog>
  );
}

export function ReplayDialog({ webhook, onDone, onClose }: DialogProps) {
  const { t } = useTranslation();
  const describe = useDescribed();
  const label = t('webhooks.since');
  return (
    <ActDialog<{ since: Dayjs }, Webhook, Webhook>
      title={t('webhooks.replaySince')}
      okText={t('webhooks.replaySince')}
      original={webhook}
      initialValues={{ since: dayjs().subtract(1, 'day') }}
      describe={describe}
      mine={({ since }) => ({ [label]: since.format('YYYY-MM-DD HH:mm') })}
      reload={() => readWebhook(webhook.id)}
      send={({ since }, seen) =>
        unwrap(
          client.POST('/api/v1/webhooks/{id}/actions/replay', {
            params: seenBy(seen),
            body: { since: since.toISOString() },
          }),
        )
      }
      onDone={onDone}
      onTheirs={onDone}
      onClose={onClose}
    >
      <Alert type="info" showIcon title={t('webhooks.replayHint')} />
      <Form.Item
        name="since"
        label={label}
        rules={[{ required: true, message: t('common.requiredChoice', { label }) }]}
      >
        <DatePicker showTime={{ format: 'HH:mm' }} maxDate={dayjs()} />
      </Form.Item>
    </ActDialog>
  );
}

interface RotateDialogProps {
  webhook: Webhook;
  onRotated: (secret: string | null) => void;
  onClose: () => void;
}

export function RotateDialog({ webhook, onRotated, onClose }: RotateDialogProps) {
  const { t } = useTranslation();
  const describe = useDescribed();
  const label = t('webhooks.overlapHours');
  return (
    <ActDialog<{ overlap_hours: number }, Webhook, WebhookSecret>
      title={t('webhooks.rotate')}
      okText={t('webhooks.rotate')}
      original={webhook}
      initialValues={{ overlap_hours: 24 }}
      describe={describe}
      mine={({ overlap_hours }) => ({ [label]: overlap_hours })}
      reload={() => readWebhook(webhook.id)}
      send={(body, seen) =>
        unwrap(
          client.POST('/api/v1/webhooks/{id}/actions/rotate_secret', {
            params: seenBy(seen),
            body,
          }),
        )
      }
      // The dialog closes itself after this: the secret comes when it has.
      onDone={({ secret }) => queueMicrotask(() => onRotated(secret ?? null))}
      onTheirs={onClose}
      onClose={onClose}
    >
      <Alert type="info" showIcon title={t('webhooks.rotateHint')} />
      <Form.Item
        name="overlap_hours"
        label={label}
        rules={[{ required: true, message: t('common.required', { label }) }]}
      >
        <InputNumber min={0} max={168} precision={0} />
      </Form.Item>
    </ActDialog>
  );
}
