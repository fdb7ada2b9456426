import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { StandInsPage } from '../../features/duty/stand-ins-page';

export const Route = createFileRoute('/_app/duty-stand-ins')({
  validateSearch: oneText('state'),
  component: StandInsRoute,
});

function StandInsRoute() {
  const { state } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <StandInsPage
      state={state}
      onState={(next) => void navigate({ search: next ? { state: next } : {} })}
    />
  );
}
