import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import { useMe } from '../../shared/api/session';
import type { Notice } from '../../shared/api/types';
import { useCapacityName } from '../../shared/i18n/use-capacity-name';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { clearable } from '../../shared/ui/clearable';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { problemText } from '../../shared/ui/problem-text';
import { SearchRegion } from '../../shared/ui/search-region';
import { type InboxSearch, toNoticeListQuery } from './inbox-search';
import { NewNotices } from './new-notices';
import styles from './notices.module.css';
import { PreferencesDrawer } from './preferences-drawer';
import { noticeListOptions, refreshNotices } from './queries';

interface InboxPageProps {
  search: InboxSearch;
  onSearch: (next: InboxSearch) => void;
}

/** What I was told. Nobody else sees it, nor when I read it. */
export function InboxPage({ search, onSearch }: InboxPageProps) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const filter = toNoticeListQuery(search);
  const query = useInfiniteQuery(noticeListOptions(filter));
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const { read, readAll, isReading } = useReading();
  const newest = rows[0];

  return (
    <>
      <PageHeader
        title={t('inbox.title')}
        note={t('inbox.note')}
        actions={
          <>
            <Button onClick={() => setChoosing(true)}>{t('inbox.preferences')}</Button>
            <Button
              type="primary"
              loading={isReading}
              disabled={!newest}
              onClick={() => newest && readAll(newest.id)}
            >
              {t('inbox.readAll')}
            </Button>
          </>
        }
      />
      <Filters search={search} onSearch={onSearch} />
      {query.data && (
        <NewNotices
          query={filter}
          shown={rows}
          loadedAt={query.dataUpdatedAt}
          onShow={() => void query.refetch()}
        />
      )}
      <KeysetTable<Notice>
        label={t('inbox.title')}
        query={query}
        empty={search.view ? t('inbox.emptyUnread') : t('inbox.empty')}
        columns={[
          { title: t('inbox.at'), width: 150, cell: (row) => formatInstant(row.created_at) },
          { title: t('inbox.kind'), width: 150, cell: (row) => row.kind_name },
          { title: t('inbox.text'), cell: (row) => <Told notice={row} onRead={read} /> },
          {
            title: t('inbox.manage'),
            width: 120,
            cell: (row) =>
              row.allowed_actions.includes('read') && (
                <Button size="small" onClick={() => read(row)}>
                  {t('inbox.read')}
                </Button>
              ),
          },
        ]}
      />
      {choosing && <PreferencesDrawer onClose={() => setChoosing(false)} />}
    </>
  );
}

function useReading() {
  const notices = useNotices();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const onSuccess = () => void refreshNotices(queryClient);
  const onError = (error: unknown) => {
    notices.error(problemText(error));
    void refreshNotices(queryClient);
  };
  const one = api.useMutation('post', '/api/v1/notices/{id}/actions/read', { onSuccess, onError });
  const all = api.useMutation('post', '/api/v1/notices/actions/read-all', { onSuccess, onError });
  return {
    read: ({ id, version }: Notice) =>
      one.mutate({ params: { path: { id }, header: ifMatch(version) } }),
    readAll: (until_id: string) => {
      const body = { until_id };
      all.mutate({ params: { header: idempotencyKey({ ...body, at: Date.now() }) }, body });
    },
    isReading: all.isPending,
  };
}

function Filters({ search, onSearch }: InboxPageProps) {
  const { t } = useTranslation();
  const kinds = useEnumOptions('noticeKind');
  return (
    <SearchRegion className={styles.filters}>
      <Select
        aria-label={t('inbox.view')}
        value={search.view ?? 'all'}
        options={[
          { value: 'all', label: t('inbox.viewAll') },
          { value: 'unread', label: t('inbox.viewUnread') },
        ]}
        onChange={(view) => {
          const { view: _view, ...others } = search;
          onSearch(view === 'unread' ? { ...others, view } : others);
        }}
      />
      <Select
        allowClear={clearable}
        aria-label={t('inbox.kind')}
        className={styles.kind ?? ''}
        placeholder={t('inbox.anyKind')}
        value={search.kind ?? null}
        options={kinds}
        onChange={(kind: string | null | undefined) => {
          const { kind: _kind, ...others } = search;
          onSearch(kind ? { ...others, kind } : others);
        }}
      />
    </SearchRegion>
  );
}

/** The sentence, leading to what it is about; in which capacity, where it is not the acting one. */
function Told({ notice, onRead }: { notice: Notice; onRead: (notice: Notice) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const capacityName = useCapacityName();
  const isUnread = notice.read_at === null;
  const capacity =
    notice.capacity_id === me.acting_capacity_id
      ? undefined
      : me.capacities.find(({ id }) => id === notice.capacity_id);
  const read = () => {
    if (isUnread) onRead(notice);
  };
  return (
    <span className={isUnread ? styles.unread : undefined}>
      {isUnread && <span className="visually-hidden">{t('inbox.unread')}</span>}
      <Sentence notice={notice} onFollow={read} />
      {capacity && (
        <span className={styles.capacity}>
          {t('inbox.inCapacity', { name: capacityName(capacity) })}
        </span>
      )}
    </span>
  );
}

function Sentence({ notice: { about, text }, onFollow }: { notice: Notice; onFollow: () => void }) {
  const link = about && linkTo(about);
  if (!link) return text;
  return (
    <Link {...link} onClick={onFollow}>
      {text}
    </Link>
  );
}

/** The page of what a notice is about, where it has one. */
function linkTo({ kind, id }: NonNullable<Notice['about']>): LinkProps | undefined {
  switch (kind) {
    case 'case':
      return { to: '/cases/$caseId', params: { caseId: id } };
    case 'supervision_order':
      return { to: '/supervision/orders/$orderId', params: { orderId: id } };
    case 'mediation':
      return { to: '/mediations/$mediationId', params: { mediationId: id } };
    case 'agreement':
      return { to: '/agreements/$agreementId', params: { agreementId: id } };
    case 'reception_day':
      return { to: '/receptions/days/$dayId', params: { dayId: id } };
    case 'case_task':
      return { to: '/case-tasks' };
    case 'assessment':
      return { to: '/assessments/$assessmentId', params: { assessmentId: id } };
    case 'assessment_appeal':
      return { to: '/assessment-appeals' };
    case 'rotation_plan':
      return { to: '/rotation-plans/$planId', params: { planId: id }, search: {} };
    case 'swap_request':
      return { to: '/swap-requests' };
    case 'stand_in':
      return { to: '/duty-stand-ins' };
    case 'leave':
      return { to: '/leaves' };
    case 'webhook':
      return { to: '/webhooks' };
    case 'substitution':
      return undefined;
    // Of a newer server.
    default:
      return undefined;
  }
}
