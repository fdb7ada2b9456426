import { createFileRoute } from '@tanstack/react-router';
import { InboxPage } from '../../features/notices/inbox-page';
import { parseInboxSearch } from '../../features/notices/inbox-search';

export const Route = createFileRoute('/_app/inbox')({
  validateSearch: parseInboxSearch,
  component: InboxRoute,
});

function InboxRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseInboxSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <InboxPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
