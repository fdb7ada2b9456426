import { describe, expect, it } from 'vitest';
import { pointerPath } from './form-problems';

describe('a JSON pointer', () => {
  it('becomes the path of a form field', () => {
    expect(pointerPath('/parties/0/phone')).toEqual(['parties', 0, 'phone']);
  });

  it('is unescaped as RFC 6901 says', () => {
    expect(pointerPath('/a~1b/m~0n')).toEqual(['a/b', 'm~n']);
  });
});
