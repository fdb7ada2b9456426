import { createFileRoute } from '@tanstack/react-router';
import { parseDataFieldSearch } from '../../features/data-fields/data-field-search';
import { DataFieldsPage } from '../../features/data-fields/data-fields-page';

export const Route = createFileRoute('/_app/data-fields')({
  validateSearch: parseDataFieldSearch,
  component: DataFieldsRoute,
});

function DataFieldsRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseDataFieldSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <DataFieldsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
