import { createFileRoute } from '@tanstack/react-router';
import { ReportRowsPage } from '../../features/reports/report-rows-page';
import { parseRowSearch } from '../../features/reports/report-search';

export const Route = createFileRoute('/_app/report-rows')({
  validateSearch: parseRowSearch,
  component: ReportRowsRoute,
});

function ReportRowsRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseRowSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <ReportRowsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
