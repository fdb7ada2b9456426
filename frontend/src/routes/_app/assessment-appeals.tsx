import { createFileRoute } from '@tanstack/react-router';
import { AppealsPage } from '../../features/assessments/appeals-page';

export const Route = createFileRoute('/_app/assessment-appeals')({ component: AppealsPage });
