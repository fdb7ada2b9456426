import { createFileRoute } from '@tanstack/react-router';
import { CaseListPage } from '../../../features/cases/list/case-list-page';
import { parseCaseSearch } from '../../../features/cases/list/case-search';

export const Route = createFileRoute('/_app/cases/')({
  validateSearch: parseCaseSearch,
  component: CaseListRoute,
});

function CaseListRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseCaseSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <CaseListPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
