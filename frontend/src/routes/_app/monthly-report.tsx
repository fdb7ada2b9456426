import { createFileRoute } from '@tanstack/react-router';
import { ReportPage } from '../../features/reports/report-page';
import { parseReportSearch } from '../../features/reports/report-search';

export const Route = createFileRoute('/_app/monthly-report')({
  validateSearch: parseReportSearch,
  component: MonthlyReportRoute,
});

function MonthlyReportRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseReportSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return (
    <ReportPage
      code="monthly"
      search={search}
      onSearch={(next) => void navigate({ search: next })}
    />
  );
}
