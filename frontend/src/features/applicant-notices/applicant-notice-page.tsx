import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/lib/dates';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import styles from './applicant-notices.module.css';
import { applicantNoticesOptions, noticedCaseOptions } from './queries';

interface ApplicantNoticePageProps {
  caseId: string;
  noticeId: string;
}

/** A notice on paper, to be handed over or posted: what the tracking page says, in the centre's name. */
export function ApplicantNoticePage({ caseId, noticeId }: ApplicantNoticePageProps) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(applicantNoticesOptions(caseId));
  const { data: caseView } = useQuery(noticedCaseOptions(caseId));
  return (
    <QueryState query={query} rows={8}>
      {({ pages }) => {
        const notice = pages.flatMap(({ items }) => items).find(({ id }) => id === noticeId);
        if (!notice) {
          return (
            <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>
          );
        }
        return (
          <>
            <div className="no-print">
              <PageHeader
                title={notice.title}
                note={
                  <Link to="/cases/$caseId" params={{ caseId }}>
                    {caseView ? `${caseView.case_no} ${caseView.title}` : caseId}
                  </Link>
                }
                actions={
                  <Button type="primary" onClick={() => window.print()}>
                    {t('common.print')}
                  </Button>
                }
              />
            </div>
            <article className={styles.paper} data-testid="applicant-notice">
              <h2>{notice.title}</h2>
              {notice.paragraphs.map((text) => (
                <p key={text}>{text}</p>
              ))}
              <footer>
                <p>{notice.center}</p>
                <p>{formatDay(notice.created_at)}</p>
              </footer>
            </article>
          </>
        );
      }}
    </QueryState>
  );
}
