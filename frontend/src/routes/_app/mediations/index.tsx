import { createFileRoute } from '@tanstack/react-router';
import { parseMediationSearch } from '../../../features/mediations/mediation-search';
import { MediationsPage } from '../../../features/mediations/mediations-page';

export const Route = createFileRoute('/_app/mediations/')({
  validateSearch: parseMediationSearch,
  component: MediationsRoute,
});

function MediationsRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseMediationSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <MediationsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
