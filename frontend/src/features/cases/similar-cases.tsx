import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SimilarCase } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatDay } from '../../shared/lib/dates';
import styles from './similar-cases.module.css';

interface SimilarCasesProps {
  items: SimilarCase[];
  /** Beside a form a look at another case must not leave it. */
  newTab?: boolean;
}

export function SimilarCases({ items, newTab = false }: SimilarCasesProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item.id}>
          <Link
            to="/cases/$caseId"
            params={{ caseId: item.id }}
            {...(newTab && { target: '_blank', rel: 'noopener' })}
          >
            {item.title}
          </Link>
          <span className={styles.meta}>
            {[
              item.case_no,
              enumName('status', item.status),
              formatDay(item.registered_at),
              item.region_name,
              item.owner_department_name,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {item.is_same_person && (
            <strong className={styles.meta}>{t('cases.similar.samePerson')}</strong>
          )}
          <span className={styles.meta}>
            {t('cases.similar.score', { percent: Math.round(item.score * 100) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
