import { createFileRoute } from '@tanstack/react-router';
import { AuditPage } from '../../features/audit/audit-page';
import { parseAuditSearch } from '../../features/audit/audit-search';

export const Route = createFileRoute('/_app/audit')({
  validateSearch: parseAuditSearch,
  component: AuditRoute,
});

function AuditRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseAuditSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <AuditPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
