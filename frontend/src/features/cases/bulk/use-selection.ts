import { useCallback, useState } from 'react';
import type { CaseSummary } from '../../../shared/api/types';

/** As many as one request takes. */
export const MOST = 200;

export interface Selection {
  chosen: CaseSummary[];
  has: (id: string) => boolean;
  choose: (rows: CaseSummary[]) => void;
  toggle: (row: CaseSummary) => void;
  clear: () => void;
}

/**
 * The rows somebody has ticked, in the order of ticking and as they were seen then: what changes
 * behind their back is told by the preview. `scope` names the list; another list begins anew.
 */
export function useSelection(scope: string): Selection {
  const [state, setState] = useState<{ scope: string; chosen: CaseSummary[] }>({
    scope,
    chosen: [],
  });
  const chosen = state.scope === scope ? state.chosen : [];
  const choose = useCallback(
    (rows: CaseSummary[]) => setState({ scope, chosen: rows.slice(0, MOST) }),
    [scope],
  );
  const has = (id: string) => chosen.some((row) => row.id === id);
  const toggle = (row: CaseSummary) =>
    choose(has(row.id) ? chosen.filter(({ id }) => id !== row.id) : [...chosen, row]);
  return { chosen, has, choose, toggle, clear: () => choose([]) };
}
