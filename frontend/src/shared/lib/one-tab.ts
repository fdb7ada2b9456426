/** A tab that died while it held a lease keeps the others waiting no longer than this. */
const LEASE_MS = 10_000;
/** What another tab wrote at the same moment is seen by then. */
const SETTLE_MS = 80;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Does `work` in one tab of this browser at a time: the next begins when the last is done. */
export async function inOneTabAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Browsers have locks on secure pages only; a county's own network may be plain http.
  const locks = navigator.locks as LockManager | undefined;
  return locks ? await locks.request(name, work) : await leased(name, work);
}

/**
 * The same by a lease that lies beside the settings. Storage knows no "only if nobody has": of two
 * tabs that write at once the later wins, and the earlier sees it when it looks again.
 */
async function leased<T>(name: string, work: () => Promise<T>): Promise<T> {
  const mine = String(Math.random());
  while (!(await take(name, mine))) await pause(SETTLE_MS);
  try {
    return await work();
  } finally {
    if (holderOf(name) === mine) store((storage) => storage.removeItem(name));
  }
}

async function take(name: string, mine: string): Promise<boolean> {
  if (holderOf(name) !== null) return false;
  const isKept = store((storage) => {
    storage.setItem(name, JSON.stringify({ holder: mine, until: Date.now() + LEASE_MS }));
  });
  // Where nothing can be kept, no tab can know of another.
  if (!isKept) return true;
  await pause(SETTLE_MS);
  return holderOf(name) === mine;
}

/** Who holds the lease now. */
function holderOf(name: string): string | null {
  try {
    const lease = JSON.parse(localStorage.getItem(name) ?? 'null') as Lease | null;
    const left = (lease?.until ?? 0) - Date.now();
    // A lease that ends later than any could was written while the clock stood elsewhere.
    return lease && left > 0 && left <= LEASE_MS ? lease.holder : null;
  } catch {
    return null;
  }
}

interface Lease {
  holder: string;
  until: number;
}

function store(write: (storage: Storage) => void): boolean {
  try {
    write(localStorage);
    return true;
  } catch {
    return false;
  }
}
