import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatInstant, weekday } from '../../../shared/lib/dates';
import { QueryState } from '../../../shared/ui/query-state';
import { clockExplanationOptions } from '../queries';
import styles from './clock-explanation.module.css';

interface ClockExplanationViewProps {
  caseId: string;
  clockId: string;
}

/** Day by day: counted or not, and why. */
export function ClockExplanationView({ caseId, clockId }: ClockExplanationViewProps) {
  const { t } = useTranslation();
  const query = useQuery(clockExplanationOptions(caseId, clockId));
  return (
    <QueryState query={query} rows={10}>
      {({ inputs, steps, result }) => (
        <>
          <p className={styles.result}>
            {result.due_at && (
              <strong>{t('limits.due', { at: formatInstant(result.due_at) })}</strong>
            )}
            <span>{result.sentence}</span>
          </p>
          <dl className={styles.inputs}>
            <dt>{t('cases.clocks.rule')}</dt>
            <dd>{inputs.rule}</dd>
            <dt>{t('cases.clocks.source')}</dt>
            <dd>{inputs.source}</dd>
            <dt>{t('cases.clocks.started')}</dt>
            <dd>{formatInstant(inputs.started_at)}</dd>
            <dt>{t('cases.clocks.announced')}</dt>
            <dd>{inputs.announced_through}</dd>
          </dl>
          <table className={styles.days}>
            <caption className="visually-hidden">{t('cases.clocks.days')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('cases.clocks.date')}</th>
                <th scope="col">{t('cases.clocks.counted')}</th>
                <th scope="col">{t('cases.clocks.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {steps.map((step) => (
                <tr key={step.date} className={step.counted ? '' : styles.skipped}>
                  <th scope="row">
                    {step.date} <span className={styles.weekday}>{weekday(step.date)}</span>
                  </th>
                  <td>
                    {step.counted
                      ? t('cases.clocks.dayNumber', { number: step.number ?? '' })
                      : t('cases.clocks.notCounted')}
                  </td>
                  <td>{step.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </QueryState>
  );
}
