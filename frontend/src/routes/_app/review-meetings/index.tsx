import { createFileRoute } from '@tanstack/react-router';
import { parseMeetingSearch } from '../../../features/review-meetings/meeting-search';
import { MeetingsPage } from '../../../features/review-meetings/meetings-page';

export const Route = createFileRoute('/_app/review-meetings/')({
  validateSearch: parseMeetingSearch,
  component: MeetingsRoute,
});

function MeetingsRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseMeetingSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <MeetingsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
