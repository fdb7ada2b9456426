import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AdapterDelivery } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import styles from './adapters.module.css';
import { messagesOptions } from './queries';

/** What came, when, and what became of it. */
export function MessageLog({ code }: { code: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(messagesOptions(code));
  return (
    <section className={styles.panel} aria-labelledby="log-title">
      <h2 id="log-title">{t('adapters.log')}</h2>
      <p className={styles.soft}>{t('adapters.logNote')}</p>
      <KeysetTable<AdapterDelivery>
        label={t('adapters.log')}
        query={query}
        empty={t('adapters.logEmpty')}
        columns={[
          { title: t('adapters.receivedAt'), cell: (row) => formatInstant(row.received_at) },
          { title: t('adapters.number'), cell: (row) => row.number },
          { title: t('adapters.outcome'), cell: (row) => row.outcome_name },
          {
            title: t('adapters.problem'),
            cell: (row) => row.refusal_code ?? row.problem_code,
          },
          {
            title: t('adapters.pointer'),
            cell: (row) => <span className={styles.code}>{row.pointer}</span>,
          },
          {
            title: t('adapters.case'),
            cell: ({ case_id }) =>
              case_id && (
                <Link to="/cases/$caseId" params={{ caseId: case_id }}>
                  {t('adapters.openCase')}
                </Link>
              ),
          },
        ]}
      />
    </section>
  );
}
