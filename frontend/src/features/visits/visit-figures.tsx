import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { QueryState } from '../../shared/ui/query-state';
import { Waiting } from '../../shared/ui/waiting';
import { visitCountsOptions } from './queries';
import { searchOf } from './visit-search';

const shown = { offered: 'offered_to_me', overdue: 'overdue', open: 'open' } as const;
const views = ['offered', 'overdue', 'open'] as const;

/** What waits of visits, for whoever may see any. */
export function VisitFigures() {
  const { t } = useTranslation();
  const seesVisits = useMe().nav.includes('visits');
  const query = useQuery({ ...visitCountsOptions(), enabled: seesVisits });
  if (!seesVisits) return null;
  return (
    <Waiting title={t('nav.visits')}>
      <QueryState query={query} rows={1}>
        {(figures) =>
          views.map((view) => (
            <Link key={view} to="/visits" search={searchOf[view]}>
              {t('common.figure', { name: t(`visits.view.${view}`), count: figures[shown[view]] })}
            </Link>
          ))
        }
      </QueryState>
    </Waiting>
  );
}
