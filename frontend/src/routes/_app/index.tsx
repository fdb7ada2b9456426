import { createFileRoute } from '@tanstack/react-router';
import { HomePage } from '../../features/cases/home/home-page';

export const Route = createFileRoute('/_app/')({ component: HomePage });
