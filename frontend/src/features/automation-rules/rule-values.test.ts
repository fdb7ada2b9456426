import { describe, expect, it } from 'vitest';
import type { RuleAction } from '../../shared/api/types';
import { toFen, toYuan } from '../../shared/lib/money';
import { cleanNode, fields, isWhole, opsFor, toDefinition, type Unfinished } from './rule-values';

describe('what a form says of a rule', () => {
  it('leaves out what another kind of trigger, test or action left behind', () => {
    const definition = toDefinition({
      definition: {
        source: ' ',
        trigger: { kind: 'event', events: ['classified'], clock: 'handling', amount: 3 },
        condition: {
          kind: 'all',
          of: [
            { kind: 'test', field: 'people_count', op: 'ge', number: 10, values: ['simple'] },
            { kind: 'test', field: 'level', op: 'not_set', values: ['simple'] },
          ],
        },
        actions: [{ kind: 'set_level', level: 'difficult', text: '旧的', role: 'supervisor' }],
        valid_from: '2026-01-01',
        valid_to: null,
      },
    });
    expect(definition).toEqual({
      trigger: { kind: 'event', events: ['classified'] },
      condition: {
        kind: 'all',
        of: [
          { kind: 'test', field: 'people_count', op: 'ge', number: 10 },
          { kind: 'test', field: 'level', op: 'not_set' },
        ],
      },
      actions: [{ kind: 'set_level', level: 'difficult' }],
      valid_from: '2026-01-01',
    });
    expect(isWhole(definition)).toBe(true);
  });

  it('sends of a notice its recipient, and of an order its ground and days, and no words', () => {
    const left = { text: '旧的', role: 'supervisor', department_id: 'd-1' } as const;
    const of = (action: Unfinished<RuleAction>) =>
      toDefinition({ definition: { actions: [action] } }).actions;
    const notify = of({ ...left, kind: 'notify', recipient: 'lead', ground_code: 'other' });
    expect(notify).toEqual([{ kind: 'notify', recipient: 'lead' }]);
    const order = of({ ...left, kind: 'issue_order', ground_code: 'other', reply_working_days: 3 });
    expect(order).toEqual([{ kind: 'issue_order', ground_code: 'other', reply_working_days: 3 }]);
    const whole = (actions: RuleAction[]) =>
      isWhole({
        trigger: { kind: 'event', events: ['signed'], in_working_hours: false },
        condition: { kind: 'all' },
        actions,
      });
    expect(whole(notify)).toBe(true);
    expect(whole(order)).toBe(true);
    expect(whole([{ kind: 'notify' }])).toBe(false);
    expect(whole([{ kind: 'issue_order', ground_code: 'other' }])).toBe(false);
  });

  it('sends money in fen, as it is kept', () => {
    const node = cleanNode({ kind: 'test', field: 'amount_fen', op: 'ge', number: toFen(1234.5) });
    expect(node).toEqual({ kind: 'test', field: 'amount_fen', op: 'ge', number: 123_450 });
    expect([toYuan(123_450), toYuan(null), toFen(null)]).toEqual([1234.5, null, undefined]);
  });

  it('is not asked about before it is whole', () => {
    const node = (over: object) => ({
      trigger: { kind: 'event' as const, events: ['classified' as const] },
      condition: cleanNode({ kind: 'all', of: [{ kind: 'test', ...over }] }),
      actions: [{ kind: 'note' as const, role: 'supervisor' as const, text: '看' }],
    });
    expect(isWhole(node({}))).toBe(false);
    expect(isWhole(node({ field: 'people_count', op: 'ge' }))).toBe(false);
    expect(isWhole(node({ field: 'people_count', op: 'ge', number: 0 }))).toBe(true);
    expect(isWhole(node({ field: 'is_ruled', op: 'is' }))).toBe(false);
    expect(isWhole(node({ field: 'is_ruled', op: 'is', flag: false }))).toBe(true);
    expect(isWhole({ ...node({ field: 'level', op: 'is_set' }), actions: [] })).toBe(false);
  });

  it('offers each field its own comparisons, and "is known" only where it may be unknown', () => {
    expect(opsFor('status')).toEqual(['in', 'not_in']);
    expect(opsFor('type_code')).toEqual(['below', 'not_below', 'is_set', 'not_set']);
    for (const field of Object.keys(fields) as (keyof typeof fields)[]) {
      expect(opsFor(field).length, field).toBeGreaterThan(0);
    }
  });
});
