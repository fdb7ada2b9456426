import { describe, expect, it } from 'vitest';
import { daysOf } from './notice-days';

describe('the days of a notice', () => {
  it('are read from lines, with and without a head', () => {
    const days = daysOf(
      'date,kind,name,in_lieu\n2027-01-01,off,元旦,0\n\n2027-01-03，work，元旦，1',
    );
    expect(days).toEqual([
      { date: '2027-01-01', kind: 'off', name: '元旦', in_lieu: false },
      { date: '2027-01-03', kind: 'work', name: '元旦', in_lieu: true },
    ]);
  });

  it('are read from the JSON of the contract', () => {
    const text = '[{"date":"2027-01-01","kind":"off","name":"元旦"}]';
    expect(daysOf(text)).toEqual([{ date: '2027-01-01', kind: 'off', name: '元旦' }]);
  });

  it('name the line that is none', () => {
    expect(daysOf('2027-01-01,off,元旦\n2027-01-02,holiday,元旦')).toEqual({ line: 2 });
    expect(daysOf('2027-01-01,off,')).toEqual({ line: 1 });
    expect(daysOf('[{')).toEqual({ line: 1 });
  });
});
