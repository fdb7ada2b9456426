import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { DepartmentsPage } from '../../features/departments/departments-page';

export const Route = createFileRoute('/_app/departments')({
  validateSearch: oneText('id'),
  component: DepartmentsRoute,
});

function DepartmentsRoute() {
  const { id } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <DepartmentsPage
      selected={id}
      onSelect={(next) => void navigate({ search: next ? { id: next } : {} })}
    />
  );
}
