import { describe, expect, it } from 'vitest';
import { newCount, summed, typed } from './burden-count';

describe('what a form costs', () => {
  it('counts a field once however often it is changed, and leaves long pauses out', () => {
    const count = newCount();
    typed(count, { title: '楼' }, 0);
    typed(count, { title: '楼上漏水' }, 4_000);
    typed(count, { parties: [{ name: '张' }] }, 10_000);
    typed(count, { demand: '修复' }, 400_000);
    expect(summed(count, new Map())).toEqual({ fields_typed: 3, seconds: 10, repeats: 0 });
  });

  it('counts what the form before already had, and sendings after a refusal', () => {
    const count = newCount();
    typed(count, { place: '东山街道', demand: '' }, 0);
    count.refusals = 1;
    const before = new Map([
      ['place', '东山街道'],
      ['demand', ''],
    ]);
    expect(summed(count, before).repeats).toBe(2);
  });
});
