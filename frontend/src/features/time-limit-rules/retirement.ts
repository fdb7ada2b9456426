import type { components } from '../../shared/api/schema.gen';
import type { LimitChange } from '../../shared/api/types';
import { today } from '../../shared/lib/dates';

type Retire = components['schemas']['RetireTimeLimitRuleRequest'];
export type AppliesTo = NonNullable<Retire['applies_to']>;

interface Values {
  valid_to?: string;
  applies_to?: AppliesTo;
  reason?: string;
}

/** What is tried out: for limits that run, today is the last day. */
export function retirementOf({ valid_to = '', applies_to = 'new' }: Values): Retire {
  return applies_to === 'running' ? { valid_to: today(), applies_to } : { valid_to };
}

/** Why, and after which trial; only limits that run ask for it. */
export function toldOf({ applies_to, reason }: Values, tried: LimitChange | undefined) {
  if (applies_to !== 'running') return {};
  return { reason: reason?.trim() ?? '', ...(tried && { simulation_id: tried.id }) };
}

export const trialKey = (ruleId: string, retirement: Retire) =>
  ['time-limit-rules', 'retirement', ruleId, retirement] as const;
