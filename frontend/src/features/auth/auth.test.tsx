import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { session } from '../../shared/api/session';
import { me, problem, signIn } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openApp, openSignedIn } from '../../testing/render';

const noCases = me({ nav: ['home', 'feedback'] });

async function fillAndSubmit(user: ReturnType<typeof openApp>['user']) {
  await user.type(await screen.findByLabelText('用户名'), 'lixuemei');
  await user.type(screen.getByLabelText('密码'), 'correct horse');
  await user.click(screen.getByRole('button', { name: /登\s*录/ }));
}

describe('signing in', () => {
  it('asks for sign-in without a session and leads to the page that was asked for', async () => {
    answer('post', '/auth/refresh', () => problemResponse(problem(401, 'auth.invalid_refresh')));
    answer('post', '/auth/login', async (request) => {
      expect(await request.json()).toEqual({ username: 'lixuemei', password: 'correct horse' });
      return json(signIn({ me: noCases }));
    });
    answer('get', '/feedback', { items: [], next_cursor: null, total: null });
    const { user, router } = openApp('/feedback?state=open');
    await fillAndSubmit(user);
    await waitFor(() => expect(router.state.location.pathname).toBe('/feedback'));
    expect(session.get()?.accessToken).toBe('token-1');
  });

  it('says the same for a wrong name and a wrong password and empties the password', async () => {
    answer('post', '/auth/refresh', () => problemResponse(problem(401, 'auth.invalid_refresh')));
    answer('post', '/auth/login', () => problemResponse(problem(401, 'auth.bad_credentials')));
    const { user } = openApp('/sign-in');
    await fillAndSubmit(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('用户名或密码不正确');
    expect(screen.getByLabelText('密码')).toHaveValue('');
  });

  it('tells how long a lock lasts', async () => {
    answer('post', '/auth/refresh', () => problemResponse(problem(401, 'auth.invalid_refresh')));
    answer('post', '/auth/login', () =>
      problemResponse(problem(429, 'auth.locked'), { 'Retry-After': '840' }),
    );
    const { user } = openApp('/sign-in');
    await fillAndSubmit(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('请在 14:00 后再试');
  });

  it('never leads to another site', async () => {
    answer('post', '/auth/login', signIn({ me: noCases }));
    const { user, router } = openApp('/sign-in?to=%2F%2Fevil.example');
    await fillAndSubmit(user);
    await waitFor(() => expect(router.state.location.pathname).toBe('/'));
  });
});

describe('the session', () => {
  it('comes back from the refresh cookie when the page is loaded', async () => {
    answer('post', '/auth/refresh', signIn({ me: noCases }));
    openApp('/');
    expect(await screen.findByRole('heading', { name: '工作台' })).toBeVisible();
  });

  it('is renewed once when the token has expired, and the request repeated', async () => {
    let refreshes = 0;
    answer('post', '/auth/refresh', () => {
      refreshes += 1;
      return json(signIn({ access_token: 'token-2' }));
    });
    answer('get', '/cases/counts', (request) =>
      request.headers.get('Authorization') === 'Bearer token-2'
        ? json(counts(7))
        : problemResponse(problem(401, 'auth.expired_token')),
    );
    answer('get', '/cases', (request) =>
      request.headers.get('Authorization') === 'Bearer token-2'
        ? json({ items: [], next_cursor: null, total: null })
        : problemResponse(problem(401, 'auth.expired_token')),
    );
    openSignedIn('/');
    await waitFor(() => expect(screen.getByTestId('queue-mine')).toHaveTextContent('7'));
    expect(refreshes).toBe(1);
  });

  it('ends at the sign-in page when it cannot be renewed', async () => {
    answer('post', '/auth/refresh', () => problemResponse(problem(401, 'auth.invalid_refresh')));
    answer('get', '/cases/counts', () => problemResponse(problem(401, 'auth.expired_token')));
    answer('get', '/cases', () => problemResponse(problem(401, 'auth.expired_token')));
    openSignedIn('/');
    expect(await screen.findByText('登录已失效，请重新登录。')).toBeVisible();
  });
});

describe('a first password', () => {
  it('is changed before anything else is shown', async () => {
    const user = { ...me().user, must_change_password: true };
    openSignedIn('/feedback', me({ user }));
    expect(await screen.findByText('首次登录或密码被重置后，须先修改密码。')).toBeVisible();
    expect(screen.queryByRole('main')).not.toBeInTheDocument();
  });

  it('is asked for once the server demands it in the middle of work', async () => {
    answer('get', '/feedback', () =>
      problemResponse(problem(403, 'auth.password_change_required')),
    );
    openSignedIn('/feedback', noCases);
    expect(await screen.findByText('首次登录或密码被重置后，须先修改密码。')).toBeVisible();
  });
});

describe('the acting capacity', () => {
  it('is switched in the top bar and the pages follow', async () => {
    const [dispatcher] = me().capacities;
    if (!dispatcher) throw new Error('the factory gives one capacity');
    const clerk = { ...dispatcher, id: 'cap-2', role: 'clerk' as const, role_name: '综合窗口人员' };
    const both = me({ nav: ['home'], capacities: [dispatcher, clerk] });
    answer('post', '/auth/switch', async (request) => {
      expect(await request.json()).toEqual({ capacity_id: 'cap-2' });
      const switched = { ...both, acting_capacity_id: 'cap-2', nav: ['home', 'feedback'] };
      return json(signIn({ access_token: 'token-2', me: switched }));
    });
    const { user } = openSignedIn('/', both);
    await user.click(await screen.findByRole('button', { name: /当前岗位：分流岗/ }));
    await user.click(await screen.findByText('综合窗口人员 · 演示县综治中心'));
    expect(await screen.findByRole('button', { name: /当前岗位：综合窗口/ })).toBeVisible();
    expect(screen.getAllByRole('link', { name: '问题与负担' })[0]).toBeInTheDocument();
  });
});

function counts(mine: number) {
  const none = { count: 0, is_capped: false, oldest_at: null, next_due_at: null };
  return {
    mine: { ...none, count: mine },
    department: none,
    following: none,
    overdue: none,
    unassigned: none,
    returned: none,
  };
}

describe('one-time passwords', () => {
  it('are asked for after the right password, which stays', async () => {
    answer('post', '/auth/refresh', () => problemResponse(problem(401, 'auth.invalid_refresh')));
    answer('post', '/auth/login', async (request) => {
      const { otp } = (await request.json()) as { otp?: string };
      if (!otp) return problemResponse(problem(401, 'auth.otp_required'));
      if (otp !== '492039') return problemResponse(problem(401, 'auth.bad_otp'));
      return json(signIn({ me: noCases }));
    });
    const { user, router } = openApp('/sign-in');
    await fillAndSubmit(user);
    const code = await screen.findByLabelText('一次性口令');
    expect(screen.getByLabelText('密码')).toHaveValue('correct horse');
    await user.type(code, '000000{Enter}');
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('不正确或已使用'));
    expect(code).toHaveValue('');
    await user.type(code, '492039{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toBe('/'));
  });

  it('are turned on with the password and a first code', async () => {
    answer('post', '/auth/otp', async (request) => {
      expect(await request.json()).toEqual({ current_password: 'correct horse' });
      return json({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/zongzhi:lixuemei' });
    });
    answer('post', '/auth/otp/confirm', async (request) => {
      expect(await request.json()).toEqual({ otp: '492039' });
      return json(null, 204);
    });
    const withOtp = me({ nav: noCases.nav, user: { ...me().user, has_otp: true } });
    answer('post', '/auth/refresh', signIn({ me: withOtp }));
    const { user } = openSignedIn('/', noCases);
    const openDialog = async () => {
      await user.click(await screen.findByRole('button', { name: /我的账号/ }));
      await user.click(await screen.findByRole('menuitem', { name: '一次性口令' }));
    };
    await openDialog();
    await user.type(await screen.findByLabelText('原密码'), 'correct horse{Enter}');
    expect(await screen.findByTestId('otp-secret')).toHaveTextContent('JBSWY3DPEHPK3PXP');
    await user.type(screen.getByRole('textbox', { name: '一次性口令' }), '492039{Enter}');
    await waitFor(() => expect(session.get()?.me.user.has_otp).toBe(true));
    await openDialog();
    expect(await screen.findByRole('button', { name: /停\s*用/ })).toBeVisible();
  });
});
