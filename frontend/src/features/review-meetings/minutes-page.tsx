import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import type { MeetingMinutes } from '../../shared/api/types';
import { formatDay, formatInstant } from '../../shared/lib/dates';
import { NoticePage } from '../../shared/ui/notice-page';
import { useNotices } from '../../shared/ui/notices';
import { problemText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';
import { TaskLines } from './agenda';
import { MeetingDialog } from './meeting-dialogs';
import styles from './meetings.module.css';
import { downloadMinutes, keepMeeting, minutesOptions } from './queries';

/** 会议纪要 on A4: who was there, each case with why it was on the agenda, what was decided. */
export function MinutesPage({ meetingId }: { meetingId: string }) {
  const { t } = useTranslation();
  const query = useQuery(minutesOptions(meetingId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {(minutes) => {
        const { meeting, kind_name, type_names, is_final, as_of, paper } = minutes;
        const present = meeting.units.filter(({ is_present }) => is_present);
        const absent = meeting.units.filter(({ is_present }) => !is_present);
        const names = (units: typeof meeting.units) =>
          units.map(({ department }) => department.name).join(t('common.separator'));
        return (
          <article className={styles.letter}>
            <Tools minutes={minutes} />
            <h1>{t('meetings.minutesTitle', { kind: kind_name })}</h1>
            {!is_final && <p className={styles.bad}>{t('meetings.draft')}</p>}
            <table>
              <tbody>
                {(
                  [
                    [t('meetings.starts'), formatInstant(meeting.starts_at)],
                    [t('meetings.place'), meeting.place ?? ''],
                    [t('meetings.chair'), meeting.chair.name],
                    [t('meetings.unitsHere'), names(present)],
                    [t('meetings.unitsAbsent'), names(absent)],
                  ] as const
                ).map(([label, value]) => (
                  <tr key={label}>
                    <th scope="row">{label}</th>
                    <td>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <h2>{t('meetings.agenda')}</h2>
            <ol>
              {meeting.items
                .filter(({ removed }) => !removed)
                .map((item) => (
                  <li key={item.id}>
                    <p>
                      {item.case?.case_no} {item.case?.title}{' '}
                      {item.case?.type_code && type_names[item.case.type_code]}{' '}
                      {item.case?.lead_department?.name}
                    </p>
                    <p className={styles.soft}>
                      {item.grounds.map(({ sentence }) => sentence).join(t('common.comma'))}
                    </p>
                    <TaskLines title={t('meetings.owed')} tasks={item.owed} />
                    <TaskLines title={t('meetings.decisions')} tasks={item.decisions} />
                  </li>
                ))}
            </ol>
            {meeting.summary && (
              <>
                <h2>{t('meetings.summary')}</h2>
                <p className={styles.words}>{meeting.summary}</p>
              </>
            )}
            <footer>
              <p>{meeting.center.name}</p>
              <p>{formatDay(meeting.closed_at ?? meeting.starts_at)}</p>
              <p className={styles.soft}>{t('meetings.asOf', { at: formatInstant(as_of) })}</p>
              {paper && (
                <p className={styles.soft} data-testid="minutes-paper">
                  {t('meetings.paper', { no: paper.document_no, code: paper.check_code })}
                </p>
              )}
            </footer>
          </article>
        );
      }}
    </QueryState>
  );
}

/** Printing, the file, and issuing the paper once the meeting is over. */
function Tools({ minutes }: { minutes: MeetingMinutes }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [isIssuing, setIssuing] = useState(false);
  const { meeting, paper } = minutes;
  const name = paper ? `${paper.document_no}.docx` : 'minutes-draft.docx';
  const download = () =>
    downloadMinutes(meeting.id, name).catch((error: unknown) => notices.error(problemText(error)));
  return (
    <Space wrap className="no-print">
      <Button type="primary" onClick={() => window.print()}>
        {t('common.print')}
      </Button>
      <Button onClick={() => void download()}>
        {t(paper ? 'meetings.downloadIssued' : 'meetings.downloadDraft')}
      </Button>
      {meeting.allowed_actions.includes('issue_minutes') && (
        <Button onClick={() => setIssuing(true)}>{t('meetings.action.issue_minutes')}</Button>
      )}
      {isIssuing && (
        <MeetingDialog
          verb="issue_minutes"
          item={undefined}
          meeting={meeting}
          onDone={(changed) => void keepMeeting(queryClient, changed)}
          onClose={() => setIssuing(false)}
        />
      )}
    </Space>
  );
}
