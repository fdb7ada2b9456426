import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const application: Application = {
  id: 'a-1',
  name: '热线工单系统',
  purpose: '工单自动登记',
  client_id: 'zza_1',
  owner: { id: 'p-1', name: '范流' },
  capacity: {
    id: 'c-1',
    role: 'dispatcher',
    role_name: '分流岗',
    department: { id: 'd-1', name: '县综治中心' },
    region: null,
    is_active: true,
  },
  scopes: [{ scope: 'cases:read', name: '查看案件' }],
  type_prefixes: [],
  region_code: null,
  region_name: null,
  sees_restricted: false,
  expires_at: '2027-01-01T15:59:59Z',
  is_expired: false,
  state: 'active',
  state_name: '已启用',
  state_reason: null,
  decided_by: null,
  decided_at: null,
  last_used_at: null,
  secrets: [{ id: 's-1', prefix: 'zzs_abcdef', created_at: AT, expires_at: null }],
  created_at: AT,
  updated_at: AT,
  version: 2,
  allowed_actions: ['suspend', 'revoke', 'rotate', 'revoke_secret'],
  refused_actions: {},
};

const visible = {
  as_of: AT,
  sentences: ['查看案件：本单位主办'],
  cases: 12,
  is_capped: false,
  offered: [{ scope: 'cases:read', name: '查看案件' }],
  without_right: [],
};

const as = me({ nav: ['home', 'applications', 'application_new'] });

beforeEach(() => {
  answerReference();
  answer('get', '/applications', page([application]));
  answer('get', '/applications/a-1/visible', visible);
  answer('get', '/applications/preview', visible);
});

describe('applications', () => {
  it('says what one sees in plain words, and stops it with a reason alone', async () => {
    openSignedIn('/applications', as);
    await userEvent.click(await screen.findByRole('button', { name: '查看应用 热线工单系统' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('查看案件：本单位主办')).toBeVisible();
    expect(within(dialog).getByText('现在能看到 12 个案件')).toBeVisible();
    const suspend = within(dialog).getByRole('button', { name: /^停\s*用$/ });
    expect(suspend).toBeDisabled();
    let sent: unknown;
    answer('post', '/applications/a-1/actions/suspend', async (request) => {
      sent = await request.json();
      return Response.json({ ...application, state: 'suspended', version: 3 });
    });
    await userEvent.type(within(dialog).getAllByRole('textbox')[0] as HTMLElement, '暂停使用');
    await userEvent.click(suspend);
    await expect.poll(() => sent).toEqual({ reason: '暂停使用' });
  });

  it('shows a new secret once', async () => {
    answer('post', '/applications/a-1/actions/rotate', {
      ...application,
      version: 3,
      client_secret: 'zzs_new-secret',
    });
    openSignedIn('/applications', as);
    await userEvent.click(await screen.findByRole('button', { name: '查看应用 热线工单系统' }));
    await userEvent.click(await screen.findByRole('button', { name: '更换密钥' }));
    const told = await screen.findByDisplayValue('zzs_new-secret');
    expect(told).toHaveAttribute('readonly');
    await userEvent.click(screen.getByRole('button', { name: '我已保存' }));
    await expect.poll(() => screen.queryByDisplayValue('zzs_new-secret')).toBeNull();
  });

  it('offers what the server offers, and says what that is worth', async () => {
    openSignedIn('/applications', as);
    await userEvent.click(await screen.findByRole('button', { name: '创建应用' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByRole('checkbox', { name: '查看案件' })).toBeVisible();
    expect(within(dialog).getByText('现在能看到 12 个案件')).toBeVisible();
  });

  it('says so where nobody may look', async () => {
    answer('get', '/applications', () => problemResponse(problem(403, 'auth.not_allowed')));
    openSignedIn('/applications', as);
    expect(await screen.findByRole('heading', { name: '没有此项权限' })).toBeVisible();
  });
});
