import { createFileRoute } from '@tanstack/react-router';
import { PrecedentsPage } from '../../features/precedents/precedents-page';

export const Route = createFileRoute('/_app/precedents')({ component: PrecedentsPage });
