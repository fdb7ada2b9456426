import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../shared/api/reference';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatDay } from '../../shared/lib/dates';
import { NoticePage } from '../../shared/ui/notice-page';
import { QueryState } from '../../shared/ui/query-state';
import { caseStepsOptions, orderOptions, supervisedCaseOptions } from './queries';
import styles from './supervision.module.css';

interface LetterProps {
  title: string;
  no?: string;
  to: string;
  from: string;
  on: string;
  children: ReactNode;
}

/** An official letter on A4: heading, number, addressee, body, signature and date. */
function Letter({ title, no, to, from, on, children }: LetterProps) {
  const { t } = useTranslation();
  return (
    <article className={styles.letter}>
      <div className="no-print">
        <Button type="primary" onClick={() => window.print()}>
          {t('common.print')}
        </Button>
      </div>
      <h1>{title}</h1>
      {no && <p className={styles.letterNo}>{t('supervision.order.no', { no })}</p>}
      <p>{t('supervision.order.to', { name: to })}</p>
      {children}
      <footer>
        <p>{t('supervision.order.sign', { name: from })}</p>
        <p>{on}</p>
      </footer>
    </article>
  );
}

/** 督办函. */
export function OrderLetter({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const groundName = useCodeName('supervision_ground');
  const query = useQuery(orderOptions(orderId));
  return (
    <QueryState query={query}>
      {(order) => (
        <Letter
          title={t('supervision.order.title')}
          no={order.order_no}
          to={order.department.name}
          from={order.issuer.center.name}
          on={formatDay(order.issued_at)}
        >
          <p className={styles.body}>
            {t('supervision.order.intro', { ground: groundName(order.ground_code) })}
          </p>
          <table>
            <caption>{t('supervision.order.caseList')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('supervision.field.case_no')}</th>
                <th scope="col">{t('supervision.field.case_title')}</th>
              </tr>
            </thead>
            <tbody>
              {order.cases.map((one) => (
                <tr key={one.id}>
                  <td>{one.case_no}</td>
                  <td>{one.title}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.body}>{t('supervision.order.ask', { text: order.text })}</p>
          <p className={styles.body}>{t('supervision.order.due', { day: order.reply_due_on })}</p>
        </Letter>
      )}
    </QueryState>
  );
}

/** 催办通知书, or the reminder before it. */
export function StepLetter({ caseId, stepId }: { caseId: string; stepId: string }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const steps = useQuery(caseStepsOptions(caseId));
  const about = useQuery(supervisedCaseOptions(caseId));
  return (
    <QueryState query={steps}>
      {(all) => {
        const step = all.find(({ id }) => id === stepId);
        if (!step) {
          return (
            <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>
          );
        }
        const isReminder = step.step === 'reminder';
        return (
          <QueryState query={about}>
            {({ case_no, title, center }) => (
              <Letter
                title={t(isReminder ? 'supervision.urge.reminderTitle' : 'supervision.urge.title')}
                to={step.department.name}
                from={center.name}
                on={formatDay(step.at)}
              >
                <p className={styles.body}>
                  {t(isReminder ? 'supervision.urge.reminder' : 'supervision.urge.body', {
                    no: case_no,
                    title,
                    clock: enumName('clock', step.clock_kind),
                    day: formatDay(step.due_at),
                    at: formatDay(step.at),
                    over: step.working_days_over,
                  })}
                </p>
              </Letter>
            )}
          </QueryState>
        );
      }}
    </QueryState>
  );
}
