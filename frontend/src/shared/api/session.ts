import { useSyncExternalStore } from 'react';
import { clearDraftsOfOthers } from '../lib/local-draft';
import type { Capacity, Me, SignIn } from './types';

/**
 * Who is signed in. The access token lives in memory only; the refresh token is an HttpOnly
 * cookie that scripts never see.
 */
interface Session {
  accessToken: string;
  me: Me;
}

/** Who ended the session: the person on purpose, or the server by refusing to renew it. */
type EndedBy = 'person' | 'server';

let current: Session | null = null;
let endedBy: EndedBy = 'server';
const listeners = new Set<() => void>();

function publish(next: Session | null): void {
  current = next;
  for (const listener of listeners) listener();
}

export const session = {
  get: (): Session | null => current,
  start: (signIn: SignIn): void => {
    clearDraftsOfOthers(signIn.me.user.id);
    publish({ accessToken: signIn.access_token, me: signIn.me });
  },
  end: (by: EndedBy): void => {
    endedBy = by;
    publish(null);
  },
  endedBy: (): EndedBy => endedBy,
  /** An administrator reset the password while its owner was signed in. */
  demandNewPassword: (): void => {
    if (!current || current.me.user.must_change_password) return;
    const user = { ...current.me.user, must_change_password: true };
    publish({ ...current, me: { ...current.me, user } });
  },
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

/** The role the person acts in now; none before one was granted. */
export function useActingRole(): Capacity['role'] | undefined {
  const me = useMe();
  return me.capacities.find(({ id }) => id === me.acting_capacity_id)?.role;
}
