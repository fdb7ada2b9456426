import { createFileRoute } from '@tanstack/react-router';
import { type ItemState, itemStates } from '../../../features/reconciliations/item-states';
import { ReconciliationPage } from '../../../features/reconciliations/reconciliation-page';

interface Search {
  state?: ItemState;
}

export const Route = createFileRoute('/_app/reconciliations/$reconciliationId')({
  validateSearch: (search: Record<string, unknown>): Search => {
    const state = itemStates.find((one) => one === search.state);
    return state ? { state } : {};
  },
  component: ReconciliationRoute,
});

function ReconciliationRoute() {
  const { reconciliationId } = Route.useParams();
  const { state } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ReconciliationPage
      key={reconciliationId}
      id={reconciliationId}
      state={state ?? 'unmatched'}
      onState={(next) => void navigate({ search: { state: next } })}
    />
  );
}
