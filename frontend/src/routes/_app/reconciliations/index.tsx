import { createFileRoute } from '@tanstack/react-router';
import { ReconciliationsPage } from '../../../features/reconciliations/reconciliations-page';

export const Route = createFileRoute('/_app/reconciliations/')({
  component: ReconciliationsRoute,
});

function ReconciliationsRoute() {
  const navigate = Route.useNavigate();
  return (
    <ReconciliationsPage
      onOpen={(reconciliationId) =>
        void navigate({
          to: '/reconciliations/$reconciliationId',
          params: { reconciliationId },
          search: {},
        })
      }
    />
  );
}
