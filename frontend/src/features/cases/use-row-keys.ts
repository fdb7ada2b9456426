import { type RefObject, useRef } from 'react';
import { useShortcut } from '../../shared/lib/shortcuts';

/** `j` and `k` move through the rows of a list; a row is whatever carries `data-row`. */
export function useRowKeys<Element extends HTMLElement>(): RefObject<Element | null> {
  const container = useRef<Element>(null);
  const move = (step: 1 | -1) => {
    const rows = [...(container.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const focused = document.activeElement;
    const at = rows.findIndex((row) => row.contains(focused));
    const next = at === -1 ? rows[0] : rows[at + step];
    next?.focus();
  };
  useShortcut('j', () => move(1));
  useShortcut('k', () => move(-1));
  return container;
}

/** Where reading goes on once new rows are in the list. */
export function focusFirstRow(container: RefObject<HTMLElement | null>): void {
  container.current?.querySelector<HTMLElement>('[data-row]')?.focus();
}
