import { useTranslation } from 'react-i18next';
import type { CaseEvent } from '../../shared/api/types';

type Doer = Pick<CaseEvent, 'actor' | 'on_behalf_of' | 'rule'>;

/** Who did something: a person, one for an absent colleague, a rule, or the system. */
export function useDoerName(): (event: Doer) => string {
  const { t } = useTranslation();
  return ({ actor, on_behalf_of: absent, rule }) => {
    if (actor && absent) {
      return t('cases.timeline.onBehalfOf', { name: actor.name, absent: absent.name });
    }
    if (actor) return actor.name;
    return rule ? t('cases.timeline.rule', { name: rule.name }) : t('cases.timeline.system');
  };
}
