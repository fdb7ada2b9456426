import { createFileRoute, redirect } from '@tanstack/react-router';
import { Shell } from '../app/layout/shell';
import { refreshSession } from '../shared/api/client';
import { session } from '../shared/api/session';

export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ location }) => {
    if (session.get() || (await refreshSession())) return;
    throw redirect({
      to: '/sign-in',
      search: location.href === '/' ? {} : { to: location.href },
    });
  },
  component: Shell,
});
