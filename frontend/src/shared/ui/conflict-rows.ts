import type { ReactNode } from 'react';
import type { ConflictRow } from './conflict-view';

/** Label and text of each field of one version. */
type Shown = Record<string, ReactNode>;

/**
 * The fields in which theirs is not what one had seen, or mine is not. What `mine` does not hold,
 * this person was not about to change.
 */
export function conflictRows(before: Shown, theirs: Shown, mine: Shown = {}): ConflictRow[] {
  const isMine = (label: string) => label in mine && mine[label] !== before[label];
  return Object.keys(before)
    .filter((label) => before[label] !== theirs[label] || isMine(label))
    .map((label) => ({
      label,
      before: before[label],
      theirs: theirs[label],
      mine: mine[label],
    }));
}
