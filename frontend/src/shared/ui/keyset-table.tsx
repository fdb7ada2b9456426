import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type DataColumn, DataTable } from './data-table';
import styles from './keyset-table.module.css';
import { QueryState } from './query-state';
import type { RowSelection } from './row-ticks';

interface KeysetTableProps<Row extends { id: string }> {
  label: string;
  query: UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>, unknown>;
  columns: DataColumn<Row>[];
  empty: string;
  selection?: RowSelection<Row> | undefined;
}

/** Rows that load on by keyset: the order stands still while somebody reads. */
export function KeysetTable<Row extends { id: string }>(props: KeysetTableProps<Row>) {
  const { label, query, columns, empty, selection } = props;
  const { t } = useTranslation();
  return (
    <QueryState query={query} rows={8}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.items);
        return (
          <>
            <DataTable
              label={label}
              rows={rows}
              columns={columns}
              empty={empty}
              {...(selection && { selection })}
            />
            {rows.length > 0 && (
              <p className={styles.more} aria-live="polite">
                {query.hasNextPage ? (
                  <Button
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t('common.more')}
                  </Button>
                ) : (
                  t('common.noMore', { count: rows.length })
                )}
              </p>
            )}
          </>
        );
      }}
    </QueryState>
  );
}
