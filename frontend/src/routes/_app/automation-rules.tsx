import { createFileRoute } from '@tanstack/react-router';
import { oneText } from '../../app/one-search-param';
import { AutomationRulesPage } from '../../features/automation-rules/automation-rules-page';

export const Route = createFileRoute('/_app/automation-rules')({
  validateSearch: oneText('id'),
  component: AutomationRulesRoute,
});

function AutomationRulesRoute() {
  const { id } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <AutomationRulesPage
      selected={id}
      onSelect={(next) => void navigate({ search: next ? { id: next } : {} })}
    />
  );
}
