import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActingRole } from '../../../shared/api/session';
import type { SavedView } from '../../../shared/api/types';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { defaultColumns, type OptionalColumn, optionalColumns } from './case-columns';
import styles from './case-list.module.css';
import { type CaseSearch, isSameSearch, searchOfView, toCaseListQuery } from './case-search';
import { NewView } from './new-view';
import { useLocalViews } from './use-local-views';
import { saveView, viewsOptions } from './views-api';

const ViewsDialog = lazy(() => import('./views-dialog'));

interface SavedViewsProps {
  search: CaseSearch;
  columns: OptionalColumn[];
  onOpen: (view: { search: CaseSearch; columns: OptionalColumn[] }) => void;
}

/** Filters and columns under a name, one click away: shipped, published, and one's own. */
export function SavedViews({ search, columns, onOpen }: SavedViewsProps) {
  const { t } = useTranslation();
  const role = useActingRole();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(viewsOptions());
  const [isManaging, setManaging] = useState(false);
  useLocalViews();
  const views = data?.items ?? [];
  const save = useMutation({
    mutationFn: ({ name, role }: { name: string; role?: SavedView['role'] }) =>
      saveView({ name, role: role ?? null, filters: toCaseListQuery(search), columns }),
    onSuccess: () => queryClient.invalidateQueries(viewsOptions()),
  });
  // What is published for others is for whoever keeps it in order, not for every day.
  const shown = views.filter(
    (view) => !view.is_hidden && (view.origin !== 'published' || view.role === role),
  );
  const isCurrent = (view: SavedView) => {
    const saved = searchOfView(view.filters);
    return saved !== null && isSameSearch(saved, search);
  };
  const mayAdd = Object.keys(search).length > 0 && !views.some(isCurrent);

  return (
    <section className={`${styles.views} no-print`} aria-label={t('cases.views.title')}>
      {error && !data && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {shown.map((view) => {
        const saved = searchOfView(view.filters);
        return (
          <Button
            key={view.id}
            aria-pressed={isCurrent(view)}
            type={isCurrent(view) ? 'primary' : 'default'}
            disabled={saved === null}
            {...(saved === null && { title: t('cases.views.unsupported') })}
            onClick={() => saved && onOpen({ search: saved, columns: columnsOf(view) })}
          >
            {view.name}
          </Button>
        );
      })}
      {mayAdd && <NewView isSaving={save.isPending} onSave={(view) => save.mutate(view)} />}
      {views.length > 0 && (
        <Button type="link" onClick={() => setManaging(true)}>
          {t('cases.views.manage')}
        </Button>
      )}
      {save.error && <ProblemAlert error={save.error} />}
      <Suspense fallback={null}>
        {isManaging && <ViewsDialog views={views} onClose={() => setManaging(false)} />}
      </Suspense>
    </section>
  );
}

/** The columns of a view that this page has; those of every day where it names none. */
function columnsOf({ columns }: SavedView): OptionalColumn[] {
  const known = optionalColumns.filter((column) => columns.includes(column));
  return known.length > 0 ? known : defaultColumns;
}
