import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry, User } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me } from '../../testing/factories';
import { answer, json } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-03-01T01:30:00Z';
const auditor = me({ nav: ['home', 'audit'] });
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const entry: AuditEntry = {
  id: 'e-1',
  at: AT,
  user_id: 'u-9',
  username: 'zhouguan',
  capacity_id: null,
  action: 'user.password_reset',
  object_kind: 'user',
  object_id: 'u-5',
  object_name: 'wangxiulan（王秀兰）',
  data: {},
};

const account = (over: Partial<User> = {}): User => ({
  id: 'u-5',
  person: { id: 'p-5', name: '王秀兰' },
  username: 'wangxiulan',
  is_active: true,
  must_change_password: false,
  has_otp: false,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: [],
  ...over,
});

let asked: URLSearchParams;

beforeEach(() => {
  answerReference();
  answer('get', '/users', page([]));
  answer('get', '/audit/entries', (request) => {
    asked = new URL(request.url).searchParams;
    return json(page([entry]));
  });
});

describe('the security log', () => {
  it('says to whom something was done, not only to what', async () => {
    openSignedIn('/audit', auditor);
    expect(await screen.findByText('wangxiulan（王秀兰）')).toBeVisible();
    expect(screen.getByRole('row', { name: /zhouguan/ })).toHaveTextContent('重置密码');
  });

  it('is narrowed by its address, by days of China to the last one whole', async () => {
    answer('get', '/users/u-9', account({ id: 'u-9', username: 'zhouguan' }));
    const filters = 'action=auth.sign_in_failed&action=nonsense&user_id=u-9';
    openSignedIn(`/audit?${filters}&from=2026-03-01&to=2026-03-02`, auditor);
    await waitFor(() => expect(asked?.get('user_id')).toBe('u-9'));
    expect(asked.getAll('action')).toEqual(['auth.sign_in_failed']);
    expect(asked.get('from')).toBe('2026-02-28T16:00:00.000Z');
    expect(asked.get('to')).toBe('2026-03-02T16:00:00.000Z');
    expect(await screen.findByText('zhouguan（王秀兰）')).toBeVisible();
  });

  it('keeps a chosen filter in the address, and lets all of them go', async () => {
    const { user, router } = openSignedIn('/audit', auditor);
    await user.click(await screen.findByRole('combobox', { name: '操作' }));
    await user.click(await screen.findByTitle('登录失败'));
    await waitFor(() => expect(asked.getAll('action')).toEqual(['auth.sign_in_failed']));
    expect(router.state.location.searchStr).toBe('?action=auth.sign_in_failed');
    await user.click(screen.getByRole('button', { name: /重\s*置/ }));
    await waitFor(() => expect(asked.has('action')).toBe(false));
  });
});
