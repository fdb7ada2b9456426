import { createFileRoute } from '@tanstack/react-router';
import { AdaptersPage } from '../../../features/adapters/adapters-page';

export const Route = createFileRoute('/_app/adapters/')({ component: AdaptersPage });
