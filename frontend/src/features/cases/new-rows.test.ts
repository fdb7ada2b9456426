import { describe, expect, it } from 'vitest';
import { countNew } from './new-rows';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));

describe('what came in while a list was read', () => {
  it('stands before or between the rows shown', () => {
    expect(countNew(rows('x', 'a', 'y', 'b'), rows('a', 'b'), true)).toBe(2);
  });

  it('is not what moved up when another row left', () => {
    expect(countNew(rows('b', 'c'), rows('a', 'b'), true)).toBe(0);
  });

  it('may stand at the end of a list shown whole', () => {
    expect(countNew(rows('a', 'x'), rows('a'), false)).toBe(1);
  });

  it('may be everything', () => {
    expect(countNew(rows('x', 'y'), rows('a', 'b'), true)).toBe(2);
    expect(countNew(rows('x'), [], false)).toBe(1);
  });
});
