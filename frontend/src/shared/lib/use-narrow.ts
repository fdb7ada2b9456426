import { useSyncExternalStore } from 'react';

const wide = globalThis.matchMedia('(min-width: 768px)');

function subscribe(onChange: () => void): () => void {
  wide.addEventListener('change', onChange);
  return () => wide.removeEventListener('change', onChange);
}

/**
 * Whether there is only the width of a phone. Known before the page is drawn: Ant Design's own
 * breakpoints draw it twice.
 */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => !wide.matches);
}
