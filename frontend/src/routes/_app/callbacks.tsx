import { createFileRoute } from '@tanstack/react-router';
import { parseCallbackSearch } from '../../features/callbacks/callback-search';
import { CallbacksPage } from '../../features/callbacks/callbacks-page';

export const Route = createFileRoute('/_app/callbacks')({
  validateSearch: parseCallbackSearch,
  component: CallbacksRoute,
});

function CallbacksRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseCallbackSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <CallbacksPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
