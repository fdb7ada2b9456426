import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AgreementSummary } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import styles from './agreements.module.css';

/** Agreements by number, with where they stand and what is due next. */
export function AgreementLinks({ items }: { items: AgreementSummary[] }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <ul className={styles.plain}>
      {items.map((row) => (
        <li key={row.id} className={styles.row}>
          <Link to="/agreements/$agreementId" params={{ agreementId: row.id }}>
            {row.agreement_no}
          </Link>{' '}
          {enumName('agreementState', row.state)}
          <span className={styles.soft}>
            {row.next_due_on && t('agreements.dueNext', { day: row.next_due_on })}
            {row.is_overdue && <strong className={styles.over}>{t('agreements.late')}</strong>}
          </span>
        </li>
      ))}
    </ul>
  );
}
