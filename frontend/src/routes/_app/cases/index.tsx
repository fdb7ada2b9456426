import { createFileRoute } from '@tanstack/react-router';
import { CaseListPage } from '../../../features/cases/list/case-list-page';
import { parseCaseSearch, toCaseListQuery } from '../../../features/cases/list/case-search';
import { caseListOptions } from '../../../features/cases/queries';
import { ExportButton } from '../../../features/exports/export-button';

export const Route = createFileRoute('/_app/cases/')({
  validateSearch: parseCaseSearch,
  loaderDeps: ({ search }) => parseCaseSearch({ ...search }),
  // The rows are on their way while the code of the page is.
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchInfiniteQuery(caseListOptions(toCaseListQuery(deps)));
  },
  component: CaseListRoute,
});

function CaseListRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseCaseSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  const toExports = () => void navigate({ to: '/exports' });
  return (
    <CaseListPage
      search={search}
      onSearch={(next) => void navigate({ search: next })}
      actions={<ExportButton query={toCaseListQuery(search)} onAsked={toExports} />}
    />
  );
}
