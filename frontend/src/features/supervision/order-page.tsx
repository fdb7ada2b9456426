import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import { useCodeName } from '../../shared/api/reference';
import { useMe } from '../../shared/api/session';
import type { SupervisionOrder } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { FactList } from '../../shared/ui/fact-list';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { OrderDialog } from './order-dialog';
import { ReplyDue } from './order-parts';
import { type OrderVerb, orderVerbs } from './order-verbs';
import { orderOptions } from './queries';
import styles from './supervision.module.css';

/** One order: what is asked of whom, about what, what was replied, and what I can do now. */
export function OrderPage({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const query = useQuery(orderOptions(orderId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={10}>
      {(order) => (
        <>
          <OrderHeader order={order} />
          <div className={styles.columns}>
            <OrderFacts order={order} />
            <section className={styles.panel} aria-labelledby="order-cases">
              <h2 id="order-cases">{t('supervision.field.cases')}</h2>
              <OrderCases order={order} />
            </section>
            <section className={styles.panel} aria-labelledby="order-replies">
              <h2 id="order-replies">{t('supervision.replies')}</h2>
              <OrderReplies order={order} />
            </section>
          </div>
        </>
      )}
    </QueryState>
  );
}

function OrderHeader({ order }: { order: SupervisionOrder }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const [acting, setActing] = useState<OrderVerb | null>(null);
  // The letter is a paper of a case; it names every case of the order its issuer may see.
  const [letterCase] = order.cases;
  const allowed = orderVerbs.filter((verb) => order.allowed_actions.includes(verb));
  return (
    <>
      <PageHeader
        title={order.order_no}
        note={
          <span data-testid="order-state">
            {enumName('orderState', order.state)}
            {order.round > 1 && ` ${t('supervision.round', { round: order.round })}`}
          </span>
        }
        actions={
          <>
            {allowed.map((verb, at) => (
              <Button
                key={verb}
                {...(at === 0 && verb !== 'cancel' && { type: 'primary' as const })}
                danger={verb === 'cancel'}
                onClick={() => setActing(verb)}
              >
                {t(`supervision.action.${verb}`)}
              </Button>
            ))}
            {letterCase && (
              <Link
                to="/cases/$caseId/documents/new"
                params={{ caseId: letterCase.id }}
                search={{ kind: 'supervision_letter', about: order.id }}
              >
                {t('supervision.letter')}
              </Link>
            )}
            <Link to="/supervision">{t('supervision.backToRegister')}</Link>
          </>
        }
      />
      {acting && <OrderDialog verb={acting} order={order} onClose={() => setActing(null)} />}
    </>
  );
}

function OrderFacts({ order }: { order: SupervisionOrder }) {
  const { t } = useTranslation();
  const groundName = useCodeName('supervision_ground');
  const { issuer } = order;
  const seesRules = useMe().nav.includes('automation_rules');
  const ruleFact = ({ id, name }: { id: string; name: string }): [string, ReactNode] => [
    t('supervision.field.rule'),
    seesRules ? (
      <Link key="rule" to="/automation-rules" search={{ id }}>
        {name}
      </Link>
    ) : (
      name
    ),
  ];
  return (
    <section className={styles.panel}>
      <FactList
        facts={[
          [t('supervision.field.department'), order.department.name],
          [t('supervision.field.reply_due_on'), <ReplyDue key="due" order={order} />],
          [t('supervision.field.ground'), groundName(order.ground_code)],
          [t('supervision.field.text'), order.text],
          [
            t('supervision.field.issuer'),
            `${issuer.center.name} ${issuer.person?.name ?? t('supervision.system')}`,
          ],
          ...(issuer.rule ? [ruleFact(issuer.rule)] : []),
          [t('supervision.field.issued_at'), formatInstant(order.issued_at)],
        ]}
      />
      {order.cancel_reason && (
        <p>{t('supervision.cancelledBecause', { reason: order.cancel_reason })}</p>
      )}
    </section>
  );
}

function OrderCases({ order }: { order: SupervisionOrder }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const hidden = order.case_count - order.cases.length;
  return (
    <>
      <ul className={styles.plain}>
        {order.cases.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$caseId" params={{ caseId: one.id }}>
              {one.title}
            </Link>{' '}
            <span className={styles.soft}>
              {one.case_no} {enumName('status', one.status)}
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p>{t('supervision.hiddenCases', { count: hidden })}</p>}
    </>
  );
}

function OrderReplies({ order }: { order: SupervisionOrder }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  if (order.replies.length === 0) return <p>{t('supervision.noReplies')}</p>;
  return (
    <ol className={styles.plain}>
      {order.replies.map((reply) => (
        <li key={reply.round} className={styles.reply}>
          <p className={styles.soft}>
            {t('supervision.repliedBy', {
              name: reply.replied_by.name,
              at: formatInstant(reply.replied_at),
            })}{' '}
            {t('supervision.dueOn', { day: reply.due_on })}{' '}
            {reply.is_late && <span className={styles.late}>{t('supervision.late')}</span>}
          </p>
          <p className={styles.words}>{reply.text}</p>
          {reply.verdict && (
            <p>
              <strong>
                {t('supervision.decidedBy', {
                  verdict: enumName('verdict', reply.verdict),
                  name: reply.decided_by?.name ?? '',
                  at: reply.decided_at ? formatInstant(reply.decided_at) : '',
                })}
              </strong>{' '}
              {reply.verdict_reason}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
