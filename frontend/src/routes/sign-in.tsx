import { createFileRoute, redirect } from '@tanstack/react-router';
import { SignInPage } from '../features/auth/sign-in-page';
import { session } from '../shared/api/session';

interface SignInSearch {
  to?: string;
  ended?: string;
}

/** Only paths of this site: a link must not send a person elsewhere after signing in. */
function localPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;
}

function parseSearch(search: Record<string, unknown>): SignInSearch {
  const to = localPath(search.to);
  return { ...(to && { to }), ...(search.ended === '1' && { ended: '1' }) };
}

export const Route = createFileRoute('/sign-in')({
  validateSearch: parseSearch,
  beforeLoad: ({ search }) => {
    if (session.get()) throw redirect({ href: parseSearch({ ...search }).to ?? '/' });
  },
  component: SignInRoute,
});

function SignInRoute() {
  // The router hands on what it was given beside what was validated.
  const { to, ended } = parseSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <SignInPage ended={Boolean(ended)} onDone={() => void navigate({ href: to ?? '/' })} />;
}
