import { createFileRoute } from '@tanstack/react-router';
import { parseVisitSearch } from '../../features/visits/visit-search';
import { VisitsPage } from '../../features/visits/visits-page';

export const Route = createFileRoute('/_app/visits')({
  validateSearch: parseVisitSearch,
  component: VisitsRoute,
});

function VisitsRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseVisitSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <VisitsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
