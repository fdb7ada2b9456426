import { useEffect, useRef } from 'react';

/** How long after the first key of a pair (`g q`) the second one counts. */
const PAIR_MS = 1_000;

type Action = () => void;

const actions = new Map<string, Set<{ current: Action }>>();
let previous = { key: '', at: 0 };

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** A closed dialog may stay in the document without being drawn. */
function dialogIsOpen(): boolean {
  const dialogs = document.querySelectorAll('[role="dialog"][aria-modal="true"]');
  return [...dialogs].some((dialog) => dialog.getClientRects().length > 0);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || dialogIsOpen()) return;
  const isSecond = Date.now() - previous.at < PAIR_MS;
  const pair = isSecond ? actions.get(`${previous.key} ${event.key}`) : undefined;
  const registered = pair?.size ? pair : actions.get(event.key);
  previous = { key: event.key, at: Date.now() };
  if (!registered?.size) return;
  event.preventDefault();
  for (const action of registered) action.current();
}

/** Runs `action` on a key (`/`) or a pair (`g q`), unless somebody is typing or a dialog is open. */
export function useShortcut(keys: string, action: Action): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  }, [action]);

  useEffect(() => {
    if (actions.size === 0) window.addEventListener('keydown', onKeyDown);
    const sameKeys = actions.get(keys) ?? new Set();
    actions.set(keys, sameKeys.add(latest));
    return () => {
      sameKeys.delete(latest);
    };
  }, [keys]);
}
