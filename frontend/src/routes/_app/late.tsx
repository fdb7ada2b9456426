import { createFileRoute } from '@tanstack/react-router';
import { LatePage } from '../../features/cases/late/late-page';
import { parseLateSearch } from '../../features/cases/late/late-search';

export const Route = createFileRoute('/_app/late')({
  validateSearch: parseLateSearch,
  component: LateRoute,
});

function LateRoute() {
  // The router hands on what it was given beside what was validated.
  return <LatePage search={parseLateSearch({ ...Route.useSearch() })} />;
}
