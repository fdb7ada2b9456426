import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLatestCallback } from '../lib/use-latest-callback';

/** Rows to be ticked, in a column of the table or on each card. */
export interface RowSelection<Row> {
  chosen: Row[];
  onChoose: (rows: Row[]) => void;
  /** What a tick is about, for those who do not see the row. */
  labelOf: (row: Row) => string;
}

export type OnTick<Row> = (row: Row, event: ChangeEvent<HTMLInputElement>) => void;

/** With Shift held a tick goes for every row from the one ticked before. */
export function useOnTick<Row extends { id: string }>(
  rows: Row[],
  selection: RowSelection<Row> | undefined,
): OnTick<Row> {
  const before = useRef<string | null>(null);
  return useLatestCallback((row, { target, nativeEvent }) => {
    const hasShift = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
    const from = hasShift ? rows.findIndex(({ id }) => id === before.current) : -1;
    const ends = [rows.indexOf(row), from].sort((a, b) => a - b);
    const meant = from === -1 ? [row] : rows.slice(ends[0], (ends[1] ?? 0) + 1);
    before.current = row.id;
    if (selection) choose(selection, meant, target.checked);
  });
}

interface TickAllProps<Row> {
  rows: Row[];
  selection: RowSelection<Row>;
}

/** Ticks every row that is listed; what was ticked in another list stays. */
export function TickAll<Row extends { id: string }>({ rows, selection }: TickAllProps<Row>) {
  const { t } = useTranslation();
  const chosen = new Set(selection.chosen.map(({ id }) => id));
  const count = rows.filter(({ id }) => chosen.has(id)).length;
  return (
    <input
      type="checkbox"
      aria-label={t('common.tickAll')}
      disabled={rows.length === 0}
      checked={count > 0 && count === rows.length}
      ref={(box) => {
        if (box) box.indeterminate = count > 0 && count < rows.length;
      }}
      onChange={({ target }) => choose(selection, rows, target.checked)}
    />
  );
}

/** In the order of ticking, each as it was seen then. */
function choose<Row extends { id: string }>(
  { chosen, onChoose }: RowSelection<Row>,
  rows: Row[],
  isTicked: boolean,
): void {
  const without = (all: Row[], some: Row[]) => {
    const ids = new Set(some.map(({ id }) => id));
    return all.filter(({ id }) => !ids.has(id));
  };
  onChoose(isTicked ? [...chosen, ...without(rows, chosen)] : without(chosen, rows));
}
