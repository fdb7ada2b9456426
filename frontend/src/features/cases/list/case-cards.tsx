import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { LimitBadge } from '../limit-badge';
import { useOwnerName } from '../use-owner-name';
import styles from './case-list.module.css';

/** The list on a phone: one matter a card instead of a table to drag around. */
export function CaseCards({ rows }: { rows: CaseSummary[] }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const ownerName = useOwnerName();
  return (
    <ul className={styles.cards} aria-label={t('nav.cases')}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to="/cases/$caseId" params={{ caseId: row.id }} data-row className={styles.matter}>
            {row.title}
            <span className={styles.caseNo}>{row.case_no}</span>
          </Link>
          <div className={styles.cardFoot}>
            <LimitBadge lamp={row.lamp} timeLeft={row.time_left} dueAt={row.due_at} />
            <span>
              {enumName('status', row.status)} · {ownerName(row.owner)}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
