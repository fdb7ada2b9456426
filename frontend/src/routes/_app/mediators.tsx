import { createFileRoute } from '@tanstack/react-router';
import { MediatorsPage } from '../../features/mediators/mediators-page';

export const Route = createFileRoute('/_app/mediators')({ component: MediatorsPage });
