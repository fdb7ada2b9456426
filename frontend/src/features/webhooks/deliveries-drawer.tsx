import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  Webhook,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryState,
} from '../../shared/api/types';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { problemText } from '../../shared/ui/problem-text';
import {
  attemptsOptions,
  deliveriesOptions,
  eventTypesOptions,
  refreshWebhooks,
  replayDelivery,
} from './queries';
import styles from './webhooks.module.css';

interface DeliveriesDrawerProps {
  webhook: Webhook;
  onClose: () => void;
}

/** What was delivered to one webhook, and every attempt. */
export function DeliveriesDrawer({ webhook, onClose }: DeliveriesDrawerProps) {
  const { t } = useTranslation();
  useReturnFocus();
  const [attempted, setAttempted] = useState<WebhookDelivery | null>(null);
  return (
    <Drawer
      open
      size={860}
      title={t('webhooks.deliveriesOf', { name: webhook.description })}
      onClose={onClose}
    >
      {attempted ? (
        <Attempts delivery={attempted} onBack={() => setAttempted(null)} />
      ) : (
        <Deliveries webhook={webhook} onLook={setAttempted} />
      )}
    </Drawer>
  );
}

interface DeliveriesProps {
  webhook: Webhook;
  onLook: (delivery: WebhookDelivery) => void;
}

function Deliveries({ webhook, onLook }: DeliveriesProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const states = useEnumOptions('webhookDeliveryState');
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [state, setState] = useState<WebhookDeliveryState>();
  const query = useInfiniteQuery(deliveriesOptions(webhook.id, state));
  const { data: types } = useQuery(eventTypesOptions());
  const nameOf = (code: string) =>
    types?.items.find((one) => one.code === code)?.name ?? t('webhooks.testEvent');
  const replay = useMutation({
    mutationFn: replayDelivery,
    onError: (error) => void notices.error(problemText(error)),
    onSettled: () => refreshWebhooks(queryClient),
  });
  const isEnabled = webhook.state === 'enabled';
  return (
    <>
      <div className={styles.filters}>
        <Select<WebhookDeliveryState>
          allowClear
          style={{ minWidth: 180 }}
          aria-label={t('webhooks.deliveryState')}
          placeholder={t('webhooks.deliveryState')}
          options={states as { value: WebhookDeliveryState; label: string }[]}
          value={state ?? null}
          onChange={(next?: WebhookDeliveryState) => setState(next)}
        />
      </div>
      <KeysetTable<WebhookDelivery>
        label={t('webhooks.deliveries')}
        query={query}
        empty={t('webhooks.noDeliveries')}
        columns={[
          { title: t('webhooks.at'), cell: (row) => formatInstant(row.created_at) },
          { title: t('webhooks.event'), cell: (row) => nameOf(row.event_type) },
          {
            title: t('webhooks.case'),
            cell: (row) =>
              row.case_id && (
                <Link to="/cases/$caseId" params={{ caseId: row.case_id }}>
                  {t('webhooks.openCase')}
                </Link>
              ),
          },
          {
            title: t('webhooks.deliveryState'),
            cell: (row) => (
              <>
                <div>{enumName('webhookDeliveryState', row.state)}</div>
                <div className={styles.soft}>{outcomeOf(row, enumName)}</div>
                {row.next_attempt_at && row.attempts > 0 && (
                  <div className={styles.soft}>
                    {t('webhooks.nextAt', { at: formatInstant(row.next_attempt_at) })}
                  </div>
                )}
              </>
            ),
          },
          {
            title: t('webhooks.manage'),
            cell: (row) => (
              <Space size="small" wrap>
                <Button size="small" onClick={() => onLook(row)}>
                  {t('webhooks.attempts', { count: row.attempts })}
                </Button>
                {isEnabled && row.allowed_actions.includes('replay') && (
                  <Button
                    size="small"
                    loading={replay.isPending && replay.variables?.id === row.id}
                    onClick={() => replay.mutate(row)}
                  >
                    {t(row.state === 'pending' ? 'webhooks.tryNow' : 'webhooks.replay')}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
    </>
  );
}

/** What came of the last attempt, in a few words. */
function outcomeOf(row: WebhookDelivery, enumName: ReturnType<typeof useEnumName>): string {
  return [enumName('webhookAttemptError', row.last_error), row.last_status]
    .filter(Boolean)
    .join(' ');
}

interface AttemptsProps {
  delivery: WebhookDelivery;
  onBack: () => void;
}

function Attempts({ delivery, onBack }: AttemptsProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useInfiniteQuery(attemptsOptions(delivery.webhook_id, delivery.id));
  return (
    <>
      <div className={styles.filters}>
        <Button onClick={onBack}>{t('common.back')}</Button>
        <span className={styles.soft}>{t('webhooks.eventId', { id: delivery.event_id })}</span>
      </div>
      <KeysetTable<WebhookAttempt>
        label={t('webhooks.attemptLog')}
        query={query}
        empty={t('webhooks.noAttempts')}
        columns={[
          { title: t('webhooks.number'), cell: (row) => row.number },
          { title: t('webhooks.at'), cell: (row) => formatInstant(row.attempted_at) },
          { title: t('webhooks.status'), cell: (row) => row.status },
          {
            title: t('webhooks.outcome'),
            cell: (row) =>
              row.error ? enumName('webhookAttemptError', row.error) : t('webhooks.taken'),
          },
          {
            title: t('webhooks.duration'),
            cell: (row) => t('webhooks.ms', { ms: row.duration_ms }),
          },
        ]}
      />
    </>
  );
}
