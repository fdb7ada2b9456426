import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../shared/api/reference';
import type { SupervisionOrderSummary } from '../../shared/api/types';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { TextSearch } from '../../shared/ui/text-search';
import { ReplyDue } from './order-parts';
import { ordersOptions } from './queries';
import styles from './supervision.module.css';
import { type SupervisionProps, toOrderQuery } from './supervision-search';

/** The register of orders. */
export function OrdersTab({ search, onSearch }: SupervisionProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const states = useEnumOptions('orderState');
  const groundName = useCodeName('supervision_ground');
  const query = useInfiniteQuery(ordersOptions(toOrderQuery(search)));
  const { q: _q, ...withoutText } = search;
  const { overdue: _overdue, ...withoutOverdue } = search;
  return (
    <>
      <div className={styles.filters}>
        <TextSearch
          label={t('supervision.findNumber')}
          value={search.q}
          onSearch={(q) => onSearch(q ? { ...search, q } : withoutText)}
        />
        <Select
          mode="multiple"
          allowClear
          className={styles.filter ?? ''}
          aria-label={t('supervision.field.state')}
          placeholder={t('supervision.field.state')}
          options={states}
          value={search.state ?? []}
          onChange={(state: string[]) => onSearch({ ...search, state })}
        />
        <Checkbox
          checked={search.overdue === 'true'}
          onChange={({ target }) =>
            onSearch(target.checked ? { ...search, overdue: 'true' } : withoutOverdue)
          }
        >
          {t('supervision.overdueOnly')}
        </Checkbox>
      </div>
      <KeysetTable<SupervisionOrderSummary>
        label={t('supervision.tab.orders')}
        query={query}
        empty={t('supervision.noOrders')}
        columns={[
          {
            title: t('supervision.field.order_no'),
            cell: (row) => (
              <Link to="/supervision/orders/$orderId" params={{ orderId: row.id }}>
                {row.order_no}
              </Link>
            ),
          },
          {
            title: t('supervision.field.state'),
            cell: (row) => (
              <>
                {enumName('orderState', row.state)}
                {row.round > 1 && (
                  <span className={styles.soft}>
                    {' '}
                    {t('supervision.round', { round: row.round })}
                  </span>
                )}
              </>
            ),
          },
          { title: t('supervision.field.department'), cell: (row) => row.department.name },
          { title: t('supervision.field.reply_due_on'), cell: (row) => <ReplyDue order={row} /> },
          { title: t('supervision.field.ground'), cell: (row) => groundName(row.ground_code) },
          {
            title: t('supervision.field.cases'),
            width: 280,
            cell: (row) => <CaseLinks order={row} />,
          },
          {
            title: t('supervision.field.issuer'),
            cell: (row) =>
              row.issuer_kind === 'system' ? t('supervision.system') : row.center.name,
          },
          { title: t('supervision.field.issued_at'), cell: (row) => formatInstant(row.issued_at) },
        ]}
      />
    </>
  );
}

function CaseLinks({ order }: { order: SupervisionOrderSummary }) {
  const { t } = useTranslation();
  if (order.cases.length === 0) return t('supervision.caseCount', { count: order.case_count });
  return (
    <ul className={styles.plain}>
      {order.cases.map((one) => (
        <li key={one.id}>
          <Link to="/cases/$caseId" params={{ caseId: one.id }}>
            {one.title}
          </Link>
        </li>
      ))}
    </ul>
  );
}
