import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { MediationSummary } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant, formatTime, today } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { DayBoard } from './day-board';
import {
  type MediationListView,
  type MediationSearch,
  mediationViews,
  toMediationQuery,
} from './mediation-search';
import styles from './mediations.module.css';
import { mediationsOptions } from './queries';

interface MediationsPageProps {
  search: MediationSearch;
  onSearch: (search: MediationSearch) => void;
}

/** Who sits where and when: my own, what is next, or one day by room. */
export function MediationsPage({ search, onSearch }: MediationsPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const isMediator = me.capacities.some(
    ({ id, role }) => id === me.acting_capacity_id && role === 'mediator',
  );
  const view = search.view ?? (isMediator ? 'mine' : 'upcoming');
  return (
    <>
      <PageHeader title={t('nav.mediations')} note={t('mediations.note')} />
      <div className={styles.views}>
        <Segmented<MediationListView>
          aria-label={t('mediations.views')}
          value={view}
          options={mediationViews.map((one) => ({
            value: one,
            label: t(`mediations.view.${one}`),
          }))}
          onChange={(next) => onSearch({ ...search, view: next })}
        />
      </div>
      {view === 'day' ? (
        <DayBoard
          day={search.day ?? today()}
          onDay={(day) => onSearch({ view: 'day', ...(day && { day }) })}
        />
      ) : (
        <Sessions view={view} />
      )}
    </>
  );
}

function Sessions({ view }: { view: MediationListView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useInfiniteQuery(mediationsOptions(toMediationQuery(view)));
  return (
    <KeysetTable<MediationSummary>
      label={t('nav.mediations')}
      query={query}
      empty={t('mediations.empty')}
      columns={[
        {
          title: t('mediations.when'),
          cell: (row) => (
            <Link to="/mediations/$mediationId" params={{ mediationId: row.id }}>
              {formatInstant(row.starts_at)}–{formatTime(row.ends_at)}
            </Link>
          ),
        },
        {
          title: t('mediations.case'),
          width: '28%',
          cell: (row) => (
            <>
              {row.case.title}
              <span className={styles.soft}>
                {row.case.case_no} {t('mediations.no', { no: row.session_no })}
              </span>
            </>
          ),
        },
        { title: t('mediations.room'), cell: (row) => row.room.name },
        {
          title: t('mediations.mediators'),
          cell: (row) =>
            row.mediators.map(({ person }) => person.name).join(t('common.separator')) ||
            t('mediations.noMediator'),
        },
        {
          title: t('mediations.state'),
          cell: (row) => (
            <>
              {enumName('mediationState', row.state)}
              {row.outcome && (
                <span className={styles.soft}>{enumName('mediationOutcome', row.outcome)}</span>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
