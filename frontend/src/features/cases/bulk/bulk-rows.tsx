import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BulkRow } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import styles from './bulk.module.css';

interface BulkRowsProps {
  rows: BulkRow[];
  /** Whether it has been done; before that it only would be. */
  isDone: boolean;
}

/** The fate of each case: a word and a sign, never colour alone; refused ones first, with why. */
export function BulkRows({ rows, isDone }: BulkRowsProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const label = t(isDone ? 'cases.bulk.report' : 'cases.bulk.preview');
  const sorted = [...rows].sort((a, b) => rank(a) - rank(b));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <ul className={styles.rows} aria-label={label} tabIndex={0}>
      {sorted.map((row) => {
        const isRefused = row.outcome === 'refused';
        const word = isRefused ? 'refused' : isDone ? 'done' : 'would';
        return (
          <li key={row.id} data-outcome={row.outcome}>
            <span className={`${styles.outcome} ${isRefused ? styles.refused : ''}`}>
              {isRefused ? '✕' : '✓'} {t(`cases.bulk.${word}`)}
            </span>
            <span>
              {row.title ? (
                <Link to="/cases/$caseId" params={{ caseId: row.id }} target="_blank">
                  {row.title}
                </Link>
              ) : (
                t('cases.bulk.gone')
              )}{' '}
              <span className={styles.no}>{row.case_no}</span>
            </span>
            <span className={`${styles.why} ${styles.no}`}>
              {isRefused
                ? reason(row)
                : [
                    enumName('status', row.status),
                    row.due_at && t('cases.bulk.dueAt', { at: formatInstant(row.due_at) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const rank = ({ outcome }: BulkRow) => (outcome === 'refused' ? 0 : 1);

/** The sentence of the problem; the fields it names say more than its head. */
function reason({ problem }: BulkRow): string {
  if (!problem) return '';
  const fields = problem.errors.map(({ detail }) => detail);
  return fields.length > 0 ? fields.join('；') : problem.detail;
}
