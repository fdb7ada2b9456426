import {
  infiniteQueryOptions,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { isConflict } from '../../shared/api/problem';
import { useMe } from '../../shared/api/session';
import type { User, UserWithPassword } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { problemText } from '../../shared/ui/problem-text';
import { TextSearch } from '../../shared/ui/text-search';
import { useUndo } from '../../shared/ui/use-undo';
import { AccountDialog, accountState, readAccount } from './account-dialog';
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
  const [clash, setClash] = useState<{ seen: User; stale: User } | null>(null);
  const flipped = (changed: User): void => {
    refresh();
    const done = changed.is_active ? 'users.activated' : 'users.deactivated';
    undo(t(done, { name: changed.username }), () => toggle.mutate(changed));
  };
  const toggle = useMutation<User, Error, User>({
    mutationFn: (account) => setActive(account, !account.is_active),
    onSuccess: flipped,
    onError: async (error, seen) => {
      const stale = isConflict(error) && (await readAccount(seen.id).catch(() => null));
      if (stale) setClash({ seen, stale });
      else {
        notices.error(problemText(error));
        refresh();
      }
    },
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
                    onClick={() => toggle.mutate(row)}
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
          onTheirs={refresh}
          onClose={() => setResetting(null)}
        />
      )}
      {resettingOtp && (
        <ResetOtpDialog
          account={resettingOtp}
          onChanged={refresh}
          onClose={() => setResettingOtp(null)}
        />
      )}
      {clash && (
        <AccountDialog<User>
          title={t(clash.seen.is_active ? 'users.deactivateOf' : 'users.activateOf', {
            name: clash.seen.username,
          })}
          okText={t(clash.seen.is_active ? 'users.deactivate' : 'users.activate')}
          account={clash.seen}
          stale={clash.stale}
          intended={{ ...clash.seen, is_active: !clash.seen.is_active }}
          send={(now) => setActive(now, !clash.seen.is_active)}
          onDone={flipped}
          onTheirs={refresh}
          onClose={() => setClash(null)}
        />
      )}
      {made && <FirstPasswordDialog account={made} onClose={() => setMade(null)} />}
    </>
  );
}

function setActive({ id, version }: User, is_active: boolean): Promise<User> {
  return unwrap(
    client.PATCH('/api/v1/users/{id}', {
      params: { path: { id }, header: ifMatch(version) },
      body: { is_active },
    }),
  );
}
