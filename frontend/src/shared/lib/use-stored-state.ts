import { useCallback, useState } from 'react';

const PREFIX = 'zongzhi.';

function read<Value>(name: string, initial: Value): Value {
  try {
    const stored = localStorage.getItem(PREFIX + name);
    return stored === null ? initial : (JSON.parse(stored) as Value);
  } catch {
    return initial;
  }
}

/** A personal setting that stays on this PC. */
export function useStoredState<Value>(
  name: string,
  initial: Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => read(name, initial));
  const store = useCallback(
    (next: Value) => {
      setValue(next);
      localStorage.setItem(PREFIX + name, JSON.stringify(next));
    },
    [name],
  );
  return [value, store];
}
