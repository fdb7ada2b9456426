import { useTranslation } from 'react-i18next';
import type { AssessmentSimulation } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import styles from './assessments.module.css';
import { formatPoints } from './points';

/** What a draft would have given last time, by department and name. */
export function SimulationTable({ simulation }: { simulation: AssessmentSimulation }) {
  const { t } = useTranslation();
  const { scheme, results, from_on, to_on, as_of, fact_count } = simulation;
  const names = new Map(scheme.indicators.map(({ source, source_name }) => [source, source_name]));
  const rows = results.map((one) => ({ ...one, id: `${one.unit.id}-${one.person?.id ?? ''}` }));
  return (
    <section className={styles.panel} data-testid="simulation">
      <h2>{t('assessments.simulated', { from: from_on, to: to_on })}</h2>
      <p className={styles.soft}>
        {t('assessments.simulatedNote', { at: formatInstant(as_of), count: fact_count })}
      </p>
      <DataTable
        label={t('assessments.simulate')}
        rows={rows}
        empty={t('assessments.nobody')}
        columns={[
          { title: t('assessments.unit'), cell: (row) => row.unit.name },
          { title: t('assessments.person'), cell: (row) => row.person?.name },
          ...scheme.indicators.map(({ source }) => ({
            title: names.get(source) ?? source,
            cell: (row: (typeof rows)[number]) => {
              const one = row.indicators.find((indicator) => indicator.source === source);
              return one && formatPoints(one.score_hundredths);
            },
          })),
          { title: t('assessments.points'), cell: (row) => formatPoints(row.points_hundredths) },
        ]}
      />
    </section>
  );
}
