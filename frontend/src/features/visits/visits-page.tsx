import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Visit } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { NoteVisitDialog } from './note-visit-dialog';
import { refreshVisits, visitsOptions } from './queries';
import { VisitDialog } from './visit-dialog';
import { searchOf, toVisitQuery, type VisitSearch, viewOf, visitViews } from './visit-search';
import styles from './visits.module.css';

interface VisitsPageProps {
  search: VisitSearch;
  onSearch: (search: VisitSearch) => void;
}

/** First contact before there is a case: nothing that came to the window gets lost. */
export function VisitsPage({ search, onSearch }: VisitsPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(visitsOptions(toVisitQuery(search)));
  const [noting, setNoting] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const refresh = () => void refreshVisits(queryClient);
  const mayLink = (row: Visit) =>
    me.nav.includes('register') && row.allowed_actions.includes('link');

  return (
    <>
      <PageHeader
        title={t('nav.visits')}
        note={t('visits.note')}
        actions={
          me.nav.includes('visit_new') && (
            <Button type="primary" onClick={() => setNoting(true)}>
              {t('visits.noteOne')}
            </Button>
          )
        }
      />
      <div className={styles.views}>
        <Segmented
          aria-label={t('visits.views')}
          value={viewOf(search)}
          options={visitViews.map((view) => ({ value: view, label: t(`visits.view.${view}`) }))}
          onChange={(view) => onSearch(searchOf[view])}
        />
      </div>
      <KeysetTable<Visit>
        label={t('nav.visits')}
        query={query}
        empty={t('visits.empty')}
        columns={[
          { title: t('visits.came'), cell: (row) => formatInstant(row.came_at) },
          { title: t('visits.channel'), cell: (row) => enumName('channel', row.channel) },
          { title: t('visits.subject'), cell: (row) => row.subject, width: '22%' },
          { title: t('visits.asked'), cell: (row) => row.asked_person.name },
          { title: t('visits.owner'), cell: (row) => <OwnerCell visit={row} /> },
          { title: t('visits.state'), cell: (row) => <StateCell visit={row} /> },
          {
            title: t('visits.manage'),
            cell: (row) => (
              <span className={styles.actions}>
                {mayLink(row) && (
                  <Link to="/register" search={{ visit_id: row.id }}>
                    {t('visits.register')}
                  </Link>
                )}
                <Button size="small" onClick={() => setOpened(row.id)}>
                  {t('visits.details')}
                </Button>
              </span>
            ),
          },
        ]}
      />
      {noting && <NoteVisitDialog onNoted={refresh} onClose={() => setNoting(false)} />}
      {opened && (
        <VisitDialog visitId={opened} onChanged={refresh} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

function OwnerCell({ visit: { owner, offer } }: { visit: Visit }) {
  const { t } = useTranslation();
  const to = offer?.person?.name ?? offer?.department?.name;
  return (
    <>
      {owner.person.name}
      {owner.department && <span className={styles.soft}>{owner.department.name}</span>}
      {to && <span className={styles.soft}>{t('visits.offer', { name: to })}</span>}
    </>
  );
}

function StateCell({ visit }: { visit: Visit }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <>
      {enumName('visitState', visit.state)}
      {visit.is_overdue && <span className={styles.overdue}> ■ {t('visits.overdue')}</span>}
      {visit.state === 'open' && (
        <span className={styles.soft}>
          {t('visits.until', { at: formatInstant(visit.due_at) })}
        </span>
      )}
    </>
  );
}
