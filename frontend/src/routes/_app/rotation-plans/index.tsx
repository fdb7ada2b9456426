import { createFileRoute } from '@tanstack/react-router';
import { PlansPage } from '../../../features/rotation-plans/plans-page';

export const Route = createFileRoute('/_app/rotation-plans/')({ component: PlansPage });
