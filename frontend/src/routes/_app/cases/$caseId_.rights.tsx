import { createFileRoute } from '@tanstack/react-router';
import { RightsPage } from '../../../features/cases/actions/rights-page';
import { parseRightsSearch } from '../../../features/cases/actions/rights-search';

export const Route = createFileRoute('/_app/cases/$caseId_/rights')({
  validateSearch: parseRightsSearch,
  component: RightsRoute,
});

function RightsRoute() {
  const { caseId } = Route.useParams();
  const { action } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <RightsPage
      caseId={caseId}
      verb={action}
      onVerb={(next) => void navigate({ search: { action: next }, replace: true })}
    />
  );
}
