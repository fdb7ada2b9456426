import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../../shared/api/client';
import styles from './case-page.module.css';

/** The cases that go on in this one; mostly there are none, and then there is no panel. */
export function MergedCases({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(
    api.queryOptions('get', '/api/v1/cases', {
      params: { query: { merged_into_id: caseId, limit: 200 } },
    }),
  );
  const merged = data?.items ?? [];
  if (merged.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="merged-title">
      <h2 id="merged-title">{t('cases.merged.title', { count: merged.length })}</h2>
      <ul className={styles.plainList}>
        {merged.map(({ id, case_no, title }) => (
          <li key={id}>
            <Link to="/cases/$caseId" params={{ caseId: id }}>
              {title}
            </Link>{' '}
            <span className={styles.eventMeta}>{case_no}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
