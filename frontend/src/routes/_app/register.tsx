import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { RegisterPage } from '../../features/cases/register/register-page';

export const Route = createFileRoute('/_app/register')({
  validateSearch: oneText('visit_id'),
  component: RegisterRoute,
});

function RegisterRoute() {
  const { visit_id } = Route.useSearch();
  return <RegisterPage {...(visit_id && { visitId: visit_id })} />;
}
