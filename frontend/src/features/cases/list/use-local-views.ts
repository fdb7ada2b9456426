import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../../shared/api/problem';
import { useMe } from '../../../shared/api/session';
import { forgetStored, readStored } from '../../../shared/lib/use-stored-state';
import { useNotices } from '../../../shared/ui/notices';
import { type OptionalColumn, optionalColumns } from './case-columns';
import { type CaseSearch, parseCaseSearch, toCaseListQuery } from './case-search';
import { saveView, viewsOptions } from './views-api';

interface LocalView {
  name: string;
  search: CaseSearch;
  columns: OptionalColumn[];
}

const moving = new Set<string>();

/** Takes the views kept on this PC to the account, once; each is forgotten here when it is there. */
export function useLocalViews(): void {
  const { t } = useTranslation();
  const me = useMe();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const stored = `views.cases.${me.user.id}`;
  useEffect(() => {
    const views = readStored<LocalView[]>(stored, []);
    if (views.length === 0 || moving.has(stored)) return;
    moving.add(stored);
    void moveAll(views).then(({ moved, left }) => {
      moving.delete(stored);
      forgetStored(stored, left);
      if (moved === 0) return;
      notices.success(t('cases.views.migrated', { count: moved }));
      void queryClient.invalidateQueries(viewsOptions());
    });
  }, [stored, notices, queryClient, t]);
}

async function moveAll(views: LocalView[]): Promise<{ moved: number; left: LocalView[] }> {
  let moved = 0;
  const left: LocalView[] = [];
  for (const view of views) {
    try {
      await saveView({
        name: view.name,
        role: null,
        filters: toCaseListQuery(parseCaseSearch({ ...view.search })),
        columns: optionalColumns.filter((column) => view.columns.includes(column)),
      });
      moved += 1;
    } catch (error) {
      // What the server refuses, such as a name it has already, it would refuse again.
      if (!isProblem(error) || error.status >= 500) left.push(view);
    }
  }
  return { moved, left };
}
