import type { PublishTimeLimitRule, TimeLimitRule } from '../../shared/api/types';
import { today } from '../../shared/lib/dates';

/** What the form holds; what nobody chose is left out of the body. */
export type RuleValues = Omit<PublishTimeLimitRule, 'reason' | 'simulation_id'>;

const optional = ['level', 'type_code', 'channel', 'procedure', 'extension', 'valid_to'] as const;

/** The draft a version is adjusted from, or an empty one. */
export function draftOf(rule: TimeLimitRule | null): Partial<RuleValues> {
  const always = { valid_from: today(), correction: false, applies_to: 'new' } as const;
  if (!rule) return { ...always, day_kind: 'working', start: 'next_day', roll: 'none' };
  const { code, clock, amount, day_kind, start, roll, source } = rule;
  const scope = Object.fromEntries(
    (['level', 'type_code', 'channel', 'procedure', 'extension'] as const)
      .filter((name) => rule[name])
      .map((name) => [name, rule[name]]),
  );
  return { ...always, code, clock, amount, day_kind, start, roll, source, ...scope };
}

/** The body to simulate and publish; none while the form is not filled in. */
export function bodyOf(values: Partial<RuleValues>): PublishTimeLimitRule | null {
  const { code, clock, amount, day_kind, start, roll, source, valid_from } = values;
  if (!code || !clock || !amount || !day_kind || !start || !roll || !valid_from) return null;
  if (!source?.trim()) return null;
  const chosen = optional.filter((name) => values[name]).map((name) => [name, values[name]]);
  return {
    code,
    clock,
    amount,
    day_kind,
    start,
    roll,
    source: source.trim(),
    valid_from,
    ...Object.fromEntries(chosen),
    correction: values.correction ?? false,
    applies_to: values.applies_to ?? 'new',
  };
}

/** What a version says, for telling two of them apart. */
export const told = [
  'level',
  'type_code',
  'channel',
  'procedure',
  'amount',
  'day_kind',
  'start',
  'roll',
  'extension',
  'source',
] as const;

/** The members in which a version is other than the one before. */
export function changesOf(rule: TimeLimitRule, before: TimeLimitRule | undefined) {
  return before ? told.filter((name) => rule[name] !== before[name]) : [];
}

/** The versions of each code, newest first; codes in the order of the list. */
export function byCode(rules: TimeLimitRule[]): TimeLimitRule[][] {
  const codes = new Map<string, TimeLimitRule[]>();
  for (const rule of rules) codes.set(rule.code, [rule, ...(codes.get(rule.code) ?? [])]);
  return [...codes.values()];
}
