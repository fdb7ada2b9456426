import type { AuditEntry } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import styles from './audit.module.css';

/** To whom or what something was done: the kind, and the name it has now where it may be known. */
export function AuditObject({ entry }: { entry: AuditEntry }) {
  const enumName = useEnumName();
  const { object_kind: kind, object_name: name } = entry;
  return (
    <>
      {enumName('auditObject', kind)}
      {name && <span className={styles.name}>{name}</span>}
    </>
  );
}
