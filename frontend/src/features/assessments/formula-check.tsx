import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { isProblem } from '../../shared/api/problem';
import { unwrap } from '../../shared/api/unwrap';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './assessments.module.css';
import { formatPoints } from './points';

/** Tries a formula: as it is read, and what it gives. */
export function FormulaCheck() {
  const { t } = useTranslation();
  const id = useId();
  const [formula, setFormula] = useState('');
  const check = useMutation({
    mutationFn: () =>
      unwrap(client.POST('/api/v1/assessment-schemes/formula-checks', { body: { formula } })),
  });
  const wrong = isProblem(check.error) ? check.error.errors?.[0] : undefined;
  return (
    <section className={styles.panel} aria-label={t('assessments.checkFormula')}>
      <label htmlFor={id}>{t('assessments.checkFormula')}</label>
      <Input
        id={id}
        value={formula}
        maxLength={300}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => setFormula(target.value)}
      />
      <Button
        loading={check.isPending}
        disabled={formula.trim() === ''}
        onClick={() => check.mutate()}
      >
        {t('assessments.check')}
      </Button>
      {wrong ? (
        <p role="alert" className={styles.bad}>
          {wrong.detail}
          {typeof wrong.params?.at === 'number' &&
            t('assessments.atCharacter', { at: wrong.params.at })}
        </p>
      ) : (
        check.error && <ProblemAlert error={check.error} />
      )}
      {check.data && (
        <>
          <p className={styles.code}>{check.data.formula}</p>
          <ul className={styles.plain}>
            {check.data.samples.map(({ kept, failed, score_hundredths }) => (
              <li key={`${kept}-${failed}`}>
                {t('assessments.sample', {
                  kept,
                  failed,
                  points: formatPoints(score_hundredths),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
