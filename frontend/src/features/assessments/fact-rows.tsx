import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AssessmentFact, AssessmentSource } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import styles from './assessments.module.css';
import { factsOptions } from './queries';

/** The rows a point rests on, as they stood when the period was closed. */
export function FactRows({ id, source }: { id: string; source: AssessmentSource }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useInfiniteQuery(factsOptions(id, source));
  return (
    <KeysetTable<AssessmentFact>
      label={t('assessments.facts')}
      query={query}
      empty={t('assessments.noFacts')}
      columns={[
        { title: t('assessments.settledAt'), cell: (row) => formatInstant(row.settled_at) },
        {
          title: t('assessments.outcome'),
          cell: (row) => (
            <span className={row.is_failed ? styles.bad : undefined}>
              {t(row.is_failed ? 'assessments.failed' : 'assessments.kept')}
              {row.ruling && ` (${enumName('assessmentRuling', row.ruling)})`}
            </span>
          ),
        },
        {
          title: t('assessments.object'),
          cell: (row) => enumName('assessmentObject', row.object_kind),
        },
        { title: t('assessments.row'), cell: (row) => <FactLink fact={row} /> },
        { title: t('assessments.person'), cell: (row) => row.person?.name },
      ]}
    />
  );
}

/** Where the row is: its case, its order, its day, or only its kind where this person may not open it. */
export function FactLink({ fact }: { fact: AssessmentFact }) {
  const { case: line, duty_day: day, object_kind, object_id } = fact;
  if (day) {
    return (
      <Link
        to="/shortfalls"
        search={{ month: day.date.slice(0, 7), department: day.department_id }}
      >
        {day.date} {day.post_name}
      </Link>
    );
  }
  if (line?.is_readable) {
    return (
      <Link to="/cases/$caseId" params={{ caseId: line.id }}>
        {line.case_no} {line.title}
      </Link>
    );
  }
  if (line) return <>{line.case_no}</>;
  if (object_kind === 'supervision_order') {
    return (
      <Link to="/supervision/orders/$orderId" params={{ orderId: object_id }}>
        {object_id.slice(-8)}
      </Link>
    );
  }
  return <>{object_id.slice(-8)}</>;
}
