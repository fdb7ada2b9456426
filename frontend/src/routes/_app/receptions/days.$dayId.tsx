import { createFileRoute } from '@tanstack/react-router';
import { DayPage } from '../../../features/receptions/day-page';

export const Route = createFileRoute('/_app/receptions/days/$dayId')({
  component: DayRoute,
});

function DayRoute() {
  const { dayId } = Route.useParams();
  return <DayPage key={dayId} dayId={dayId} />;
}
