import { createFileRoute } from '@tanstack/react-router';
import { parseRowSearch } from '../../features/reports/report-search';
import { ReportRowsPage } from '../../features/reports/report-rows-page';

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
