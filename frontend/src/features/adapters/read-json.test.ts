import { describe, expect, it } from 'vitest';
import { readObject, readObjects } from './read-json';

describe('what somebody pasted', () => {
  it('is an object, or nothing', () => {
    expect(readObject('{"a": 1}')).toEqual({ a: 1 });
    for (const text of ['', '[]', '1', 'null', '{"a":', 'order']) {
      expect(readObject(text)).toBeNull();
    }
  });

  it('is a list of objects, or nothing', () => {
    expect(readObjects('[{"a": 1}, {}]')).toEqual([{ a: 1 }, {}]);
    for (const text of ['', '{}', '[1]', '[{}', '[{}],"b":[1]']) {
      expect(readObjects(text)).toBeNull();
    }
  });
});
