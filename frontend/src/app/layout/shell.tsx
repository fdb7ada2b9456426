import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session, useIsSignedIn, useMe } from '../../shared/api/session';
import { useShortcut } from '../../shared/lib/shortcuts';
import { useOnline } from '../../shared/lib/use-online';
import { PendingPage } from '../pending-page';
import styles from './shell.module.css';
import { SideNav } from './side-nav';
import { TopBar } from './top-bar';
import { useListAhead } from './use-list-ahead';

// Seldom needed, and not to be waited for when signing in.
const ChangePasswordDialog = lazy(() => import('../../features/auth/change-password-dialog'));
const ShortcutHelp = lazy(() => import('./shortcut-help'));
const NavDrawer = lazy(() => import('./nav-drawer'));
const LiveCases = lazy(() => import('../../features/cases/live-cases'));

/** The frame of every signed-in page. */
export function Shell() {
  useEndOfSession();
  return useIsSignedIn() ? <Door /> : null;
}

/** With a first password nothing is to be had but the changing of it. */
function Door() {
  const me = useMe();
  if (!me.user.must_change_password) return <Frame />;
  return (
    <Suspense fallback={<PendingPage />}>
      <ChangePasswordDialog forced />
    </Suspense>
  );
}

/** Leaves for the sign-in page when the session ends while pages are open. */
function useEndOfSession(): void {
  const router = useRouter();
  useEffect(
    () =>
      session.subscribe(() => {
        if (session.get()) return;
        const { href } = router.state.location;
        const search = session.endedBy() === 'server' ? { to: href, ended: '1' } : {};
        void router.navigate({ to: '/sign-in', search });
      }),
    [router],
  );
}

function Frame() {
  const { t } = useTranslation();
  const router = useRouter();
  const me = useMe();
  const online = useOnline();
  const [navOpen, setNavOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  useListAhead();
  useShortcut('g q', () => void router.navigate({ to: '/' }));
  useShortcut('?', () => setHelpOpen(true));

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('shell.skip')}
      </a>
      <TopBar onOpenNav={() => setNavOpen(true)} onOpenHelp={() => setHelpOpen(true)} />
      <aside className={`${styles.side} no-print`}>
        <SideNav />
      </aside>
      <main id="main" tabIndex={-1} className={styles.main}>
        {!online && (
          <p role="alert" className={styles.offline}>
            {t('shell.offline')}
          </p>
        )}
        {/* Another capacity sees other things: its pages start afresh. */}
        <Outlet key={me.acting_capacity_id ?? 'none'} />
      </main>
      <Suspense fallback={null}>
        {navOpen && <NavDrawer onClose={() => setNavOpen(false)} />}
        {helpOpen && <ShortcutHelp onClose={() => setHelpOpen(false)} />}
      </Suspense>
      <Suspense fallback={null}>
        {me.nav.includes('cases') && <LiveCases key={me.acting_capacity_id ?? 'none'} />}
      </Suspense>
    </div>
  );
}
