import { describe, expect, it } from 'vitest';
import { zhCN } from './zh-CN';

type Catalogue = { [key: string]: string | Catalogue };

/** Everything but the catalogues and the tests. */
const files = Object.entries(
  import.meta.glob<string>(
    ['../../**/*.{ts,tsx}', '!../../**/*.test.*', '!../../testing/**', '!./en/**', '!./zh-CN/**'],
    { query: '?raw', import: 'default', eager: true },
  ),
);
const isContract = ([path]: [string, string]) => path.endsWith('schema.gen.ts');
const contract = files.filter(isContract).join('\n');
const source = files.filter((file) => !isContract(file)).join('\n');

/** What a key may be put together from: the contract's members and values, and the pages' words. */
const words = new Set(
  [
    ...`${contract}\n${source}`.matchAll(/["']([\w-]+)["']/g),
    ...contract.matchAll(/\b(\w+)\??:/g),
  ].map(([, word]) => word),
);

/** Enums whose values the contract leaves open. */
const open = ['auditAction', 'auditObject', 'deliveryError', 'factMember'];

/** Keys put together, such as `cases.action.${verb}`. */
const composed = [...source.matchAll(/`((?:\w+\.)+\$\{[^`]*)`/g)].map(([, text = '']) => {
  const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('([^.]+)')}$`);
});

function isComposed(key: string): boolean {
  return composed.some((pattern) => {
    const values = pattern.exec(key)?.slice(1);
    if (!values?.[0]) return false;
    return open.includes(values[0]) || values.every((value) => words.has(value));
  });
}

function isUsed(key: string): boolean {
  const parents = key.split('.').map((_, at, parts) => parts.slice(0, at).join('.'));
  return (
    source.includes(`'${key}'`) ||
    parents.some((parent) => source.includes(`t('${parent}', { returnObjects`)) ||
    isComposed(key)
  );
}

function keysOf(catalogue: Catalogue, path = ''): string[] {
  return Object.entries(catalogue).flatMap(([name, value]) => {
    const at = path ? `${path}.${name}` : name;
    // The forms of a plural are one text.
    return typeof value === 'string' ? [at.replace(/_(one|other)$/, '')] : keysOf(value, at);
  });
}

describe('the texts', () => {
  it('are all shown somewhere', () => {
    expect(keysOf(zhCN).filter((key) => !isUsed(key))).toEqual([]);
  });
});
