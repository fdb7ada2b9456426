import { createFileRoute } from '@tanstack/react-router';
import { ObligationsPage } from '../../features/stationing-obligations/obligations-page';

export const Route = createFileRoute('/_app/stationing-obligations')({
  component: ObligationsPage,
});
