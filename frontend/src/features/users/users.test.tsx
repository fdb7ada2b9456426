import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../shared/api/types';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const admin = me({ nav: ['home', 'users'] });

function account(over: Partial<User> = {}): User {
  return {
    id: 'u-5',
    person: { id: 'p-5', name: '王秀兰' },
    username: 'wangxiulan',
    is_active: true,
    must_change_password: false,
    has_otp: true,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['update', 'reset_otp'],
    ...over,
  };
}

/** Refuses the first version, as if somebody had been faster, and takes the second. */
function fasterFirst(taken: object) {
  const versions: (string | null)[] = [];
  const reply = (request: Request) => {
    versions.push(request.headers.get('If-Match'));
    return versions.at(-1) === '"1"'
      ? problemResponse(problem(412, 'request.stale_version'))
      : json(taken);
  };
  return { versions, reply };
}

beforeEach(() => {
  answer('get', '/users', { items: [account()], next_cursor: null, total: null });
  answer('get', '/users/u-5', account({ has_otp: false, version: 2 }));
});

describe('an account somebody else changed meanwhile', () => {
  it('is closed only after looking at what changed', async () => {
    const { versions, reply } = fasterFirst(account({ is_active: false, version: 3 }));
    answer('patch', '/users/u-5', reply);
    const { user } = openSignedIn('/users', admin);
    await user.click(await screen.findByRole('button', { name: '停用账号：wangxiulan' }));
    const dialog = await screen.findByRole('dialog');
    const otp = await within(dialog).findByRole('row', { name: /一次性口令/ });
    expect(otp).toHaveTextContent('已启用未启用');
    expect(within(dialog).getByRole('row', { name: /状态/ })).toHaveTextContent('已停用');
    await user.click(within(dialog).getByRole('button', { name: '仍按我的办' }));
    await waitFor(() => expect(versions).toEqual(['"1"', '"2"']));
    expect(await screen.findByText(/已停用账号 wangxiulan/)).toBeVisible();
  });

  it('gets a new password only after looking, and it is shown', async () => {
    const made = { ...account({ version: 3 }), initial_password: 'Xk7-first' };
    const { versions, reply } = fasterFirst(made);
    answer('post', '/users/u-5/actions/reset_password', reply);
    const { user } = openSignedIn('/users', admin);
    await user.click(await screen.findByRole('button', { name: '重置密码：wangxiulan' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '重置密码' }));
    await user.click(await within(dialog).findByRole('button', { name: '仍按我的办' }));
    expect(await screen.findByTestId('initial-password')).toHaveTextContent('Xk7-first');
    expect(versions).toEqual(['"1"', '"2"']);
  });
});
