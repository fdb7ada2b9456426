import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActingRole, useMe } from '../../../shared/api/session';
import { PageHeader } from '../../../shared/ui/page-header';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { caseCountsOptions } from '../queries';
import { queuesFor } from '../queues';
import styles from './home.module.css';
import { MyCases } from './my-cases';
import { QueueCard } from './queue-card';

/** To do now, my unit, what I follow: work, not tables; and what waits beside the cases. */
export function HomePage({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const role = useActingRole();
  const navigate = useNavigate();
  const seesCases = me.nav.includes('cases');
  const counts = useQuery({ ...caseCountsOptions(), enabled: seesCases, refetchInterval: 60_000 });

  const register = me.nav.includes('register') && (
    <Button type="primary" size="large" onClick={() => void navigate({ to: '/register' })}>
      {t('cases.register.title')}
    </Button>
  );

  return (
    <>
      <PageHeader
        title={t('nav.home')}
        note={t('cases.home.greeting', { name: me.person.name })}
        actions={register}
      />
      {counts.error && <ProblemAlert error={counts.error} onRetry={() => void counts.refetch()} />}
      {seesCases ? (
        <>
          <ul className={styles.queues} aria-label={t('cases.home.queues')}>
            {queuesFor(role).map((queue) => (
              <QueueCard key={queue} queue={queue} figures={counts.data?.[queue]} />
            ))}
          </ul>
          {children}
          <MyCases />
        </>
      ) : (
        <section className={styles.plain}>
          <h2>{t('cases.home.noCases')}</h2>
          <p>{t('cases.home.noCasesNext')}</p>
          <p>
            <Link to="/feedback">{t('nav.feedback')}</Link>
          </p>
        </section>
      )}
    </>
  );
}
