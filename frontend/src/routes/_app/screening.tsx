import { createFileRoute } from '@tanstack/react-router';
import { ScreeningPage } from '../../features/reports/screening-page';
import { parseScreeningSearch } from '../../features/reports/screening-search';

export const Route = createFileRoute('/_app/screening')({
  validateSearch: parseScreeningSearch,
  component: ScreeningRoute,
});

function ScreeningRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseScreeningSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <ScreeningPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
