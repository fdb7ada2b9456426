import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicantNotice } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './applicant-notices.module.css';
import { applicantNoticesOptions, refreshApplicantNotices } from './queries';
import { TellDialog } from './tell-dialog';

/** Stops and extensions the applicant is told of, and which somebody still has to tell. */
export function CaseApplicantNotices({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [telling, setTelling] = useState<ApplicantNotice | null>(null);
  const query = useInfiniteQuery(applicantNoticesOptions(caseId));
  const notices = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (notices.length === 0 && !query.error) return null;
  return (
    <section
      className={`${styles.panel} no-print`}
      aria-labelledby="applicant-notices-title"
      data-testid="applicant-notices"
    >
      <h2 id="applicant-notices-title">{t('applicantNotices.title')}</h2>
      {query.error && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      <ul className={styles.plain}>
        {notices.map((notice) => (
          <li key={notice.id}>
            <strong>{notice.title}</strong>
            <NoticeState notice={notice} />
            <p className={styles.soft}>
              {notice.reason}
              {notice.until_on && ` · ${t('applicantNotices.until', { on: notice.until_on })}`}
            </p>
            <div className={styles.acts}>
              {notice.allowed_actions.includes('tell') && (
                <Button
                  size="small"
                  onClick={() => setTelling(notice)}
                  data-testid="tell-applicant"
                >
                  {t('applicantNotices.tell')}
                </Button>
              )}
              <Link
                to="/cases/$caseId/notices/$noticeId"
                params={{ caseId, noticeId: notice.id }}
                target="_blank"
              >
                {t('common.print')}
              </Link>
            </div>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="small" type="link" onClick={() => void query.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
      {telling && (
        <TellDialog
          notice={telling}
          onDone={() => void refreshApplicantNotices(queryClient, caseId)}
          onClose={() => setTelling(null)}
        />
      )}
    </section>
  );
}

function NoticeState({ notice }: { notice: ApplicantNotice }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { state, way, told_at, told_by, error } = notice;
  if (told_at && way) {
    return (
      <p>
        {t('applicantNotices.told', {
          way: enumName('toldWay', way),
          at: formatInstant(told_at),
          who: told_by?.name ?? t('applicantNotices.bySystem'),
        })}
      </p>
    );
  }
  const isUndone = state === 'to_tell';
  return (
    <p className={isUndone ? styles.undone : styles.soft}>
      {enumName('applicantNoticeState', state)}
      {isUndone && ` · ${t(error ? 'applicantNotices.notSent' : 'applicantNotices.noContact')}`}
    </p>
  );
}
