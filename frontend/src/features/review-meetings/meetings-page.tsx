import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { ReviewMeeting } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { CallDialog } from './call-dialog';
import { kinds, type MeetingSearch, toMeetingQuery } from './meeting-search';
import styles from './meetings.module.css';
import { meetingsOptions } from './queries';

interface MeetingsPageProps {
  search: MeetingSearch;
  onSearch: (search: MeetingSearch) => void;
}

/** Meetings that were and will be, with how much was decided and is still open. */
export function MeetingsPage({ search, onSearch }: MeetingsPageProps) {
  const { t } = useTranslation();
  const { nav } = useMe();
  const enumName = useEnumName();
  const navigate = useNavigate();
  const query = useInfiniteQuery(meetingsOptions(toMeetingQuery(search)));
  const [calling, setCalling] = useState(false);
  const all = 'all';
  return (
    <>
      <PageHeader
        title={t('nav.review_meetings')}
        note={t('meetings.note')}
        actions={
          nav.includes('review_meeting_new') && (
            <Button type="primary" onClick={() => setCalling(true)}>
              {t('meetings.call')}
            </Button>
          )
        }
      />
      <div className={styles.views}>
        <Segmented
          aria-label={t('meetings.kinds')}
          value={search.kind ?? all}
          options={[
            { value: all, label: t('common.all') },
            ...kinds.map((kind) => ({ value: kind, label: enumName('meetingKind', kind) })),
          ]}
          onChange={(chosen) => {
            const kind = kinds.find((one) => one === chosen);
            onSearch(kind ? { kind } : {});
          }}
        />
      </div>
      <KeysetTable<ReviewMeeting>
        label={t('nav.review_meetings')}
        query={query}
        empty={t('meetings.empty')}
        columns={[
          {
            title: t('meetings.starts'),
            cell: (one) => (
              <Link to="/review-meetings/$meetingId" params={{ meetingId: one.id }}>
                {formatInstant(one.starts_at)}
              </Link>
            ),
          },
          { title: t('meetings.kind'), cell: (one) => enumName('meetingKind', one.kind) },
          { title: t('tasks.state'), cell: (one) => enumName('meetingState', one.state) },
          { title: t('meetings.center'), cell: (one) => one.center.name },
          { title: t('meetings.chair'), cell: (one) => one.chair.name },
          { title: t('meetings.items'), cell: (one) => one.item_count },
          {
            title: t('meetings.decisions'),
            cell: (one) =>
              t('meetings.decided', { count: one.decision_count, open: one.open_decision_count }),
          },
        ]}
      />
      {calling && (
        <CallDialog
          onCalled={({ id }) =>
            void navigate({ to: '/review-meetings/$meetingId', params: { meetingId: id } })
          }
          onClose={() => setCalling(false)}
        />
      )}
    </>
  );
}
