import { createFileRoute } from '@tanstack/react-router';
import { DraftPage } from '../../../features/documents/draft-page';
import { parseDraftSearch } from '../../../features/documents/draft-search';

export const Route = createFileRoute('/_app/cases/$caseId_/documents/new')({
  validateSearch: parseDraftSearch,
  component: DraftRoute,
});

function DraftRoute() {
  const { caseId } = Route.useParams();
  // The router hands on what it was given beside what was validated.
  const search = parseDraftSearch({ ...Route.useSearch() });
  // Another paper begins with an empty form.
  const key = [caseId, search.kind, search.about, search.replaces].join();
  return <DraftPage key={key} caseId={caseId} search={search} />;
}
