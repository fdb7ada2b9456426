import { describe, expect, it } from 'vitest';
import { en } from './en';
import { problemMessages } from './problem-messages';
import { zhCN } from './zh-CN';

type Catalogue = { [key: string]: string | Catalogue };

function texts(catalogue: Catalogue, path = ''): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]) => {
      const at = path ? `${path}.${key}` : key;
      return typeof value === 'string' ? [[at, value] as const] : [...texts(value, at)];
    }),
  );
}

const chinese = texts(zhCN);
const english = texts(en);
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

describe('the catalogues', () => {
  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('leave no text empty', () => {
    const empty = [...chinese, ...english].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('fill in the same values', () => {
    for (const [key, text] of chinese) {
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('keep to their language', () => {
    const han = /\p{Script=Han}/u;
    for (const [key, text] of english) expect(han.test(text), key).toBe(false);
    for (const [key, text] of chinese) {
      const words = text.replaceAll(/\{\{\w+\}\}/g, '');
      if (/[a-z]/i.test(words)) expect(han.test(text), key).toBe(true);
    }
  });
});

describe('the messages of problems', () => {
  it('say something in both languages for every code of the contract', () => {
    for (const [code, { zh, en: english }] of Object.entries(problemMessages)) {
      expect(zh, code).toMatch(/\p{Script=Han}/u);
      expect(english, code).toMatch(/^[A-Z]/);
    }
  });
});
