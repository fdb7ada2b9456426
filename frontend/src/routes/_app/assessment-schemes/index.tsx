import { createFileRoute } from '@tanstack/react-router';
import { SchemesPage } from '../../../features/assessments/schemes-page';

export const Route = createFileRoute('/_app/assessment-schemes/')({ component: SchemesPage });
