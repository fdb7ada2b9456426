import { createFileRoute } from '@tanstack/react-router';
import { WorkstationsPage } from '../../features/presence/workstations-page';

export const Route = createFileRoute('/_app/duty-workstations')({ component: WorkstationsPage });
