import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import type { Reception, ReceptionDay, ReceptionPromise } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant, formatTime } from '../../shared/lib/dates';
import { CompleteTaskDialog } from '../../shared/ui/complete-task-dialog';
import { FactList } from '../../shared/ui/fact-list';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { AppointmentsTable } from './appointments';
import { DayDialog, type DayVerb, dayVerbs } from './day-dialogs';
import { PromiseState } from './promise-state';
import { dayOptions, refreshReceptions } from './queries';
import styles from './receptions.module.css';
import { RecordDialog } from './record-dialog';
import { DayMarks } from './roster-page';
import { SwapList } from './swap-list';

/** One day: who receives, who is booked, what was received and promised. */
export function DayPage({ dayId }: { dayId: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(dayOptions(dayId));
  const refresh = () => void refreshReceptions(queryClient);
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={10}>
      {(day) => (
        <>
          <DayHeader day={day} onChanged={refresh} />
          <div className={styles.columns}>
            <DayFacts day={day} />
            {day.swaps.length > 0 && (
              <section className={styles.panel} aria-labelledby="swaps-title">
                <h2 id="swaps-title">{t('receptions.swaps')}</h2>
                <SwapList swaps={day.swaps} onChanged={refresh} />
              </section>
            )}
          </div>
          <section aria-labelledby="appointments-title">
            <h2 id="appointments-title">{t('receptions.appointments')}</h2>
            <AppointmentsTable day={day} onChanged={refresh} />
          </section>
          <section aria-labelledby="receptions-title">
            <h2 id="receptions-title">{t('receptions.received')}</h2>
            <Receptions receptions={day.receptions} onChanged={refresh} />
          </section>
        </>
      )}
    </QueryState>
  );
}

function DayHeader({ day, onChanged }: { day: ReceptionDay; onChanged: () => void }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [acting, setActing] = useState<DayVerb | null>(null);
  const [recording, setRecording] = useState(false);
  const verbs = dayVerbs.filter((verb) => day.allowed_actions.includes(verb));
  return (
    <>
      <PageHeader
        title={t('receptions.dayTitle', { day: day.held_on })}
        note={
          <span data-testid="day-state" data-state={day.state}>
            {enumName('dayState', day.state)}
          </span>
        }
        actions={
          <>
            {day.allowed_actions.includes('record') && (
              <Button type="primary" onClick={() => setRecording(true)}>
                {t('receptions.record')}
              </Button>
            )}
            {verbs.map((verb) => (
              <Button key={verb} danger={verb === 'discard'} onClick={() => setActing(verb)}>
                {t(`receptions.action.${verb}`)}
              </Button>
            ))}
            <Link to="/receptions" search={{ month: day.held_on.slice(0, 7) }}>
              {t('receptions.backToRoster')}
            </Link>
          </>
        }
      />
      {acting && (
        <DayDialog verb={acting} day={day} onDone={onChanged} onClose={() => setActing(null)} />
      )}
      {recording && (
        <RecordDialog day={day} onRecorded={onChanged} onClose={() => setRecording(false)} />
      )}
    </>
  );
}

function DayFacts({ day }: { day: ReceptionDay }) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel}>
      <FactList
        facts={[
          [t('receptions.leader'), `${day.leader.name} ${day.leader_title ?? ''}`],
          [t('receptions.standIn'), day.stand_in?.name],
          [t('receptions.hours'), `${formatTime(day.starts_at)}–${formatTime(day.ends_at)}`],
          [t('receptions.place'), day.place],
          [
            t('receptions.slots'),
            t('receptions.booked', { booked: day.booked_count, slots: day.slots }),
          ],
          [t('receptions.publishedAt'), day.published_at && formatInstant(day.published_at)],
          [t('receptions.lateReason'), day.late_reason],
          [t('receptions.absence'), day.absence_reason],
        ]}
      />
      <DayMarks day={day} />
    </section>
  );
}

interface ReceptionsProps {
  receptions: Reception[];
  onChanged: () => void;
}

function Receptions({ receptions, onChanged }: ReceptionsProps) {
  const { t } = useTranslation();
  const [keeping, setKeeping] = useState<ReceptionPromise | null>(null);
  if (receptions.length === 0) return <p>{t('receptions.noneReceived')}</p>;
  return (
    <>
      <ol className={styles.plain}>
        {receptions.map((reception) => (
          <li key={reception.id} className={styles.panel} data-testid="reception">
            <p>
              {t('receptions.receivedBy', {
                name: reception.received_by.name,
                at: formatInstant(reception.received_at),
                count: reception.people_count,
              })}
            </p>
            {reception.note && <p>{reception.note}</p>}
            <ul className={styles.plain}>
              {reception.cases.map(({ id, case_no, title, is_readable }) => (
                <li key={id}>
                  {is_readable ? (
                    <Link to="/cases/$caseId" params={{ caseId: id }}>
                      {case_no}
                    </Link>
                  ) : (
                    case_no
                  )}{' '}
                  {title}
                </li>
              ))}
            </ul>
            {reception.promises.map((promise) => (
              <p key={promise.id} data-testid="promise" data-state={promise.state}>
                {t('receptions.promiseOf', {
                  unit: promise.department.name,
                  day: promise.due_on,
                  text: promise.text,
                })}{' '}
                <PromiseState promise={promise} />{' '}
                {promise.allowed_actions.includes('complete') && (
                  <Button size="small" onClick={() => setKeeping(promise)}>
                    {t('receptions.keep')}
                  </Button>
                )}
              </p>
            ))}
          </li>
        ))}
      </ol>
      {keeping && (
        <CompleteTaskDialog task={keeping} onDone={onChanged} onClose={() => setKeeping(null)} />
      )}
    </>
  );
}
