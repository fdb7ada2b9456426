import { createFileRoute } from '@tanstack/react-router';
import { ShortfallsPage } from '../../features/shortfalls/shortfalls-page';

interface Search {
  month?: string;
  department?: string;
}

export const Route = createFileRoute('/_app/shortfalls')({
  validateSearch: (search: Record<string, unknown>): Search => ({
    ...(typeof search.month === 'string' &&
      /^\d{4}-\d{2}$/.test(search.month) && { month: search.month }),
    ...(typeof search.department === 'string' &&
      search.department && { department: search.department }),
  }),
  component: ShortfallsRoute,
});

function ShortfallsRoute() {
  const { month, department } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ShortfallsPage
      month={month}
      departmentId={department}
      onChange={(next) =>
        void navigate({
          search: {
            ...(next.month && { month: next.month }),
            ...(next.department && { department: next.department }),
          },
        })
      }
    />
  );
}
