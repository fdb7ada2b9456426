import { createFileRoute } from '@tanstack/react-router';
import { RoutingPage } from '../../../features/cases/routing/routing-page';

export const Route = createFileRoute('/_app/cases/$caseId_/routing')({
  component: RoutingRoute,
});

function RoutingRoute() {
  return <RoutingPage {...Route.useParams()} />;
}
