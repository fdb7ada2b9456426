import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { CentersPage } from '../../features/centers/centers-page';

export const Route = createFileRoute('/_app/centers')({
  validateSearch: oneText('id'),
  component: CentersRoute,
});

function CentersRoute() {
  const { id } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <CentersPage
      selected={id}
      onSelect={(next) => void navigate({ search: next ? { id: next } : {} })}
    />
  );
}
