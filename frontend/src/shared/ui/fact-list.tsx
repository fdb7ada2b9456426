import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './fact-list.module.css';

/** Labels and values; a value nobody gave is said to be missing. */
export function FactList({ facts }: { facts: [label: string, value: ReactNode][] }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value || <span className={styles.none}>{t('common.none')}</span>}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
