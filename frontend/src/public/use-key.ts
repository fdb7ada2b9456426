import { useRef } from 'react';

/** One Idempotency-Key for each thing that is sent, however often it is tried. */
export function useKey(): { of: (body: unknown) => string; forget: () => void } {
  const known = useRef<{ text: string; key: string } | null>(null);
  return {
    of: (body) => {
      const text = JSON.stringify(body);
      if (known.current?.text !== text) known.current = { text, key: crypto.randomUUID() };
      return known.current.key;
    },
    forget: () => {
      known.current = null;
    },
  };
}
