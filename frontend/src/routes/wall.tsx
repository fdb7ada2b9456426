import { createFileRoute, redirect } from '@tanstack/react-router';
import { oneText } from '../app/one-search-param';
import { WallPage } from '../features/duty/wall-page';
import { refreshSession } from '../shared/api/client';
import { session } from '../shared/api/session';

/** Duty on a wall screen: without the frame of the other pages. */
export const Route = createFileRoute('/wall')({
  validateSearch: (search: Record<string, unknown>): { center?: string } =>
    oneText('center')(search),
  beforeLoad: async ({ location }) => {
    if (session.get() || (await refreshSession())) return;
    throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
  component: WallRoute,
});

function WallRoute() {
  const { center } = Route.useSearch();
  return <WallPage centerId={center} />;
}
