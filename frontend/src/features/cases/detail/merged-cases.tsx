import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { linkedCasesOptions } from '../queries';
import styles from './case-page.module.css';

/** The cases that go on in this one; mostly there are none, and then there is no panel. */
export function MergedCases({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const found = useQuery(linkedCasesOptions({ merged_into_id: caseId })).data?.items ?? [];
  return <Cases title={t('cases.merged.title', { count: found.length })} cases={found} />;
}

/** The cases that were split from this one. */
export function SplitCases({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const found = useQuery(linkedCasesOptions({ split_from_id: caseId })).data?.items ?? [];
  return <Cases title={t('cases.split.title', { count: found.length })} cases={found} />;
}

function Cases({ title, cases }: { title: string; cases: CaseSummary[] }) {
  const heading = useId();
  const enumName = useEnumName();
  if (cases.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <ul className={styles.plainList}>
        {cases.map(({ id, case_no, title: matter, status }) => (
          <li key={id}>
            <Link to="/cases/$caseId" params={{ caseId: id }}>
              {matter}
            </Link>{' '}
            <span className={styles.eventMeta}>
              {case_no} · {enumName('status', status)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
