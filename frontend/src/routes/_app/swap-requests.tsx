import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { SwapsPage } from '../../features/duty-calendars/swaps-page';

export const Route = createFileRoute('/_app/swap-requests')({
  validateSearch: oneText('state'),
  component: SwapsRoute,
});

function SwapsRoute() {
  const { state } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <SwapsPage
      state={state}
      onState={(next) => void navigate({ search: next ? { state: next } : {} })}
    />
  );
}
