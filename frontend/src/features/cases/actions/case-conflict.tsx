import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../../shared/api/reference';
import type { CaseEvent, CaseView, Problem } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import { conflictRows } from '../../../shared/ui/conflict-rows';
import { type ConflictRow, ConflictView } from '../../../shared/ui/conflict-view';
import { QueryState } from '../../../shared/ui/query-state';
import { caseOptions } from '../queries';
import { useDoerName } from '../use-doer-name';
import { useOwnerName } from '../use-owner-name';
import type { CaseVerb } from './case-verbs';

/** What happened since, as the refusal tells it. */
type Change = Pick<
  CaseEvent,
  'seq' | 'kind' | 'kind_name' | 'at' | 'actor' | 'application' | 'on_behalf_of' | 'capacity'
>;

export function changesOf(error: Problem | null): Change[] {
  return (error?.changes as Change[] | undefined) ?? [];
}

interface CaseConflictProps {
  verb: CaseVerb;
  seen: CaseView;
  changes: Change[];
  pending: boolean;
  onKeepMine: (fresh: CaseView) => void;
  onTakeTheirs: () => void;
}

/** Who did what since, and the case as it is now beside what the person had seen. */
export function CaseConflict(props: CaseConflictProps) {
  const { verb, seen, changes, pending, onKeepMine, onTakeTheirs } = props;
  const { t } = useTranslation();
  const fresh = useQuery({ ...caseOptions(seen.id), staleTime: 0, refetchOnMount: 'always' });
  const rows = useCaseDifferences(seen, fresh.data);

  return (
    <QueryState query={{ ...fresh, data: fresh.isFetching ? undefined : fresh.data }}>
      {(now) => (
        <ConflictView
          who={changes.at(-1)?.actor?.name}
          rows={rows}
          pending={pending}
          canKeepMine={now.allowed_actions.includes(verb)}
          onKeepMine={() => onKeepMine(now)}
          onTakeTheirs={onTakeTheirs}
        >
          {changes.length > 0 && (
            <>
              <h3>{t('conflict.newEvents')}</h3>
              <ul>
                {changes.map((change) => (
                  <li key={change.seq}>
                    <ChangeLine change={change} />
                  </li>
                ))}
              </ul>
            </>
          )}
          {!now.allowed_actions.includes(verb) && (
            <p>{now.refusals[verb]?.detail ?? t('conflict.noLongerAllowed')}</p>
          )}
        </ConflictView>
      )}
    </QueryState>
  );
}

function ChangeLine({ change }: { change: Change }) {
  const who = useDoerName()(change);
  const { at, kind_name, capacity } = change;
  const parts = [formatInstant(at), kind_name, who, capacity?.role_name, capacity?.department_name];
  return parts.filter(Boolean).join(' · ');
}

function useCaseDifferences(seen: CaseView, now: CaseView | undefined): ConflictRow[] {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const ownerName = useOwnerName();
  const typeName = useCodeName('case_type');
  if (!now) return [];
  const shown = (view: CaseView): Record<string, string> => ({
    [t('cases.field.status')]: enumName('status', view.status),
    [t('cases.field.owner')]: ownerName(view.owner),
    [t('cases.field.type_code')]: typeName(view.type_code),
    [t('cases.field.level')]: enumName('level', view.level),
    [t('cases.field.lead')]: view.lead_department?.name ?? '',
    [t('cases.field.assists')]: view.assist_departments
      .map(({ name }) => name)
      .join(t('common.separator')),
    [t('cases.field.outcome')]: enumName('outcome', view.outcome),
    [t('cases.field.title')]: view.title,
  });
  return conflictRows(shown(seen), shown(now));
}
