import { createFileRoute } from '@tanstack/react-router';
import { parseRosterSearch } from '../../../features/receptions/reception-search';
import { RosterPage } from '../../../features/receptions/roster-page';

export const Route = createFileRoute('/_app/receptions/')({
  validateSearch: parseRosterSearch,
  component: RosterRoute,
});

function RosterRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseRosterSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <RosterPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
