import {
  MenuOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CapacitySwitch } from '../../features/auth/capacity-switch';
import { useSignOut } from '../../features/auth/use-sign-out';
import { FeedbackButton } from '../../features/feedback/feedback-button';
import { Bell } from '../../features/notices/bell';
import { useMe } from '../../shared/api/session';
import { useShortcut } from '../../shared/lib/shortcuts';
import { useNarrow } from '../../shared/lib/use-narrow';
import { LanguageSwitch, useLanguageSwitch } from '../../shared/ui/language-switch';
import { LazyMenu } from '../../shared/ui/lazy-menu';
import { SearchRegion } from '../../shared/ui/search-region';
import styles from './shell.module.css';

const ChangePasswordDialog = lazy(() => import('../../features/auth/change-password-dialog'));
const OtpDialog = lazy(() => import('../../features/auth/otp-dialog'));
const OwnSubstitutesDrawer = lazy(
  () => import('../../features/substitutions/own-substitutes-drawer'),
);

interface TopBarProps {
  onOpenNav: () => void;
  onOpenHelp: () => void;
}

export function TopBar({ onOpenNav, onOpenHelp }: TopBarProps) {
  const { t } = useTranslation();
  const { nav } = useMe();
  return (
    <header className={styles.top}>
      <Button
        type="text"
        className={styles.menuButton ?? ''}
        icon={<MenuOutlined />}
        aria-label={t('shell.openNav')}
        onClick={onOpenNav}
      />
      <Link to="/" className={styles.brand}>
        <span className={styles.wide}>{t('app.title')}</span>
        <span className={styles.narrow}>{t('app.short')}</span>
      </Link>
      <CaseSearch />
      <div className={styles.tools}>
        <CapacitySwitch />
        {nav.includes('inbox') && <Bell />}
        <FeedbackButton />
        <span className={styles.wide}>
          <LanguageSwitch />
          <Button
            type="text"
            icon={<QuestionCircleOutlined />}
            aria-label={t('shell.help')}
            onClick={onOpenHelp}
          />
        </span>
        <AccountMenu />
      </div>
    </header>
  );
}

function CaseSearch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState('');
  useShortcut('/', () => input.current?.focus({ cursor: 'all' }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const q = text.trim();
    void navigate({ to: '/cases', search: q ? { q } : {} });
  };

  return (
    <SearchRegion className={styles.search}>
      <form onSubmit={submit}>
        <Input
          ref={input}
          value={text}
          aria-label={t('shell.searchLabel')}
          placeholder={t('shell.searchPlaceholder')}
          prefix={<SearchOutlined aria-hidden />}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </SearchRegion>
  );
}

function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const signOut = useSignOut();
  const [open, setOpen] = useState<'password' | 'otp' | 'substitutes' | null>(null);
  const close = () => setOpen(null);
  const narrow = useNarrow();
  const language = useLanguageSwitch();
  return (
    <>
      <LazyMenu
        menu={{
          items: [
            {
              key: 'name',
              label: t('common.noted', { text: me.person.name, note: me.user.username }),
              disabled: true,
            },
            ...(narrow
              ? [{ key: 'language', label: language.other, onClick: language.change }]
              : []),
            {
              key: 'password',
              label: t('shell.changePassword'),
              onClick: () => setOpen('password'),
            },
            ...(me.nav.includes('own_substitutes')
              ? [
                  {
                    key: 'substitutes',
                    label: t('substitutions.own'),
                    onClick: () => setOpen('substitutes'),
                  },
                ]
              : []),
            { key: 'otp', label: t('auth.otp.title'), onClick: () => setOpen('otp') },
            { key: 'out', label: t('shell.signOut'), onClick: signOut },
          ],
        }}
        button={{
          icon: <UserOutlined />,
          'aria-label': t('shell.accountOf', { name: me.person.name }),
          children: <span className={styles.wide}>{me.person.name}</span>,
        }}
      />
      <Suspense fallback={null}>
        {open === 'password' && <ChangePasswordDialog onClose={close} />}
        {open === 'otp' && <OtpDialog onClose={close} />}
        {open === 'substitutes' && <OwnSubstitutesDrawer onClose={close} />}
      </Suspense>
    </>
  );
}
