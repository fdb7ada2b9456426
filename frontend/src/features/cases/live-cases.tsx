import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followEvents, type Told } from '../../shared/api/live-events';
import type { CaseView } from '../../shared/api/types';
import { caseCountsOptions, caseKeys, caseOptions, timeUseOptions } from './queries';

/** The page comes first. */
const START_MS = 500;
/** What happens together is looked at together. */
const GATHER_MS = 300;

/**
 * Keeps what is shown of cases as it is: one stream of events for as long as somebody is signed in and
 * looks. Draws nothing.
 */
export default function LiveCases() {
  const queryClient = useQueryClient();
  useEffect(() => {
    const place = { id: '' };
    const gathered = gather((told) => void refreshTold(queryClient, told));
    let following: AbortController | null = null;
    const follow = () => {
      following?.abort();
      following = null;
      if (document.hidden) return;
      following = new AbortController();
      void followEvents({ place, signal: following.signal, onTold: gathered.add });
    };
    const timer = setTimeout(follow, START_MS);
    document.addEventListener('visibilitychange', follow);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', follow);
      following?.abort();
      gathered.drop();
    };
  }, [queryClient]);
  return null;
}

function gather(flush: (told: Told[]) => void) {
  let waiting: Told[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drop = () => {
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
  };
  return {
    add: (told: Told) => {
      waiting.push(told);
      timer ??= setTimeout(() => {
        const all = waiting;
        drop();
        flush(all);
      }, GATHER_MS);
    },
    drop,
  };
}

/**
 * Reads again what the events are about. Of the lists only what says what came in: rows do not move
 * while somebody reads, and are read again when the list is opened next.
 */
export async function refreshTold(queryClient: QueryClient, told: Told[]): Promise<void> {
  const again: Promise<void>[] = [
    queryClient.invalidateQueries({ queryKey: caseKeys.list, refetchType: 'none' }),
    queryClient.invalidateQueries({ queryKey: caseKeys.probe }),
    queryClient.invalidateQueries(caseCountsOptions()),
  ];
  if (told.some(({ kind }) => kind === 'missed')) {
    again.push(
      queryClient.invalidateQueries({ queryKey: ['get', '/api/v1/cases/{case_id}'] }),
      queryClient.invalidateQueries({ queryKey: caseKeys.events }),
    );
    await Promise.all(again);
    return;
  }
  for (const [caseId, isStale] of stale(queryClient, told)) {
    again.push(queryClient.invalidateQueries({ queryKey: [...caseKeys.events, caseId] }));
    if (isStale) {
      again.push(
        queryClient.invalidateQueries(caseOptions(caseId)),
        queryClient.invalidateQueries(timeUseOptions(caseId)),
      );
    }
  }
  await Promise.all(again);
}

/** The cases told of, each with whether another version of it is known here: one's own acts are. */
function stale(queryClient: QueryClient, told: Told[]): Map<string, boolean> {
  const cases = new Map<string, boolean>();
  for (const one of told) {
    if (one.kind === 'missed') continue;
    const { id, version } = one.about;
    const known = queryClient.getQueryData<CaseView>(caseOptions(id).queryKey)?.version ?? 0;
    const isStale = one.kind === 'left_scope' || known < version;
    cases.set(id, isStale || (cases.get(id) ?? false));
  }
  return cases;
}
