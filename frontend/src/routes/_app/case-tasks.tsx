import { createFileRoute } from '@tanstack/react-router';
import { parseTaskSearch } from '../../features/case-tasks/task-search';
import { TasksPage } from '../../features/case-tasks/tasks-page';

export const Route = createFileRoute('/_app/case-tasks')({
  validateSearch: parseTaskSearch,
  component: TasksRoute,
});

function TasksRoute() {
  // The router hands on what it was given beside what was validated.
  const search = parseTaskSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <TasksPage search={search} onSearch={(next) => void navigate({ search: next })} />;
}
