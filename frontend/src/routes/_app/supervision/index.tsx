import { createFileRoute } from '@tanstack/react-router';
import { SupervisionPage } from '../../../features/supervision/supervision-page';
import { parseSupervisionSearch } from '../../../features/supervision/supervision-search';

export const Route = createFileRoute('/_app/supervision/')({
  validateSearch: parseSupervisionSearch,
  component: SupervisionRoute,
});

function SupervisionRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseSupervisionSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <SupervisionPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
