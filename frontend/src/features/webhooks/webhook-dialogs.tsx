import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { useMe } from '../../shared/api/session';
import type { NewWebhook, Webhook, WebhookSecret } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { EditDialog } from '../../shared/ui/edit-dialog';
import { activeApplicationsOptions, eventTypesOptions, readWebhook } from './queries';

function Fields() {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(eventTypesOptions());
  const required = (label: string) => ({
    label,
    rules: [{ required: true, whitespace: true, message: t('common.required', { label }) }],
  });
  return (
    <>
      <Form.Item name="description" {...required(t('webhooks.description'))}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="url" {...required(t('webhooks.url'))} extra={t('webhooks.urlHint')}>
        <Input maxLength={500} inputMode="url" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="event_types"
        label={t('webhooks.eventTypes')}
        extra={t('webhooks.eventTypesHint')}
      >
        <Select
          mode="multiple"
          allowClear
          loading={isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
    </>
  );
}

/** Whose limits bound it: one of one's own applications that are active. */
function ApplicationField() {
  const { t } = useTranslation();
  const { acting_capacity_id } = useMe();
  const { data, isPending } = useQuery(activeApplicationsOptions());
  const own = (data?.items ?? []).filter(
    ({ capacity, is_expired }) => capacity.id === acting_capacity_id && !is_expired,
  );
  return (
    <Form.Item
      name="application_id"
      label={t('webhooks.application')}
      extra={t('webhooks.applicationHint')}
    >
      <Select
        allowClear
        loading={isPending}
        placeholder={t('webhooks.noApplication')}
        options={own.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}

interface CreateWebhookDialogProps {
  onCreated: (secret: string | null) => void;
  onClose: () => void;
}

export function CreateWebhookDialog({ onCreated, onClose }: CreateWebhookDialogProps) {
  const { t } = useTranslation();
  return (
    <CreateDialog<NewWebhook, WebhookSecret>
      title={t('webhooks.create')}
      initialValues={{ event_types: [] }}
      create={(body, header) =>
        unwrap(client.POST('/api/v1/webhooks', { params: { header }, body }))
      }
      // The dialog closes itself after this: the secret comes when it has.
      onCreated={({ secret }) => queueMicrotask(() => onCreated(secret ?? null))}
      onClose={onClose}
    >
      <Fields />
      <ApplicationField />
    </CreateDialog>
  );
}

interface EditWebhookDialogProps {
  webhook: Webhook;
  onSaved: (saved: Webhook) => void;
  onClose: () => void;
}

type Values = Pick<Webhook, 'description' | 'event_types' | 'url'>;

export function EditWebhookDialog({ webhook, onSaved, onClose }: EditWebhookDialogProps) {
  const { t } = useTranslation();
  const { data } = useQuery(eventTypesOptions());
  const nameOf = (code: string) => data?.items.find((one) => one.code === code)?.name ?? code;
  const named = (codes: string[]) =>
    codes.length > 0 ? codes.map(nameOf).join(t('common.separator')) : t('webhooks.allEvents');
  return (
    <EditDialog<Values, Webhook>
      title={t('common.editOf', { name: webhook.description })}
      original={webhook}
      toValues={({ description, event_types, url }) => ({ description, event_types, url })}
      describe={({ description, event_types, url }) => ({
        [t('webhooks.description')]: description,
        [t('webhooks.url')]: url,
        [t('webhooks.eventTypes')]: named(event_types),
      })}
      reload={() => readWebhook(webhook.id)}
      save={(body, version) =>
        unwrap(
          client.PATCH('/api/v1/webhooks/{id}', {
            params: { path: { id: webhook.id }, header: ifMatch(version) },
            body,
          }),
        )
      }
      onSaved={onSaved}
      onClose={onClose}
    >
      <Fields />
    </EditDialog>
  );
}
