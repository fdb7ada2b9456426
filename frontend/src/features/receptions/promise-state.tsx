import { useTranslation } from 'react-i18next';
import type { ReceptionPromise } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import styles from './receptions.module.css';

/** What became of a promise, never by colour alone. */
export function PromiseState({ promise }: { promise: ReceptionPromise }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const name = enumName('promiseState', promise.state);
  if (promise.state === 'broken') return <strong className={styles.bad}>■ {name}</strong>;
  if (promise.state === 'kept' && promise.is_late) return `${name}${t('tasks.late')}`;
  return name;
}
