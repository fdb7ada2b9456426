import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../../app/one-search-param';
import { PlanPage } from '../../../features/rotation-plans/plan-page';

export const Route = createFileRoute('/_app/rotation-plans/$planId')({
  validateSearch: oneText('month'),
  component: PlanRoute,
});

function PlanRoute() {
  const { planId } = Route.useParams();
  const { month } = Route.useSearch();
  const navigate = Route.useNavigate();
  const known = month && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined;
  return (
    <PlanPage
      key={planId}
      planId={planId}
      month={known}
      onMonth={(next) => void navigate({ search: { month: next } })}
    />
  );
}
