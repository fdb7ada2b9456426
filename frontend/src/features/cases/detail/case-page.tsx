import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../../shared/api/problem';
import type { CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import { Marked } from '../../../shared/ui/marked';
import { NoticePage } from '../../../shared/ui/notice-page';
import { QueryState } from '../../../shared/ui/query-state';
import { ActionPanel } from '../actions/action-panel';
import { caseOptions } from '../queries';
import { Receipt } from '../register/receipt';
import { useOwnerName } from '../use-owner-name';
import { CaseNotices } from './case-notices';
import styles from './case-page.module.css';
import { Clocks } from './clocks';
import { Facts } from './facts';
import { MergedCases, SplitCases } from './merged-cases';
import { Oversight } from './oversight';
import { Parties } from './parties';
import { Referrals } from './referrals';
import { SimilarSection } from './similar-section';
import { TimeUseSection } from './time-use';
import { Timeline } from './timeline';
import { TrackingCode } from './tracking-code';

/** What other features know of the case; each gives nothing where there is nothing to see. */
interface CasePageProps {
  caseId: string;
  /** Its attachments and the documents issued on it. */
  papers?: ReactNode;
  /** Its sessions of mediation and its agreements. */
  mediation?: ReactNode;
  /** What supervisors, leaders and meetings asked for, and what its ratings raised. */
  supervision?: ReactNode;
}

/** Facts, parties and papers | one time line | what I can do now, limits, co-handlers. */
export function CasePage({ caseId, papers, mediation, supervision }: CasePageProps) {
  const { t } = useTranslation();
  const query = useQuery(caseOptions(caseId));
  const [code, setCode] = useState<string | null>(null);
  if (code && query.data) {
    const registered = { ...query.data, receipt: { tracking_code: code } };
    return <Receipt registered={registered} isReplaced onNext={() => setCode(null)} />;
  }
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {(caseView) => (
        <Marked>
          <CaseHeader caseView={caseView} />
          <CaseNotices caseView={caseView} />
          <div className={styles.zones}>
            <div className={styles.facts}>
              <Facts caseView={caseView} />
              <Parties caseView={caseView} />
              <TrackingCode caseView={caseView} onReplaced={setCode} />
              <div className={styles.group}>{papers}</div>
              <MergedCases caseId={caseView.id} />
              <SplitCases caseId={caseView.id} />
              <TimeUseSection caseId={caseView.id} />
              <SimilarSection caseId={caseView.id} />
            </div>
            <div className={styles.now}>
              <ActionPanel caseView={caseView} />
              <Clocks
                caseId={caseView.id}
                clocks={caseView.clocks}
                referrals={caseView.referrals}
              />
              <Referrals referrals={caseView.referrals} clocks={caseView.clocks} />
              <div className={styles.group}>{mediation}</div>
              <div className={styles.group}>{supervision}</div>
              <Oversight caseView={caseView} />
            </div>
            <Timeline caseId={caseView.id} />
          </div>
        </Marked>
      )}
    </QueryState>
  );
}

function CaseHeader({ caseView }: { caseView: CaseView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const ownerName = useOwnerName();
  const { owner } = caseView;
  return (
    <header className={styles.header}>
      <h1>{caseView.title}</h1>
      <p className={styles.meta}>
        <strong data-testid="case-no">{caseView.case_no}</strong>
        <span className={styles.status} data-testid="case-status" data-status={caseView.status}>
          {enumName('status', caseView.status)}
        </span>
        {caseView.level && <span>{enumName('level', caseView.level)}</span>}
        {caseView.restriction && (
          <span className={styles.restricted} data-testid="case-restricted">
            {t('cases.restriction.badge', { why: caseView.restriction.class_name })}
          </span>
        )}
        <span>
          {t('cases.detail.ownedBy', {
            owner: ownerName(owner),
            since: formatInstant(owner.since),
          })}
        </span>
      </p>
    </header>
  );
}
