const PREFIX = 'zongzhi.draft.';

/**
 * Unsent input, kept until it is sent. It may hold who came and what they told, and window PCs are
 * shared: so it lies with the tab and not with the PC, under the account that typed it, and goes when
 * its owner signs out, when somebody else signs in, and when the tab is closed.
 */
const drafts = () => sessionStorage;

const keyOf = (userId: string, name: string) => `${PREFIX}${userId}.${name}`;

export function readDraft<Value>(userId: string, name: string): Partial<Value> | null {
  const stored = drafts().getItem(keyOf(userId, name));
  if (!stored) return null;
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? (value as Partial<Value>) : null;
  } catch {
    return null;
  }
}

export function writeDraft(userId: string, name: string, value: object): void {
  drafts().setItem(keyOf(userId, name), JSON.stringify(value));
}

export function clearDraft(userId: string, name: string): void {
  drafts().removeItem(keyOf(userId, name));
}

/** Leaves nothing of the person who signs out. */
export function clearAllDrafts(): void {
  forget(() => true);
}

/** Leaves whoever signs in only what is theirs. */
export function clearDraftsOfOthers(userId: string): void {
  forget((key) => !key.startsWith(keyOf(userId, '')));
}

function forget(isGone: (key: string) => boolean): void {
  // Earlier versions kept drafts on the PC: what they left is nobody's to find.
  for (const shelf of [drafts(), localStorage]) {
    for (const key of Object.keys(shelf)) {
      const isStale = shelf === localStorage || isGone(key);
      if (key.startsWith(PREFIX) && isStale) shelf.removeItem(key);
    }
  }
}
