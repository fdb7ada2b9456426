import { createFileRoute } from '@tanstack/react-router';
import { ReportPage } from '../../features/reports/report-page';
import { parseReportSearch } from '../../features/reports/report-search';

export const Route = createFileRoute('/_app/mediation-statistics')({
  validateSearch: parseReportSearch,
  component: MediationStatisticsRoute,
});

function MediationStatisticsRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseReportSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return (
    <ReportPage
      code="mediation"
      search={search}
      onSearch={(next) => void navigate({ search: next })}
    />
  );
}
