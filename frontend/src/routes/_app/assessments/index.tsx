import { createFileRoute } from '@tanstack/react-router';
import { parseResultSearch } from '../../../features/assessments/result-search';
import { ResultsPage } from '../../../features/assessments/results-page';

export const Route = createFileRoute('/_app/assessments/')({
  validateSearch: parseResultSearch,
  component: ResultsRoute,
});

function ResultsRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseResultSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <ResultsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
