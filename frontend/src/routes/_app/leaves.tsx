import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { LeavesPage } from '../../features/stationings/leaves-page';

export const Route = createFileRoute('/_app/leaves')({
  validateSearch: oneText('state'),
  component: LeavesRoute,
});

function LeavesRoute() {
  const { state } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <LeavesPage
      state={state}
      onState={(next) => void navigate({ search: next ? { state: next } : {} })}
    />
  );
}
