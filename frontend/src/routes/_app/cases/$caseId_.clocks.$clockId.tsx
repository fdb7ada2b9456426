import { createFileRoute } from '@tanstack/react-router';
import { ClockPage } from '../../../features/cases/detail/clock-page';

export const Route = createFileRoute('/_app/cases/$caseId_/clocks/$clockId')({
  component: ClockRoute,
});

function ClockRoute() {
  return <ClockPage {...Route.useParams()} />;
}
