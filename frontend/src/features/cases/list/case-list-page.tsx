import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../shared/api/session';
import type { CaseSummary } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { useShortcut } from '../../../shared/lib/shortcuts';
import { useNarrow } from '../../../shared/lib/use-narrow';
import { useStoredState } from '../../../shared/lib/use-stored-state';
import { DataTable } from '../../../shared/ui/data-table';
import { PageHeader } from '../../../shared/ui/page-header';
import { QueryState } from '../../../shared/ui/query-state';
import { BulkBar } from '../bulk/bulk-bar';
import { type Selection, useSelection } from '../bulk/use-selection';
import { NewRows } from '../new-rows';
import { caseListOptions } from '../queries';
import { useQueueName } from '../use-queue-name';
import { focusFirstRow, useRowKeys } from '../use-row-keys';
import { CaseCards } from './case-cards';
import { defaultColumns, useCaseColumns } from './case-columns';
import { CaseFilters } from './case-filters';
import styles from './case-list.module.css';
import { type CaseSearch, toCaseListQuery } from './case-search';
import { ColumnChoice } from './column-choice';
import { ListTotal } from './list-total';
import { SavedViews } from './saved-views';

interface CaseListPageProps {
  search: CaseSearch;
  onSearch: (search: CaseSearch) => void;
  /** What else is done with the list as it is filtered. */
  actions?: ReactNode;
}

export function CaseListPage({ search, onSearch, actions }: CaseListPageProps) {
  const { t } = useTranslation();
  const listQuery = toCaseListQuery(search);
  const query = useInfiniteQuery(caseListOptions(listQuery));
  // A PC at a window has many people; each has columns of their own.
  const [columns, setColumns] = useStoredState(`columns.cases.${useMe().user.id}`, defaultColumns);
  const queueName = useQueueName();
  const enumName = useEnumName();
  const wide = !useNarrow();
  const container = useRowKeys<HTMLDivElement>();
  const selection = useSelection(JSON.stringify(listQuery));

  const show = async () => {
    await query.refetch();
    focusFirstRow(container);
  };

  const handed = search.handed && enumName('handed', search.handed);
  const title = search.queue ? queueName(search.queue) : (handed ?? t('nav.cases'));
  return (
    <>
      <PageHeader
        title={title}
        actions={
          <>
            <ListTotal query={listQuery} />
            {wide && <ColumnChoice chosen={columns} onChoose={setColumns} />}
            {actions}
            <Button loading={query.isRefetching} onClick={() => void query.refetch()}>
              {t('cases.list.refresh')}
            </Button>
          </>
        }
      />
      <SavedViews
        search={search}
        columns={columns}
        onOpen={(view) => {
          setColumns(view.columns);
          onSearch(view.search);
        }}
      />
      <CaseFilters search={search} onSearch={onSearch} />
      {wide && <BulkBar selection={selection} />}
      <div ref={container}>
        <QueryState query={query} rows={10}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            return (
              <>
                <NewRows
                  query={listQuery}
                  shown={rows}
                  hasMore={query.hasNextPage}
                  loadedAt={query.dataUpdatedAt}
                  onShow={() => void show()}
                />
                <Rows
                  rows={rows}
                  columns={columns}
                  wide={wide}
                  selection={selection}
                  onReset={() => onSearch({})}
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
                      t('cases.list.noMore', { count: rows.length })
                    )}
                  </p>
                )}
              </>
            );
          }}
        </QueryState>
      </div>
    </>
  );
}

interface RowsProps {
  rows: CaseSummary[];
  columns: typeof defaultColumns;
  wide: boolean;
  selection: Selection;
  onReset: () => void;
}

function Rows({ rows, columns, wide, selection, onReset }: RowsProps) {
  const { t } = useTranslation();
  const tableColumns = useCaseColumns(columns);
  // `j` and `k` move, `x` ticks the row one is on.
  useShortcut('x', () => {
    const on = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
    const row = rows.find(({ id }) => id === on);
    if (wide && row) selection.toggle(row);
  });
  if (rows.length === 0) {
    return (
      <Empty className={styles.empty ?? ''} description={t('cases.list.empty')}>
        <Button onClick={onReset}>{t('cases.list.clearFilters')}</Button>
      </Empty>
    );
  }
  if (!wide) return <CaseCards rows={rows} />;
  return (
    <DataTable
      label={t('nav.cases')}
      rows={rows}
      columns={tableColumns}
      selection={{
        chosen: selection.chosen,
        onChoose: selection.choose,
        labelOf: ({ title, case_no }) => t('cases.bulk.tick', { title, caseNo: case_no }),
      }}
    />
  );
}
