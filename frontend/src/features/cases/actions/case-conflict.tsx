import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../../shared/api/reference';
import type { CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import { type ConflictRow, ConflictView } from '../../../shared/ui/conflict-view';
import { QueryState } from '../../../shared/ui/query-state';
import { caseEventsOptions, caseOptions } from '../queries';
import type { CaseVerb } from './case-verbs';

interface CaseConflictProps {
  verb: CaseVerb;
  seen: CaseView;
  pending: boolean;
  onKeepMine: (fresh: CaseView) => void;
  onTakeTheirs: () => void;
}

/** Loads the case as it is now and lays it beside what the person had seen. */
export function CaseConflict({ verb, seen, pending, onKeepMine, onTakeTheirs }: CaseConflictProps) {
  const { t } = useTranslation();
  const fresh = useQuery({ ...caseOptions(seen.id), staleTime: 0, refetchOnMount: 'always' });
  const ledger = useInfiniteQuery({ ...caseEventsOptions(seen.id), refetchOnMount: 'always' });
  const rows = useCaseDifferences(seen, fresh.data);
  const entries = (ledger.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((entry) => entry.recorded_at > seen.updated_at);
  const last = entries.at(-1);

  return (
    <QueryState query={{ ...fresh, data: fresh.isFetching ? undefined : fresh.data }}>
      {(now) => (
        <ConflictView
          who={last?.actor?.name}
          rows={rows}
          pending={pending}
          canKeepMine={now.allowed_actions.includes(verb)}
          onKeepMine={() => onKeepMine(now)}
          onTakeTheirs={onTakeTheirs}
        >
          {entries.length > 0 && (
            <>
              <h3>{t('conflict.newEvents')}</h3>
              <ul>
                {entries.map((entry) => (
                  <li key={entry.seq}>
                    {formatInstant(entry.at)} {entry.sentence}
                  </li>
                ))}
              </ul>
            </>
          )}
          {!now.allowed_actions.includes(verb) && (
            <p>{now.refusals[verb]?.detail ?? t('cases.actions.noLongerAllowed')}</p>
          )}
        </ConflictView>
      )}
    </QueryState>
  );
}

function useCaseDifferences(seen: CaseView, now: CaseView | undefined): ConflictRow[] {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const typeName = useCodeName('case_type');
  if (!now) return [];
  const shown = (view: CaseView): Record<string, string> => ({
    [t('cases.field.status')]: enumName('status', view.status),
    [t('cases.field.owner')]: view.owner.department_name ?? enumName('owner', view.owner.kind),
    [t('cases.field.type_code')]: typeName(view.type_code),
    [t('cases.field.level')]: enumName('level', view.level),
    [t('cases.field.lead')]: view.lead_department?.name ?? '',
    [t('cases.field.assists')]: view.assist_departments
      .map(({ name }) => name)
      .join(t('common.separator')),
    [t('cases.field.outcome')]: enumName('outcome', view.outcome),
    [t('cases.field.title')]: view.title,
  });
  const before = shown(seen);
  return Object.entries(shown(now))
    .filter(([label, theirs]) => before[label] !== theirs)
    .map(([label, theirs]) => ({ label, before: before[label], theirs }));
}
