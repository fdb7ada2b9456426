import { createFileRoute } from '@tanstack/react-router';
import { parseAgreementSearch } from '../../../features/agreements/agreement-search';
import { AgreementsPage } from '../../../features/agreements/agreements-page';

export const Route = createFileRoute('/_app/agreements/')({
  validateSearch: parseAgreementSearch,
  component: AgreementsRoute,
});

function AgreementsRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseAgreementSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <AgreementsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
