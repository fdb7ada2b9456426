import { afterEach, describe, expect, it, vi } from 'vitest';
import { inOneTabAtATime } from './one-tab';

const NAME = 'zongzhi-test';

/** Two tabs that begin at once, and how many of them were ever at work together. */
async function mostAtOnce(): Promise<number> {
  let now = 0;
  let most = 0;
  const work = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    now -= 1;
  };
  await Promise.all([inOneTabAtATime(NAME, work), inOneTabAtATime(NAME, work)]);
  return most;
}

/** What a browser's own locks do, for one name. */
function fakeLocks() {
  let last: Promise<unknown> = Promise.resolve();
  const names: string[] = [];
  const request = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    names.push(name);
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return { names, locks: { request } };
}

describe('inOneTabAtATime', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('uses the locks of the browser', async () => {
    const { names, locks } = fakeLocks();
    vi.stubGlobal('navigator', { locks });
    expect(await mostAtOnce()).toBe(1);
    expect(names).toEqual([NAME, NAME]);
    expect(localStorage.getItem(NAME)).toBeNull();
  });

  it('does without them on a plain page', async () => {
    vi.stubGlobal('navigator', {});
    expect(await mostAtOnce()).toBe(1);
    expect(localStorage.getItem(NAME)).toBeNull();
  });

  it('hands on what the work answers and how it fails, and frees the place', async () => {
    vi.stubGlobal('navigator', {});
    expect(await inOneTabAtATime(NAME, () => Promise.resolve(7))).toBe(7);
    const failed = inOneTabAtATime(NAME, () => Promise.reject(new Error('offline')));
    await expect(failed).rejects.toThrow('offline');
    expect(localStorage.getItem(NAME)).toBeNull();
  });

  it.each([
    ['of a tab that died', -1],
    ['of a clock that was set back', 1_000_000],
  ])('waits for no lease %s', async (_, offset) => {
    vi.stubGlobal('navigator', {});
    const lease = { holder: 'gone', until: Date.now() + offset };
    localStorage.setItem(NAME, JSON.stringify(lease));
    expect(await inOneTabAtATime(NAME, () => Promise.resolve('done'))).toBe('done');
  });
});
