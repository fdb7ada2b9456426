import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { Providers } from '../app/providers';
import { createAppRouter } from '../app/router';
import { createAppQueryClient } from '../shared/api/query-client';
import { session } from '../shared/api/session';
import type { Me } from '../shared/api/types';
import { signIn } from './factories';

/** Opens the whole application at an address, the way a browser would. */
export function openApp(href: string) {
  const queryClient = createAppQueryClient();
  queryClient.setDefaultOptions({ queries: { retry: false } });
  const history = createMemoryHistory({ initialEntries: [href] });
  const router = createAppRouter(queryClient, history);
  const user = userEvent.setup({
    delay: null,
    pointerEventsCheck: PointerEventsCheckLevel.Never,
  });
  render(
    <Providers queryClient={queryClient} styled={false}>
      <RouterProvider router={router} />
    </Providers>,
  );
  return { user, router };
}

/** The same, already signed in. */
export function openSignedIn(href: string, as?: Me) {
  session.start(signIn(as && { me: as }));
  return openApp(href);
}
