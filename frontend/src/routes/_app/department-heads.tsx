import { createFileRoute } from '@tanstack/react-router';
import { HeadsPage } from '../../features/assessments/heads-page';

export const Route = createFileRoute('/_app/department-heads')({ component: HeadsPage });
