import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { centersOptions, departmentsOptions } from '../../shared/api/reference';
import type { AuditEntry } from '../../shared/api/types';
import { useCapacityName } from '../../shared/i18n/use-capacity-name';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import styles from './audit.module.css';

interface NamedProps {
  id: string;
}

/** What the auditor may look up; of a case there is only that it was one. */
const named: Record<string, (props: NamedProps) => ReactNode> = {
  user: AccountName,
  person: PersonName,
  capacity: CapacityName,
  department: DepartmentName,
  center: CenterName,
};

/** To whom or what something was done: the kind, and the name it has now. */
export function AuditObject({ entry }: { entry: AuditEntry }) {
  const enumName = useEnumName();
  const { object_kind: kind, object_id: id } = entry;
  const Named = kind ? named[kind] : undefined;
  return (
    <>
      {enumName('auditObject', kind)}
      {Named && id && (
        <span className={styles.name}>
          <Named id={id} />
        </span>
      )}
    </>
  );
}

/** Many lines are about the same few; their names are asked for once. */
const KEPT = { staleTime: 5 * 60_000 } as const;

const at = (id: string) => ({ params: { path: { id } } });

function AccountName({ id }: NamedProps) {
  const { t } = useTranslation();
  const { data } = useQuery(api.queryOptions('get', '/api/v1/users/{id}', at(id), KEPT));
  return data ? t('common.noted', { text: data.username, note: data.person.name }) : null;
}

function PersonName({ id }: NamedProps) {
  const { data } = useQuery(api.queryOptions('get', '/api/v1/people/{id}', at(id), KEPT));
  return data?.name ?? null;
}

function CapacityName({ id }: NamedProps) {
  const { t } = useTranslation();
  const capacityName = useCapacityName();
  const { data } = useQuery(api.queryOptions('get', '/api/v1/capacities/{id}', at(id), KEPT));
  return data ? t('common.noted', { text: data.person.name, note: capacityName(data) }) : null;
}

function DepartmentName({ id }: NamedProps) {
  const { data } = useQuery(departmentsOptions());
  return data?.find((one) => one.id === id)?.name ?? null;
}

function CenterName({ id }: NamedProps) {
  const { data } = useQuery(centersOptions());
  return data?.find((one) => one.id === id)?.name ?? null;
}
