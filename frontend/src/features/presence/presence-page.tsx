import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { addDays, today } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import styles from './presence.module.css';
import { findingsOptions, type PresenceRow, presenceOptions, refreshPresence } from './queries';
import { RecordDialog } from './record-dialog';

const statuses = ['present', 'excused', 'contradicted', 'no_evidence'] as const;
/** Questions look at four weeks: a bad day is nothing. */
const DAYS_BACK = 27;

interface PresencePageProps {
  on: string | undefined;
  status: string | undefined;
  onChange: (search: { on?: string | undefined; status?: string | undefined }) => void;
}

/** What shows that people were at their posts on a day, and what to ask about. */
export function PresencePage({ on, status, onChange }: PresencePageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const day = on ?? today();
  const chosen = statuses.find((one) => one === status);
  const query = useInfiniteQuery(
    presenceOptions({ from: day, to: day, ...(chosen && { status: [chosen] }) }),
  );
  const [recording, setRecording] = useState<PresenceRow | null>(null);
  return (
    <>
      <PageHeader title={t('nav.presence')} note={t('presence.note')} />
      <div className={styles.filters}>
        <DatePicker
          aria-label={t('presence.day')}
          allowClear={false}
          maxDate={dayjs(today())}
          value={dayjs(day)}
          onChange={(next) => onChange({ on: next?.format('YYYY-MM-DD'), status })}
        />
        <Segmented
          aria-label={t('presence.status')}
          value={chosen ?? 'all'}
          options={[
            { value: 'all', label: t('presence.all') },
            ...statuses.map((one) => ({ value: one, label: enumName('presenceStatus', one) })),
          ]}
          onChange={(next) => onChange({ on, status: next === 'all' ? undefined : next })}
        />
      </div>
      <KeysetTable<PresenceRow>
        label={t('nav.presence')}
        query={query}
        empty={t('presence.empty')}
        columns={[
          { title: t('presence.post'), cell: (row) => row.post.name },
          { title: t('presence.department'), cell: (row) => row.department.name },
          { title: t('presence.person'), cell: (row) => row.person.name },
          {
            title: t('presence.status'),
            cell: (row) => (
              <>
                {enumName('presenceStatus', row.status)}
                {row.excuse && (
                  <span className={styles.soft}>{enumName('excuseKind', row.excuse)}</span>
                )}
              </>
            ),
          },
          { title: t('presence.evidence'), cell: (row) => <Evidence row={row} /> },
          {
            title: t('presence.manage'),
            cell: (row) =>
              row.may_record && (
                <Button size="small" onClick={() => setRecording(row)}>
                  {t('presence.record')}
                </Button>
              ),
          },
        ]}
      />
      {me.nav.includes('shortfalls') && <Questions until={day} />}
      {recording && (
        <RecordDialog
          day={recording}
          onRecorded={() => void refreshPresence(queryClient)}
          onClose={() => setRecording(null)}
        />
      )}
    </>
  );
}

function Evidence({ row }: { row: PresenceRow }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <>
      {row.evidence.map(({ source, strength }) => (
        <div key={source}>
          {t('presence.strength', {
            source: enumName('evidenceSource', source),
            strength: enumName('evidenceStrength', strength),
          })}
        </div>
      ))}
      {row.findings
        .filter((finding) => finding.startsWith('not_'))
        .map((finding) => (
          <span key={finding} className={styles.soft}>
            {enumName('presenceFinding', finding)}
          </span>
        ))}
      {row.contradictions.map(({ kind }) => (
        <span key={kind} className={styles.bad}>
          {enumName('contradictionKind', kind)}
        </span>
      ))}
    </>
  );
}

/** What to ask about posts, with what was counted beneath. */
function Questions({ until }: { until: string }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useQuery(findingsOptions(addDays(until, -DAYS_BACK), until, true));
  return (
    <section>
      <h2>{t('presence.questions')}</h2>
      <p className={styles.soft}>{t('presence.questionsNote')}</p>
      <QueryState query={query} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('presence.noQuestions')}</p>
          ) : (
            <ul className={styles.questions}>
              {items.map((one) => (
                <li key={`${one.obligation_id} ${one.kind}`}>
                  <strong>
                    {one.post.name} · {one.department.name} ·{' '}
                    {enumName('dutyFindingKind', one.kind)}
                  </strong>
                  <p>{one.question}</p>
                  <span className={styles.soft}>
                    {one.facts
                      .map(({ name, count }) => t('presence.fact', { name, value: count }))
                      .join(' · ')}
                  </span>
                  <span className={styles.soft}>{one.dates.join(' · ')}</span>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </section>
  );
}
