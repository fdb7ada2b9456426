import { createFileRoute } from '@tanstack/react-router';
import { ExportsPage } from '../../features/exports/exports-page';

export const Route = createFileRoute('/_app/exports')({ component: ExportsPage });
