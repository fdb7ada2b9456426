import { createFileRoute } from '@tanstack/react-router';
import { BurdenPage } from '../../features/burden/burden-page';
import { parseBurdenSearch } from '../../features/burden/burden-search';

export const Route = createFileRoute('/_app/burden')({
  validateSearch: parseBurdenSearch,
  component: BurdenRoute,
});

function BurdenRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseBurdenSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <BurdenPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
