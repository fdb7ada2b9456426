import { useCallback, useState } from 'react';

const PREFIX = 'zongzhi.';

/** What is kept on this PC under a name. */
export function readStored<Value>(name: string, initial: Value): Value {
  try {
    const stored = localStorage.getItem(PREFIX + name);
    return stored === null ? initial : (JSON.parse(stored) as Value);
  } catch {
    return initial;
  }
}

/** Keeps only what is left of a list; nothing at all where nothing is. */
export function forgetStored(name: string, left: unknown[]): void {
  if (left.length === 0) localStorage.removeItem(PREFIX + name);
  else localStorage.setItem(PREFIX + name, JSON.stringify(left));
}

/** A personal setting that stays on this PC. */
export function useStoredState<Value>(
  name: string,
  initial: Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => readStored(name, initial));
  const store = useCallback(
    (next: Value) => {
      setValue(next);
      localStorage.setItem(PREFIX + name, JSON.stringify(next));
    },
    [name],
  );
  return [value, store];
}
