import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { useMe } from '../../shared/api/session';
import type { User, UserWithPassword } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { problemText } from '../../shared/ui/problem-text';
import { TextSearch } from '../../shared/ui/text-search';
import { useUndo } from '../../shared/ui/use-undo';
import { CreateUserDialog } from './create-user-dialog';
import { FirstPasswordDialog } from './first-password-dialog';
import { ResetOtpDialog } from './reset-otp-dialog';
import { ResetPasswordDialog } from './reset-password-dialog';

const usersKey = ['users', 'list'] as const;

function usersOptions(q: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [...usersKey, q],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/v1/users', {
          params: { query: { ...(q && { q }), ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

interface UsersPageProps {
  q: string | undefined;
  onSearch: (q: string | undefined) => void;
}

export function UsersPage({ q, onSearch }: UsersPageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(usersOptions(q));
  const [creating, setCreating] = useState(false);
  const [resetting, setResetting] = useState<User | null>(null);
  const [resettingOtp, setResettingOtp] = useState<User | null>(null);
  const [made, setMade] = useState<UserWithPassword | null>(null);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: usersKey });
  const undo = useUndo();
  const toggle = api.useMutation('patch', '/api/v1/users/{id}', {
    onSuccess: (changed) => {
      refresh();
      const done = changed.is_active ? 'users.activated' : 'users.deactivated';
      undo(t(done, { name: changed.username }), () => flip(changed));
    },
    onError: (error) => {
      notices.error(problemText(error));
      refresh();
    },
  });

  const flip = (account: User) =>
    toggle.mutate({
      params: { path: { id: account.id }, header: ifMatch(account.version) },
      body: { is_active: !account.is_active },
    });

  const showPassword = (account: UserWithPassword) => {
    setMade(account);
    refresh();
  };

  return (
    <>
      <PageHeader
        title={t('nav.users')}
        note={t('users.note')}
        actions={
          me.nav.includes('user_new') && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('users.create')}
            </Button>
          )
        }
      />
      <TextSearch label={t('users.search')} value={q} onSearch={onSearch} />
      <KeysetTable<User>
        label={t('nav.users')}
        query={query}
        empty={t('users.empty')}
        columns={[
          { title: t('users.field.username'), cell: (row) => row.username },
          { title: t('users.field.person'), cell: (row) => row.person.name },
          {
            title: t('users.field.state'),
            cell: (row) => t(accountState(row)),
          },
          {
            title: t('users.field.otp'),
            cell: (row) => t(row.has_otp ? 'users.otpOn' : 'users.otpOff'),
          },
          {
            title: t('users.field.manage'),
            cell: (row) =>
              row.allowed_actions.includes('update') && (
                <Space wrap>
                  <Button
                    size="small"
                    aria-label={t('users.resetOf', { name: row.username })}
                    onClick={() => setResetting(row)}
                  >
                    {t('users.reset')}
                  </Button>
                  {row.has_otp && row.allowed_actions.includes('reset_otp') && (
                    <Button
                      size="small"
                      aria-label={t('users.resetOtpOf', { name: row.username })}
                      onClick={() => setResettingOtp(row)}
                    >
                      {t('users.resetOtp')}
                    </Button>
                  )}
                  <Button
                    size="small"
                    danger={row.is_active}
                    aria-label={t(row.is_active ? 'users.deactivateOf' : 'users.activateOf', {
                      name: row.username,
                    })}
                    onClick={() => flip(row)}
                  >
                    {t(row.is_active ? 'users.deactivate' : 'users.activate')}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      {creating && <CreateUserDialog onCreated={showPassword} onClose={() => setCreating(false)} />}
      {resetting && (
        <ResetPasswordDialog
          account={resetting}
          onDone={showPassword}
          onClose={() => setResetting(null)}
        />
      )}
      {resettingOtp && (
        <ResetOtpDialog
          account={resettingOtp}
          onDone={refresh}
          onClose={() => setResettingOtp(null)}
        />
      )}
      {made && <FirstPasswordDialog account={made} onClose={() => setMade(null)} />}
    </>
  );
}

function accountState({ is_active, must_change_password }: User) {
  if (!is_active) return 'users.inactive';
  return must_change_password ? 'users.unused' : 'users.active';
}
