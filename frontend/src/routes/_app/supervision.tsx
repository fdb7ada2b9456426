import { createFileRoute, redirect } from '@tanstack/react-router';

/** What is late, most urgent first. */
export const Route = createFileRoute('/_app/supervision')({
  beforeLoad: () => {
    throw redirect({ to: '/cases', search: { queue: 'overdue', sort: 'due_at' } });
  },
});
