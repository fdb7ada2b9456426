import { useTranslation } from 'react-i18next';
import type { CaseRights } from '../../../shared/api/types';
import styles from './action-panel.module.css';

/** What must hold, each with its facts; and who can instead. */
export function RightsSteps({ rights: { steps, result } }: { rights: CaseRights }) {
  const { t } = useTranslation();
  const mark = (holds: boolean) => (
    <span className={holds ? styles.holds : styles.misses}>
      <span aria-hidden>{holds ? '✓' : '✗'}</span>{' '}
      <span className="visually-hidden">{t(holds ? 'rights.holds' : 'rights.misses')}</span>
    </span>
  );
  return (
    <>
      <ul>
        {steps.map((step) => (
          <li key={step.code}>
            {mark(step.holds)}
            {step.text}
            {step.facts.length > 0 && (
              <ul>
                {step.facts.map((fact) => (
                  <li key={fact.text}>
                    {mark(fact.holds)}
                    {fact.text}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {result.who.length > 0 && (
        <>
          <strong>{t('rights.who')}</strong>
          <ul>
            {result.who.map(({ role, role_name, units }) => (
              <li key={role}>
                {t('rights.holder', {
                  role: role_name,
                  units: units.join(t('common.separator')) || t('rights.nobody'),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
