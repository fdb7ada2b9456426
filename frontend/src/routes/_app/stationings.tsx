import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { StationingsPage } from '../../features/stationings/stationings-page';

export const Route = createFileRoute('/_app/stationings')({
  validateSearch: oneText('state'),
  component: StationingsRoute,
});

function StationingsRoute() {
  const { state } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <StationingsPage
      state={state}
      onState={(next) => void navigate({ search: next ? { state: next } : {} })}
    />
  );
}
