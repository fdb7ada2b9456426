import { createFileRoute } from '@tanstack/react-router';

export const Route = createFileRoute('/_app/register')({ component: () => null });
