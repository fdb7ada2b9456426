import { Empty } from 'antd';
import { Fragment, memo, type ReactNode } from 'react';
import { useNarrow } from '../lib/use-narrow';
import styles from './data-table.module.css';
import { type OnTick, type RowSelection, TickAll, useOnTick } from './row-ticks';

export interface DataColumn<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  width?: number | string;
}

interface DataTableProps<Row extends { id: string }> {
  label: string;
  rows: Row[];
  columns: DataColumn<Row>[];
  empty?: string;
  selection?: RowSelection<Row>;
}

/** Rows as a table, and on a phone as cards: nobody drags a table around to read it. */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  return useNarrow() ? <Cards {...props} /> : <WideTable {...props} />;
}

/**
 * Scrolls inside its own frame where even a desk is too narrow. The frame takes the focus, so that
 * arrow keys scroll it. A plain table: Ant Design's takes an old PC a second for fifty rows.
 */
function WideTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, rows, columns, empty, selection } = props;
  const onTick = useOnTick(rows, selection);
  const chosen = new Set(selection?.chosen.map(({ id }) => id));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.frame} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {selection && (
              <td className={styles.tick}>
                <TickAll rows={rows} selection={selection} />
              </td>
            )}
            {columns.map(({ title, width }) => (
              <th key={title} scope="col" {...(width !== undefined && { style: { width } })}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow
              key={row.id}
              row={row}
              columns={columns}
              tick={selection?.labelOf(row)}
              isTicked={chosen.has(row.id)}
              onTick={onTick}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <Empty className={styles.empty ?? ''} description={empty} />}
    </section>
  );
}

interface TableRowProps<Row> {
  row: Row;
  columns: DataColumn<Row>[];
  /** What its tick is about, where rows can be ticked. */
  tick: string | undefined;
  isTicked: boolean;
  onTick: OnTick<Row>;
}

/** Drawn again only when something of the row itself changed, where `columns` stay the same. */
const TableRow = memo(function TableRow<Row extends { id: string }>(props: TableRowProps<Row>) {
  const { row, columns, tick, isTicked, onTick } = props;
  return (
    <tr data-ticked={isTicked}>
      {tick && (
        <td className={styles.tick}>
          <input
            type="checkbox"
            aria-label={tick}
            checked={isTicked}
            onChange={(event) => onTick(row, event)}
          />
        </td>
      )}
      {columns.map(({ title, cell }) => (
        <td key={title}>{cell(row)}</td>
      ))}
    </tr>
  );
}) as <Row extends { id: string }>(props: TableRowProps<Row>) => ReactNode;

/** What a row has nothing to say about takes no line. */
function Cards<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, rows, columns, empty, selection } = props;
  const onTick = useOnTick(rows, selection);
  const chosen = new Set(selection?.chosen.map(({ id }) => id));
  if (rows.length === 0) return <Empty className={styles.empty ?? ''} description={empty} />;
  return (
    <ul className={styles.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <dl>
            {columns.map(({ title, cell }) => {
              const value = cell(row);
              return (
                value && (
                  <Fragment key={title}>
                    <dt>{title}</dt>
                    <dd>{value}</dd>
                  </Fragment>
                )
              );
            })}
          </dl>
          {selection && (
            <label className={styles.cardTick}>
              <input
                type="checkbox"
                checked={chosen.has(row.id)}
                onChange={(event) => onTick(row, event)}
              />
              {selection.labelOf(row)}
            </label>
          )}
        </li>
      ))}
    </ul>
  );
}
