import { createFileRoute } from '@tanstack/react-router';
import { DutyPage } from '../../features/duty/duty-page';

interface Search {
  center?: string;
  on?: string;
}

export const Route = createFileRoute('/_app/duty')({
  validateSearch: (search: Record<string, unknown>): Search => ({
    ...(typeof search.center === 'string' && search.center && { center: search.center }),
    ...(typeof search.on === 'string' &&
      /^\d{4}-\d{2}-\d{2}$/.test(search.on) && { on: search.on }),
  }),
  component: DutyRoute,
});

function DutyRoute() {
  const { center, on } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <DutyPage
      centerId={center}
      on={on}
      onChange={(next) =>
        void navigate({
          search: { ...(next.center && { center: next.center }), ...(next.on && { on: next.on }) },
        })
      }
    />
  );
}
