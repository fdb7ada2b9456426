import { createFileRoute } from '@tanstack/react-router';
import { MinutesPage } from '../../../features/review-meetings/minutes-page';

export const Route = createFileRoute('/_app/review-meetings/$meetingId_/minutes')({
  component: MinutesRoute,
});

function MinutesRoute() {
  return <MinutesPage meetingId={Route.useParams().meetingId} />;
}
