import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { PeoplePage } from '../../features/people/people-page';

export const Route = createFileRoute('/_app/people')({
  validateSearch: oneText('q'),
  component: PeopleRoute,
});

function PeopleRoute() {
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <PeoplePage q={q} onSearch={(next) => void navigate({ search: next ? { q: next } : {} })} />
  );
}
