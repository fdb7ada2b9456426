import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import styles from './callbacks.module.css';
import { signalsOptions } from './queries';
import { Found } from './signals-tab';

/** Questions about the answers of a case; nothing for who may not see them, or where there are none. */
export function CaseSignals({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const enabled = useMe().nav.includes('callbacks');
  const query = useInfiniteQuery({ ...signalsOptions({ case_id: caseId }), enabled });
  const signals = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (signals.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="signals-title" data-testid="case-signals">
      <h2 id="signals-title">{t('callbacks.panel')}</h2>
      <ul className={styles.plain}>
        {signals.map((signal) => (
          <li key={signal.id}>
            <strong>{enumName('signalState', signal.state)}</strong> {signal.question}{' '}
            <span className={styles.soft}>{formatInstant(signal.created_at)}</span>
            <Found signal={signal} />
          </li>
        ))}
      </ul>
    </section>
  );
}
