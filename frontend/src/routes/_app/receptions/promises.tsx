import { createFileRoute } from '@tanstack/react-router';
import { PromisesPage } from '../../../features/receptions/promises-page';
import { parsePromiseSearch } from '../../../features/receptions/reception-search';

export const Route = createFileRoute('/_app/receptions/promises')({
  validateSearch: parsePromiseSearch,
  component: PromisesRoute,
});

function PromisesRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parsePromiseSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <PromisesPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
