const PREFIX = 'zongzhi.draft.';

/** Unsent input kept on this PC until it is sent or its owner signs out. */
export function readDraft<Value>(name: string): Partial<Value> | null {
  const stored = localStorage.getItem(PREFIX + name);
  if (!stored) return null;
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? (value as Partial<Value>) : null;
  } catch {
    return null;
  }
}

export function writeDraft(name: string, value: object): void {
  localStorage.setItem(PREFIX + name, JSON.stringify(value));
}

export function clearDraft(name: string): void {
  localStorage.removeItem(PREFIX + name);
}

/** Leaves nothing of the person who signs out on a shared PC. */
export function clearAllDrafts(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}
