import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { NoticeChannel } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { channelsOptions } from './queries';

const LOOK_MS = 60_000;

/** Whether notices leave, for who has to see to it. No addresses, nobody's inbox. */
export function ChannelsPage() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useQuery({ ...channelsOptions(), refetchInterval: LOOK_MS });
  const at = (instant: string | null | undefined) =>
    instant ? formatInstant(instant) : t('common.none');
  const state = ({ is_enabled, silent_since }: NoticeChannel) => {
    if (!is_enabled) return t('channels.off');
    return silent_since
      ? t('channels.silent', { at: formatInstant(silent_since) })
      : t('channels.works');
  };
  return (
    <>
      <PageHeader title={t('nav.notice_channels')} note={t('channels.note')} />
      <QueryState query={query}>
        {({ items }) => (
          <>
            {items.some(({ silent_since }) => Boolean(silent_since)) && (
              <Alert type="error" showIcon title={t('channels.alarm')} />
            )}
            <DataTable
              label={t('nav.notice_channels')}
              rows={items.map((channel) => ({ ...channel, id: channel.name }))}
              columns={[
                {
                  title: t('channels.name'),
                  cell: (row) => enumName('noticeChannel', row.name),
                },
                { title: t('channels.state'), cell: state },
                ...(['pending', 'sent', 'failed', 'given_up'] as const).map((name) => ({
                  title: enumName('deliveryState', name),
                  cell: (row: NoticeChannel) => String(row.counts[name] ?? 0),
                })),
                { title: t('channels.lastSent'), cell: (row) => at(row.last_sent_at) },
                {
                  title: t('channels.lastError'),
                  cell: (row) =>
                    row.last_error
                      ? t('common.noted', {
                          text: enumName('deliveryError', row.last_error.replace('.', '_')),
                          note: at(row.last_failed_at),
                        })
                      : t('common.none'),
                },
              ]}
            />
          </>
        )}
      </QueryState>
    </>
  );
}
