import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AutomationRule, RuleDefinition } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { conflictRows } from '../../shared/ui/conflict-rows';
import { ConflictView } from '../../shared/ui/conflict-view';
import { QueryState } from '../../shared/ui/query-state';
import { FEW, previewOptions, ruleOptions, versionsOptions } from './queries';
import { isWhole } from './rule-values';

const ANEW = { staleTime: 0, refetchOnMount: 'always' } as const;

interface Draft {
  name: string;
  definition: RuleDefinition;
}

interface RuleConflictProps {
  verb: 'update' | 'activate' | 'pause' | 'retire';
  seen: AutomationRule;
  /** What this person was writing; left out where they only turn the rule on or off. */
  draft?: Draft | undefined;
  pending: boolean;
  onKeepMine: (fresh: AutomationRule) => void;
  onTakeTheirs: (fresh: AutomationRule) => void;
}

/** The rule as somebody made it meanwhile, who did what, and what this person was about to save. */
export function RuleConflict(props: RuleConflictProps) {
  const { verb, seen, draft, pending, onKeepMine, onTakeTheirs } = props;
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useQuery({ ...ruleOptions(seen.id), ...ANEW });
  const deeds = useDeedsSince(seen);
  const sentence = useDraftSentence(seen.center.id, draft);
  const shown = (rule: Draft, words: string | undefined) => ({
    [t('automation.name')]: rule.name,
    ...(words !== undefined && { [t('automation.sentence')]: words }),
    [t('automation.source')]: rule.definition.source ?? '',
    [t('automation.validFrom')]: rule.definition.valid_from ?? '',
    [t('automation.validTo')]: rule.definition.valid_to ?? '',
  });
  const whole = (rule: AutomationRule) => ({
    ...shown(rule, rule.sentence),
    [t('automation.state')]: enumName('ruleState', rule.state),
  });

  return (
    <QueryState query={{ ...query, data: query.isFetching ? undefined : query.data }}>
      {(fresh) => (
        <ConflictView
          who={deeds.at(-1)?.name}
          rows={conflictRows(whole(seen), whole(fresh), draft && shown(draft, sentence))}
          pending={pending}
          canKeepMine={fresh.allowed_actions.includes(verb)}
          onKeepMine={() => onKeepMine(fresh)}
          onTakeTheirs={() => onTakeTheirs(fresh)}
        >
          {deeds.length > 0 && (
            <>
              <h3>{t('conflict.newEvents')}</h3>
              <ul>
                {deeds.map(({ at, name, what, reason }) => (
                  <li key={`${at} ${what}`}>
                    {[what, t('automation.history.by', { name, at: formatInstant(at) }), reason]
                      .filter(Boolean)
                      .join(' · ')}
                  </li>
                ))}
              </ul>
            </>
          )}
          {!fresh.allowed_actions.includes(verb) && <p>{t('conflict.noLongerAllowed')}</p>}
        </ConflictView>
      )}
    </QueryState>
  );
}

/** The server says what a draft means; the pane beside the form has mostly asked already. */
function useDraftSentence(centerId: string, draft: Draft | undefined): string | undefined {
  const definition = draft && isWhole(draft.definition) ? draft.definition : null;
  const body = definition && { center_id: centerId, definition, limit: FEW };
  return useQuery(previewOptions(body)).data?.sentence;
}

interface Deed {
  at: string;
  name: string;
  what: string;
  reason: string | null | undefined;
}

/** New versions and turns since the rule was seen, oldest first. */
function useDeedsSince(seen: AutomationRule): Deed[] {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { data } = useInfiniteQuery({ ...versionsOptions(seen.id), ...ANEW });
  return (data?.pages ?? [])
    .flatMap(({ items }) => items)
    .flatMap((one): Deed[] => [
      {
        at: one.created_at,
        name: one.changed_by.name,
        what: t('automation.versionNo', { version: one.version }),
        reason: one.reason,
      },
      ...one.turns.map(({ at, by, turn, reason }) => ({
        at,
        name: by.name,
        what: enumName('ruleTurn', turn),
        reason,
      })),
    ])
    .filter(({ at }) => Date.parse(at) > Date.parse(seen.updated_at))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
