import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { MyDutyPage } from '../../features/duty-calendars/my-duty-page';

export const Route = createFileRoute('/_app/my-duty')({
  validateSearch: oneText('month'),
  component: MyDutyRoute,
});

function MyDutyRoute() {
  const { month } = Route.useSearch();
  const navigate = Route.useNavigate();
  const known = month && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined;
  return (
    <MyDutyPage month={known} onMonth={(next) => void navigate({ search: { month: next } })} />
  );
}
