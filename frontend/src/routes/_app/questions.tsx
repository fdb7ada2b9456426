import { createFileRoute } from '@tanstack/react-router';
import { QuestionsPage } from '../../features/questions/questions-page';

interface Search {
  view?: 'all';
}

export const Route = createFileRoute('/_app/questions')({
  validateSearch: (search: Record<string, unknown>): Search =>
    search.view === 'all' ? { view: 'all' } : {},
  component: QuestionsRoute,
});

function QuestionsRoute() {
  const { view } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <QuestionsPage
      view={view ?? 'open'}
      onView={(next) => void navigate({ search: next === 'all' ? { view: 'all' } : {} })}
    />
  );
}
