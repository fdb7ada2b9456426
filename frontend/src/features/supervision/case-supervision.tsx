import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { Over, ReplyDue } from './order-parts';
import { caseOrdersOptions, caseStepsOptions } from './queries';
import styles from './supervision.module.css';

/** Steps of the ladder and orders about a case; nothing for who may not see them. */
export function CaseSupervision({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const enabled = useMe().nav.includes('supervision');
  const steps = useQuery({ ...caseStepsOptions(caseId), enabled }).data ?? [];
  const orders = useQuery({ ...caseOrdersOptions(caseId), enabled }).data?.items ?? [];
  if (steps.length === 0 && orders.length === 0) return null;
  return (
    <section
      className={styles.panel}
      aria-labelledby="supervision-title"
      data-testid="case-supervision"
    >
      <h2 id="supervision-title">{t('supervision.panel')}</h2>
      {orders.length > 0 && (
        <ul className={styles.plain}>
          {orders.map((order) => (
            <li key={order.id}>
              <Link to="/supervision/orders/$orderId" params={{ orderId: order.id }}>
                {order.order_no}
              </Link>{' '}
              {enumName('orderState', order.state)} {order.department.name}{' '}
              <ReplyDue order={order} />
            </li>
          ))}
        </ul>
      )}
      {steps.length > 0 && (
        <ol className={styles.plain}>
          {steps.map((step) => (
            <li key={step.id}>
              <Link
                to="/cases/$caseId/documents/new"
                params={{ caseId }}
                search={{ kind: 'reminder_letter', about: step.id }}
              >
                {enumName('ladderStep', step.step)}
              </Link>{' '}
              {step.department.name} <Over days={step.working_days_over} />{' '}
              <span className={styles.soft}>{formatInstant(step.at)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
