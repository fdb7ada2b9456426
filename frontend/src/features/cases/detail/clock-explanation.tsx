import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ClockExplanation } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
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
  const enumName = useEnumName();
  const query = useQuery(clockExplanationOptions(caseId, clockId));
  return (
    <QueryState query={query} rows={10}>
      {({ inputs, steps, lamp, result }) => (
        <>
          <p className={styles.result}>
            {result.due_at && (
              <strong>{t('limits.due', { at: formatInstant(result.due_at) })}</strong>
            )}
            <span>{result.sentence}</span>
          </p>
          <dl className={styles.inputs}>
            <dt>{t('cases.clocks.rule')}</dt>
            <dd>
              {inputs.rule} · {t('cases.clocks.version', { version: inputs.rule_version })}
            </dd>
            <dt>{t('cases.clocks.source')}</dt>
            <dd>{inputs.source}</dd>
            <dt>{t('cases.clocks.started')}</dt>
            <dd>{formatInstant(inputs.started_at)}</dd>
            {inputs.finished_at && (
              <>
                <dt>{t('cases.clocks.finished')}</dt>
                <dd>{formatInstant(inputs.finished_at)}</dd>
              </>
            )}
            <dt>{t('cases.clocks.calendar')}</dt>
            <dd>
              {t('cases.clocks.version', { version: inputs.calendar_version })} ·{' '}
              {t('cases.clocks.announced')} {inputs.announced_through}
            </dd>
            <dt>{t('cases.clocks.lamp')}</dt>
            <dd>
              {enumName('lamp', result.lamp)}（{result.time_left.text}）
              <LampSteps lamp={lamp} />
            </dd>
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
                <tr
                  key={`${step.date} ${step.reason_code}`}
                  className={step.counted ? '' : styles.skipped}
                >
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

/** Why the lamp has its colour: the first question answered with yes decides. */
function LampSteps({ lamp }: { lamp: ClockExplanation['lamp'] }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const decides = lamp.steps.findIndex(({ holds }) => holds);
  return (
    <div className={styles.lamp} data-testid="lamp-steps">
      <p>
        {t('cases.clocks.lampRule', {
          percent: lamp.yellow_percent,
          days: lamp.yellow_working_days,
          at: formatInstant(lamp.as_of),
        })}
      </p>
      <ol>
        {lamp.steps.map((step, at) => (
          <li key={step.code} className={at === decides ? styles.decides : ''}>
            {step.text}：{t(step.holds ? 'common.yes' : 'common.no')}
            {at === decides && ` → ${enumName('lamp', step.lamp)}`}
          </li>
        ))}
      </ol>
    </div>
  );
}
