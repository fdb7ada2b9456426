import { useSyncExternalStore } from 'react';
import type { Me, SignIn } from './types';

/**
 * Who is signed in. The access token lives in memory only; the refresh token is an HttpOnly
 * cookie that scripts never see.
 */
interface Session {
  accessToken: string;
  me: Me;
}

let current: Session | null = null;
const listeners = new Set<() => void>();

function publish(next: Session | null): void {
  current = next;
  for (const listener of listeners) listener();
}

export const session = {
  get: (): Session | null => current,
  start: (signIn: SignIn): void => publish({ accessToken: signIn.access_token, me: signIn.me }),
  end: (): void => publish(null),
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export function useIsSignedIn(): boolean {
  return useSyncExternalStore(session.subscribe, () => session.get() !== null);
}

/** The signed-in person. Only for pages behind the sign-in guard. */
export function useMe(): Me {
  const state = useSyncExternalStore(session.subscribe, session.get);
  if (!state) throw new Error('useMe is only for signed-in pages');
  return state.me;
}
