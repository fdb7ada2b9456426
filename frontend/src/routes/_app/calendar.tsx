import { createFileRoute } from '@tanstack/react-router';
import { CalendarPage } from '../../features/calendars/calendar-page';
import { currentYear } from '../../shared/lib/dates';

const FIRST_YEAR = 2015;
const LAST_YEAR = 2100;

export const Route = createFileRoute('/_app/calendar')({
  validateSearch: (search: Record<string, unknown>): { year?: number } => {
    const year = Number(search.year);
    return year >= FIRST_YEAR && year <= LAST_YEAR ? { year } : {};
  },
  component: CalendarRoute,
});

function CalendarRoute() {
  const { year = currentYear() } = Route.useSearch();
  const navigate = Route.useNavigate();
  return <CalendarPage year={year} onYear={(next) => void navigate({ search: { year: next } })} />;
}
