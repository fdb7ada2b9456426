import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AgreementSummary } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatFen } from '../../shared/lib/money';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import {
  type AgreementListView,
  type AgreementSearch,
  agreementViews,
  toAgreementQuery,
} from './agreement-search';
import styles from './agreements.module.css';
import { agreementsOptions } from './queries';

interface AgreementsPageProps {
  search: AgreementSearch;
  onSearch: (search: AgreementSearch) => void;
}

/** What was promised: what is due first, what is late, what a court can still confirm. */
export function AgreementsPage({ search, onSearch }: AgreementsPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const view = search.view ?? 'due';
  const query = useInfiniteQuery(agreementsOptions(toAgreementQuery(view)));
  return (
    <>
      <PageHeader title={t('nav.agreements')} note={t('agreements.note')} />
      <div className={styles.views}>
        <Segmented<AgreementListView>
          aria-label={t('agreements.views')}
          value={view}
          options={agreementViews.map((one) => ({
            value: one,
            label: t(`agreements.view.${one}`),
          }))}
          onChange={(next) => onSearch({ view: next })}
        />
      </div>
      <KeysetTable<AgreementSummary>
        label={t('nav.agreements')}
        query={query}
        empty={t('agreements.empty')}
        columns={[
          {
            title: t('agreements.no'),
            cell: (row) => (
              <Link to="/agreements/$agreementId" params={{ agreementId: row.id }}>
                {row.agreement_no}
              </Link>
            ),
          },
          {
            title: t('agreements.case'),
            width: '26%',
            cell: (row) => (
              <>
                {row.case.title}
                <span className={styles.soft}>{row.case.case_no}</span>
              </>
            ),
          },
          {
            title: t('agreements.state'),
            cell: (row) => (
              <>
                {enumName('agreementState', row.state)}
                <span className={styles.soft}>{enumName('agreementForm', row.form)}</span>
              </>
            ),
          },
          { title: t('agreements.amount'), cell: (row) => formatFen(row.amount_fen) },
          {
            title: t('agreements.nextDue'),
            cell: (row) => (
              <>
                {row.next_due_on}
                {row.is_overdue && <strong className={styles.over}>{t('agreements.late')}</strong>}
              </>
            ),
          },
          {
            title: t('agreements.confirmation'),
            cell: (row) => (
              <>
                {enumName('confirmationState', row.confirmation)}
                {row.confirmation === 'none' && (
                  <span className={styles.soft}>
                    {t('agreements.until', { day: row.confirm_until_on })}
                  </span>
                )}
              </>
            ),
          },
        ]}
      />
    </>
  );
}
