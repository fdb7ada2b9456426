import { Checkbox, Empty, Grid, Table } from 'antd';
import { Fragment, type ReactNode } from 'react';
import styles from './data-table.module.css';

export interface DataColumn<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  width?: number | string;
}

/** Rows to be ticked, in a column of the table or on each card. */
export interface RowSelection<Row> {
  chosen: Row[];
  onChoose: (rows: Row[]) => void;
  /** What a tick is about, for those who do not see the row. */
  labelOf: (row: Row) => string;
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
  const narrow = Grid.useBreakpoint().md === false;
  return narrow ? <Cards {...props} /> : <WideTable {...props} />;
}

/**
 * Scrolls inside its own frame where even a desk is too narrow. The frame takes the focus, so that
 * arrow keys scroll it; Ant Design's own does not.
 */
function WideTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, rows, columns, empty, selection } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.frame} aria-label={label} tabIndex={0}>
      <Table<Row>
        rowKey="id"
        size="middle"
        pagination={false}
        className={styles.table ?? ''}
        {...(empty && { locale: { emptyText: empty } })}
        dataSource={rows}
        {...(selection && {
          rowSelection: {
            preserveSelectedRowKeys: true,
            selectedRowKeys: selection.chosen.map(({ id }) => id),
            onChange: (_keys, chosen) => selection.onChoose(chosen),
            getCheckboxProps: (row) => ({ 'aria-label': selection.labelOf(row) }),
          },
        })}
        columns={columns.map(({ title, width, cell }) => ({
          key: title,
          title,
          ...(width !== undefined && { width }),
          render: (_, row) => cell(row),
        }))}
      />
    </section>
  );
}

/** What a row has nothing to say about takes no line. */
function Cards<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, rows, columns, empty, selection } = props;
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
          {selection && <Tick row={row} selection={selection} />}
        </li>
      ))}
    </ul>
  );
}

interface TickProps<Row> {
  row: Row;
  selection: RowSelection<Row>;
}

function Tick<Row extends { id: string }>({ row, selection }: TickProps<Row>) {
  const { chosen, onChoose, labelOf } = selection;
  const others = chosen.filter(({ id }) => id !== row.id);
  return (
    <Checkbox
      checked={others.length < chosen.length}
      onChange={({ target }) => onChoose(target.checked ? [...others, row] : others)}
    >
      {labelOf(row)}
    </Checkbox>
  );
}
