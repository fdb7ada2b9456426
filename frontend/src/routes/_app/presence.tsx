import { createFileRoute } from '@tanstack/react-router';
import { PresencePage } from '../../features/presence/presence-page';

interface Search {
  on?: string;
  status?: string;
}

export const Route = createFileRoute('/_app/presence')({
  validateSearch: (search: Record<string, unknown>): Search => ({
    ...(typeof search.on === 'string' &&
      /^\d{4}-\d{2}-\d{2}$/.test(search.on) && { on: search.on }),
    ...(typeof search.status === 'string' && search.status && { status: search.status }),
  }),
  component: PresenceRoute,
});

function PresenceRoute() {
  const { on, status } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <PresencePage
      on={on}
      status={status}
      onChange={(next) =>
        void navigate({
          search: { ...(next.on && { on: next.on }), ...(next.status && { status: next.status }) },
        })
      }
    />
  );
}
