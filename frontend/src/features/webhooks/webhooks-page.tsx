import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Webhook } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { problemText } from '../../shared/ui/problem-text';
import { DisableDialog, ReplayDialog, RotateDialog } from './act-dialogs';
import { DeliveriesDrawer } from './deliveries-drawer';
import { actOnWebhook, type PlainVerb, refreshWebhooks, webhooksOptions } from './queries';
import { SecretDialog } from './secret-dialog';
import { CreateWebhookDialog, EditWebhookDialog } from './webhook-dialogs';
import styles from './webhooks.module.css';

type Open =
  | { what: 'create' }
  | { what: 'secret'; secret: string | null }
  | { what: 'deliveries' | 'disable' | 'edit' | 'replay' | 'rotate'; webhook: Webhook };

/** Events delivered to other systems: one's own webhooks, and what came of them. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const me = useMe();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(webhooksOptions());
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const refresh = () => void refreshWebhooks(queryClient);
  const showSecret = (secret: string | null) => {
    refresh();
    setOpen({ what: 'secret', secret });
  };
  return (
    <>
      <PageHeader
        title={t('nav.webhooks')}
        note={t('webhooks.note')}
        actions={
          me.nav.includes('webhook_new') && (
            <Button type="primary" onClick={() => setOpen({ what: 'create' })}>
              {t('webhooks.create')}
            </Button>
          )
        }
      />
      <KeysetTable<Webhook>
        label={t('nav.webhooks')}
        query={query}
        empty={t('webhooks.empty')}
        columns={[
          { title: t('webhooks.description'), cell: (row) => row.description },
          {
            title: t('webhooks.url'),
            cell: (row) => <span className={styles.address}>{row.url}</span>,
            width: 280,
          },
          { title: t('webhooks.owner'), cell: (row) => row.owner.name },
          {
            title: t('webhooks.application'),
            cell: (row) => row.application?.name ?? t('webhooks.noApplication'),
          },
          { title: t('webhooks.state'), cell: (row) => <Standing webhook={row} />, width: 220 },
          {
            title: t('webhooks.manage'),
            cell: (row) => <Actions webhook={row} onOpen={setOpen} />,
          },
        ]}
      />
      {open?.what === 'create' && <CreateWebhookDialog onCreated={showSecret} onClose={close} />}
      {open?.what === 'secret' && <SecretDialog secret={open.secret} onClose={close} />}
      {open?.what === 'edit' && (
        <EditWebhookDialog webhook={open.webhook} onSaved={refresh} onClose={close} />
      )}
      {open?.what === 'rotate' && (
        <RotateDialog webhook={open.webhook} onRotated={showSecret} onClose={close} />
      )}
      {open?.what === 'disable' && (
        <DisableDialog webhook={open.webhook} onDone={refresh} onClose={close} />
      )}
      {open?.what === 'replay' && (
        <ReplayDialog webhook={open.webhook} onDone={refresh} onClose={close} />
      )}
      {open?.what === 'deliveries' && <DeliveriesDrawer webhook={open.webhook} onClose={close} />}
    </>
  );
}

/** Where it stands, and since when something is wrong. */
function Standing({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const why = [
    enumName('webhookDisabledCode', webhook.disabled_code),
    webhook.disabled_reason,
    webhook.disabled_at && formatInstant(webhook.disabled_at),
  ].filter(Boolean);
  return (
    <>
      <div>{enumName('webhookState', webhook.state)}</div>
      {why.length > 0 && <div className={styles.soft}>{why.join(t('common.comma'))}</div>}
      {webhook.failing_since && (
        <div className={styles.soft}>
          {t('webhooks.failingSince', { at: formatInstant(webhook.failing_since) })}
        </div>
      )}
      {webhook.former_secret_until && (
        <div className={styles.soft}>
          {t('webhooks.twoSecrets', { at: formatInstant(webhook.former_secret_until) })}
        </div>
      )}
    </>
  );
}

interface ActionsProps {
  webhook: Webhook;
  onOpen: (open: Open) => void;
}

function Actions({ webhook, onOpen }: ActionsProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: (verb: PlainVerb) => actOnWebhook(verb, webhook),
    onSuccess: (_, verb) =>
      notices.success(t('common.doneAction', { action: t(`webhooks.action.${verb}`) })),
    onError: (error) => void notices.error(problemText(error)),
    onSettled: () => refreshWebhooks(queryClient),
  });
  const may = (verb: string) => webhook.allowed_actions.includes(verb);
  const isOwn = may('remove');
  const opens = [
    { what: 'deliveries', label: t('webhooks.deliveries'), may: isOwn },
    { what: 'edit', label: t('common.edit'), may: may('update') },
    { what: 'rotate', label: t('webhooks.rotate'), may: may('rotate_secret') },
    { what: 'replay', label: t('webhooks.replaySince'), may: may('replay') },
    { what: 'disable', label: t('webhooks.disable'), may: may('disable') },
  ] as const;
  return (
    <Space size="small" wrap>
      {opens.map(
        ({ what, label, may: isAllowed }) =>
          isAllowed && (
            <Button key={what} size="small" onClick={() => onOpen({ what, webhook })}>
              {label}
            </Button>
          ),
      )}
      {may('test') && (
        <Button size="small" loading={act.isPending} onClick={() => act.mutate('test')}>
          {t('webhooks.action.test')}
        </Button>
      )}
      {may('enable') && (
        <Button size="small" loading={act.isPending} onClick={() => act.mutate('enable')}>
          {t('webhooks.action.enable')}
        </Button>
      )}
      {isOwn && (
        <Popconfirm
          title={t('webhooks.removeSure', { name: webhook.description })}
          onConfirm={() => act.mutate('remove')}
        >
          <Button size="small" danger>
            {t('webhooks.action.remove')}
          </Button>
        </Popconfirm>
      )}
    </Space>
  );
}
