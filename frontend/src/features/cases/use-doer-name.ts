import { useTranslation } from 'react-i18next';
import type { CaseEvent } from '../../shared/api/types';

type Doer = Pick<CaseEvent, 'actor' | 'application' | 'kind' | 'on_behalf_of' | 'rule'>;

/** What nobody of the staff and no clock does: a citizen did it on the public pages. */
const citizenActs = [
  'callback_recorded',
  'registered',
  'citizen_commented',
  'citizen_complained',
  'rated',
  'reopened',
  'withdrawn',
];

/** Who did something: a person, one for an absent colleague, their application, a rule, a citizen or the system. */
export function useDoerName(): (event: Doer) => string {
  const { t } = useTranslation();
  return ({ actor, application, kind, on_behalf_of: absent, rule }) => {
    if (actor && application) {
      return t('cases.timeline.byApplication', { name: actor.name, application: application.name });
    }
    if (actor && absent) {
      return t('cases.timeline.onBehalfOf', { name: actor.name, absent: absent.name });
    }
    if (actor) return actor.name;
    if (rule) return t('cases.timeline.rule', { name: rule.name });
    return citizenActs.includes(kind) ? t('cases.timeline.citizen') : t('cases.timeline.system');
  };
}
