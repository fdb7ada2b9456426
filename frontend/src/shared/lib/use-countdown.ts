import { useEffect, useState } from 'react';

const SECOND_MS = 1_000;

/** Seconds left of `seconds`, counted from when `since` last changed; 0 once over. */
export function useCountdown(seconds: number, since: unknown): number {
  const [left, setLeft] = useState(seconds);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new failure starts afresh.
  useEffect(() => {
    const end = Date.now() + seconds * SECOND_MS;
    setLeft(seconds);
    if (seconds === 0) return;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - Date.now()) / SECOND_MS));
      setLeft(rest);
      if (rest === 0) clearInterval(timer);
    }, SECOND_MS);
    return () => clearInterval(timer);
  }, [seconds, since]);
  return left;
}
