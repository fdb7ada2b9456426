import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { UsersPage } from '../../features/users/users-page';

export const Route = createFileRoute('/_app/users')({
  validateSearch: oneText('q'),
  component: UsersRoute,
});

function UsersRoute() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <UsersPage q={q} onSearch={(next) => void navigate({ search: next ? { q: next } : {} })} />
  );
}
