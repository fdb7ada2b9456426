import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { centersOptions } from '../../shared/api/reference';
import type { Duty, DutyPost } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant, formatTime } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import styles from './duty.module.css';
import { PhoneDialog, type Reached } from './phone-dialog';
import { dutyOptions } from './queries';

interface DutyPageProps {
  centerId: string | undefined;
  on: string | undefined;
  onChange: (search: { center?: string | undefined; on?: string | undefined }) => void;
}

/** Who is at which window, who stands in, who is on call: now, or on a day. */
export function DutyPage({ centerId, on, onChange }: DutyPageProps) {
  const { t } = useTranslation();
  const query = useQuery(dutyOptions(centerId, on, true));
  const { data: centers = [], isPending } = useQuery(centersOptions());
  return (
    <>
      <PageHeader
        title={t('nav.duty')}
        note={t('duty.note')}
        actions={
          <Link to="/wall" search={centerId ? { center: centerId } : {}} target="_blank">
            {t('duty.wall')}
          </Link>
        }
      />
      <div className={styles.filters}>
        <Select
          aria-label={t('duty.center')}
          placeholder={t('duty.ownCenter')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          loading={isPending}
          style={{ minWidth: 220 }}
          value={centerId ?? null}
          options={centers.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(next) => onChange({ center: next ?? undefined, on })}
        />
        <DatePicker
          aria-label={t('duty.day')}
          placeholder={t('duty.now')}
          value={on ? dayjs(on) : null}
          onChange={(next) => onChange({ center: centerId, on: next?.format('YYYY-MM-DD') })}
        />
      </div>
      <QueryState query={query} rows={8}>
        {(duty) => <DutyTables duty={duty} on={on} />}
      </QueryState>
    </>
  );
}

function DutyTables({ duty, on }: { duty: Duty; on: string | undefined }) {
  const { t } = useTranslation();
  const [reaching, setReaching] = useState<Reached | null>(null);
  return (
    <>
      <p>
        {t('duty.asOf', { center: duty.center.name, on: duty.on, at: formatInstant(duty.as_of) })}
        {!duty.is_announced && <span className={styles.soft}>{t('duty.notAnnounced')}</span>}
      </p>
      <h2>{t('duty.posts')}</h2>
      <PostTable posts={duty.posts} label={t('duty.posts')} onReach={setReaching} />
      <h2>{t('duty.onCall')}</h2>
      <PostTable posts={duty.on_call} label={t('duty.onCall')} onReach={setReaching} />
      {reaching && (
        <PhoneDialog
          person={reaching}
          centerId={duty.center.id}
          on={on}
          onClose={() => setReaching(null)}
        />
      )}
    </>
  );
}

interface PostTableProps {
  posts: DutyPost[];
  label: string;
  onReach: (person: Reached) => void;
}

function PostTable({ posts, label, onReach }: PostTableProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <DataTable
      label={label}
      rows={posts.map((post) => ({ ...post, id: `${post.obligation_id} ${post.date}` }))}
      empty={t('duty.empty')}
      columns={[
        { title: t('duty.window'), cell: (post) => post.window_no },
        { title: t('duty.post'), cell: (post) => post.post.name },
        { title: t('duty.department'), cell: (post) => post.department.name },
        { title: t('duty.mode'), cell: (post) => enumName('stationingMode', post.mode) },
        {
          title: t('duty.hours'),
          cell: (post) => (
            <>
              {t('duty.span', { from: formatTime(post.starts_at), to: formatTime(post.ends_at) })}
              {post.is_open_now && <span className={styles.soft}>{t('duty.openNow')}</span>}
            </>
          ),
        },
        { title: t('duty.people'), cell: (post) => <People post={post} onReach={onReach} /> },
      ]}
    />
  );
}

function People({ post, onReach }: { post: DutyPost; onReach: (person: Reached) => void }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <>
      {post.people.map((one) => (
        <div key={one.person.id}>
          {one.person.name}
          <span className={styles.soft}>
            {one.stands_in_for
              ? t('duty.standsIn', { name: one.stands_in_for.name })
              : enumName('dutyBasis', one.basis)}
          </span>
          {one.phone_masked && (
            <Button
              size="small"
              aria-label={`${t('duty.reach', { name: one.person.name })} ${one.phone_masked}`}
              onClick={() => onReach(one.person)}
            >
              {one.phone_masked}
            </Button>
          )}
        </div>
      ))}
      {post.away
        .filter((one) => !one.stand_in)
        .map((one) => (
          <div key={one.person.id} className={styles.soft}>
            {t('duty.away', { name: one.person.name })}
          </div>
        ))}
      {post.missing > 0 && (
        <strong className={styles.bad}>{t('duty.missing', { count: post.missing })}</strong>
      )}
    </>
  );
}
