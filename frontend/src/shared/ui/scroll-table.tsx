import { Table, type TableColumnsType } from 'antd';
import styles from './scroll-table.module.css';

interface ScrollTableProps<Row extends { id: string }> {
  label: string;
  rows: Row[];
  columns: TableColumnsType<Row>;
  empty?: string;
}

/**
 * A table that scrolls inside its own frame where the screen is narrow. The frame takes the focus,
 * so that arrow keys scroll it; Ant Design's own does not.
 */
export function ScrollTable<Row extends { id: string }>(props: ScrollTableProps<Row>) {
  const { label, rows, columns, empty } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.frame} aria-label={label} tabIndex={0}>
      <Table
        rowKey="id"
        size="middle"
        pagination={false}
        className={styles.table ?? ''}
        {...(empty && { locale: { emptyText: empty } })}
        dataSource={rows}
        columns={columns}
      />
    </section>
  );
}
