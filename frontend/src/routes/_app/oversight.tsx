import { createFileRoute } from '@tanstack/react-router';
import { OversightPage } from '../../features/oversight/oversight-page';

export const Route = createFileRoute('/_app/oversight')({ component: OversightPage });
