import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import type { AgendaItem, ReviewMeeting } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { FactList } from '../../shared/ui/fact-list';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { Agenda } from './agenda';
import { MeetingDialog, type MeetingVerb, meetingVerbs } from './meeting-dialogs';
import styles from './meetings.module.css';
import { keepMeeting, meetingOptions } from './queries';

/** What is asked for, and of which item. */
interface Acting {
  verb: MeetingVerb;
  item?: AgendaItem;
}

/** One meeting: why each case is on its agenda, and what was decided. */
export function MeetingPage({ meetingId }: { meetingId: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(meetingOptions(meetingId));
  const [acting, setActing] = useState<Acting | null>(null);
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {(meeting) => (
        <>
          <MeetingHeader meeting={meeting} onAct={(verb) => setActing({ verb })} />
          <div className={styles.columns}>
            <MeetingFacts meeting={meeting} />
            <Units meeting={meeting} />
          </div>
          <section aria-labelledby="agenda-title">
            <h2 id="agenda-title">{t('meetings.agenda')}</h2>
            <p className={styles.soft}>
              {t('meetings.asOf', { at: formatInstant(meeting.agenda_as_of) })}
              {meeting.left_out_count > 0 &&
                ` ${t('meetings.leftOut', { count: meeting.left_out_count })}`}
            </p>
            <Agenda meeting={meeting} onAct={(verb, item) => setActing({ verb, item })} />
          </section>
          {acting && (
            <MeetingDialog
              key={`${acting.verb}-${acting.item?.id ?? ''}`}
              verb={acting.verb}
              item={acting.item}
              meeting={meeting}
              onDone={(changed) => void keepMeeting(queryClient, changed)}
              onClose={() => setActing(null)}
            />
          )}
        </>
      )}
    </QueryState>
  );
}

interface MeetingHeaderProps {
  meeting: ReviewMeeting;
  onAct: (verb: MeetingVerb) => void;
}

/** Verbs of the meeting itself; those of an item stand beside the item. */
const ofMeeting = meetingVerbs.filter(
  (verb) => !['decide', 'remove_item', 'move_item'].includes(verb),
);

function MeetingHeader({ meeting, onAct }: MeetingHeaderProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const allowed = ofMeeting.filter((verb) => meeting.allowed_actions.includes(verb));
  return (
    <PageHeader
      title={enumName('meetingKind', meeting.kind)}
      note={
        <>
          {formatInstant(meeting.starts_at)}{' '}
          <strong data-testid="meeting-state" data-state={meeting.state}>
            {enumName('meetingState', meeting.state)}
          </strong>
        </>
      }
      actions={
        <>
          {allowed.map((verb) => (
            <Button
              key={verb}
              {...(['start', 'close'].includes(verb) && { type: 'primary' as const })}
              danger={verb === 'cancel'}
              onClick={() => onAct(verb)}
            >
              {t(`meetings.action.${verb}`)}
            </Button>
          ))}
          <Link to="/review-meetings/$meetingId/minutes" params={{ meetingId: meeting.id }}>
            {t('meetings.minutes')}
          </Link>
          <Link to="/review-meetings" search={{}}>
            {t('meetings.backToList')}
          </Link>
        </>
      }
    />
  );
}

function MeetingFacts({ meeting }: { meeting: ReviewMeeting }) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel}>
      <FactList
        facts={[
          [t('meetings.center'), meeting.center.name],
          [t('meetings.chair'), meeting.chair.name],
          [t('meetings.calledBy'), meeting.called_by.name],
          [t('meetings.place'), meeting.place],
          [
            t('meetings.decisions'),
            t('meetings.decided', {
              count: meeting.decision_count,
              open: meeting.open_decision_count,
            }),
          ],
          [t('meetings.summary'), meeting.summary],
          [t('meetings.minutesNo'), meeting.minutes_no],
          [t('meetings.cancelReason'), meeting.cancel_reason],
        ]}
      />
    </section>
  );
}

function Units({ meeting }: { meeting: ReviewMeeting }) {
  const { t } = useTranslation();
  const isOver = meeting.state === 'started' || meeting.state === 'closed';
  return (
    <section className={styles.panel} aria-labelledby="units-title">
      <h2 id="units-title">{t('meetings.units')}</h2>
      {meeting.units.length === 0 && <p>{t('meetings.noUnits')}</p>}
      <ul className={styles.plain}>
        {meeting.units.map(({ department, is_present }) => (
          <li key={department.id}>
            {department.name}{' '}
            {isOver && (
              <span className={styles.soft}>
                {t(is_present ? 'meetings.present' : 'meetings.absent')}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
