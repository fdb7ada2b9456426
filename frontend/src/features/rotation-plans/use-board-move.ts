import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { ChangedAssignment, RotationAssignment } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';

/** Pixels a pointer moves before it drags; less is a click. */
const SLACK = 6;

interface Lifted {
  assignment: RotationAssignment;
  /** Whose row it is over. */
  over: string;
}

/** What came of a move: kept, or refused with the rules in words. */
export interface MoveResult {
  assignment: RotationAssignment;
  to: string;
  kept: boolean;
  told: ChangedAssignment;
}

interface BoardMove {
  /** The people in the order of their rows. */
  people: string[];
  onKept: () => void;
}

/**
 * Gives a turn to somebody else by dragging it to their row, or by keyboard: space takes it up, the
 * arrows choose the row, space or enter puts it down, escape lets it be. What breaks a rule is told and
 * stays where it was.
 */
export function useBoardMove({ people, onKept }: BoardMove) {
  const [lifted, setLifted] = useState<Lifted | null>(null);
  // Where a pointer is quicker than the page, what is put down is what was moved last.
  const inHand = useRef<Lifted | null>(null);
  const [result, setResult] = useState<MoveResult | null>(null);
  const pressed = useRef<{ x: number; y: number; assignment: RotationAssignment } | null>(null);
  // A click that ends a drag is no click.
  const dragged = useRef(false);

  const move = useMutation({
    mutationFn: async ({ assignment, over }: Lifted): Promise<MoveResult> => {
      const send = (is_trial: boolean) =>
        unwrap(
          client.PATCH('/api/v1/rotation-plans/{id}/assignments/{assignment_id}', {
            params: {
              path: { id: assignment.plan_id, assignment_id: assignment.id },
              header: ifMatch(assignment.version),
            },
            body: { person_id: over, is_trial },
          }),
        );
      const told = await send(true);
      if (told.breaks.length > 0) return { assignment, to: over, kept: false, told };
      return { assignment, to: over, kept: true, told: await send(false) };
    },
    onSuccess: (done) => {
      setResult(done);
      if (done.kept) onKept();
    },
  });

  const hold = (next: Lifted | null) => {
    inHand.current = next;
    setLifted(next);
  };
  const drop = () => {
    const done = inHand.current;
    hold(null);
    if (!done || done.over === done.assignment.person.id) return;
    setResult(null);
    move.mutate(done);
  };
  const lift = (assignment: RotationAssignment) => {
    hold({ assignment, over: assignment.person.id });
  };
  const step = (by: number) => {
    if (!lifted) return;
    const next = people[people.indexOf(lifted.over) + by];
    if (next) hold({ ...lifted, over: next });
  };

  const held = new Map<string, () => void>([
    ['ArrowDown', () => step(1)],
    ['ArrowUp', () => step(-1)],
    ['Enter', drop],
    [' ', drop],
    ['Escape', () => hold(null)],
  ]);

  /** What the mark of a turn listens to. */
  const marks = (assignment: RotationAssignment) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      dragged.current = false;
      pressed.current = { x: event.clientX, y: event.clientY, assignment };
      event.currentTarget.setPointerCapture?.(event.pointerId);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent<HTMLElement>) => {
      const from = pressed.current;
      if (!from) return;
      const isFar = Math.hypot(clientX - from.x, clientY - from.y) > SLACK;
      if (!dragged.current && !isFar) return;
      if (!dragged.current) {
        dragged.current = true;
        lift(assignment);
      }
      const over = rowAt(clientX, clientY);
      if (over && inHand.current) hold({ ...inHand.current, over });
    },
    onPointerUp: () => {
      pressed.current = null;
      if (dragged.current) drop();
    },
    onPointerCancel: () => {
      pressed.current = null;
      dragged.current = false;
      hold(null);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const isUp = lifted?.assignment.id === assignment.id;
      const act = isUp
        ? held.get(event.key)
        : event.key === ' '
          ? () => lift(assignment)
          : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    },
    // Space is said by `onKeyDown`; a button would click on its way up.
    onKeyUp: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === ' ') event.preventDefault();
    },
  });

  return {
    lifted,
    result,
    error: move.error,
    isPending: move.isPending,
    marks,
    /** Whether a click is one, and not the end of a drag; said once of each. */
    isClick: () => {
      const wasDragged = dragged.current;
      dragged.current = false;
      return !wasDragged;
    },
  };
}

/** Whose row lies under a point. */
function rowAt(x: number, y: number): string | undefined {
  const row = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-person-id]');
  return row?.dataset.personId;
}
