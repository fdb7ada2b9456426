import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Webhook, WebhookDelivery } from '../../shared/api/types';
import { me } from '../../testing/factories';
import { answer, json } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function webhook(over: Partial<Webhook> = {}): Webhook {
  return {
    id: 'w-1',
    url: 'https://grid.example.cn/hook',
    description: '网格平台',
    event_types: [],
    state: 'enabled',
    disabled_code: null,
    disabled_reason: null,
    disabled_at: null,
    failing_since: null,
    former_secret_until: null,
    owner: { id: 'p-1', name: '范流' },
    capacity_id: 'c-1',
    application: null,
    role: 'dispatcher',
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['update', 'rotate_secret', 'disable', 'test', 'replay', 'remove'],
    ...over,
  };
}

const delivery: WebhookDelivery = {
  id: 'd-1',
  webhook_id: 'w-1',
  event_id: 'e-1',
  event_type: 'cn.zongzhi.case.dispatched.v1',
  case_id: null,
  sequence: 3,
  state: 'failed',
  attempts: 8,
  next_attempt_at: null,
  last_status: 503,
  last_error: 'status',
  finished_at: AT,
  created_at: AT,
  updated_at: AT,
  version: 9,
  allowed_actions: ['replay'],
};

const page = <Row,>(...items: Row[]) => ({ items, next_cursor: null, total: null });
const owner = me({ nav: ['home', 'webhooks', 'webhook_new'] });
const types = page({ code: 'cn.zongzhi.case.dispatched.v1', name: '转办' });

describe('webhooks', () => {
  it('show the secret once, when one is set up', async () => {
    answer('get', '/webhooks', page());
    answer('get', '/webhook-event-types', types);
    answer('get', '/applications', page());
    answer('post', '/webhooks', () => json({ webhook: webhook(), secret: SECRET }, 201));
    const { user } = openSignedIn('/webhooks', owner);
    expect(await screen.findByText('还没有事件推送。')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '新建推送' }));
    const form = await screen.findByRole('dialog');
    await user.type(within(form).getByRole('textbox', { name: '用途' }), '网格平台');
    await user.type(
      within(form).getByRole('textbox', { name: '接收地址' }),
      'https://grid.example.cn/hook',
    );
    await user.click(within(form).getByRole('button', { name: /保\s*存/ }));
    expect(await screen.findByText(SECRET)).toBeVisible();
    await user.click(screen.getByRole('button', { name: '已保存' }));
    await waitFor(() => expect(screen.queryByText(SECRET)).toBeNull());
  });

  it('say why one stands still, and offer nothing that is not allowed', async () => {
    const stopped = webhook({
      state: 'disabled',
      disabled_code: 'failing',
      disabled_at: AT,
      allowed_actions: [],
    });
    answer('get', '/webhooks', page(stopped));
    openSignedIn('/webhooks', me({ nav: ['home', 'webhooks'] }));
    const row = await screen.findByRole('row', { name: /网格平台/ });
    expect(row).toHaveTextContent('连续多日推送失败');
    expect(within(row).queryByRole('button')).toBeNull();
    expect(screen.queryByRole('button', { name: '新建推送' })).toBeNull();
  });

  it('deliver one again on the version that was seen', async () => {
    const versions: (string | null)[] = [];
    answer('get', '/webhooks', page(webhook()));
    answer('get', '/webhook-event-types', types);
    answer('get', '/webhooks/w-1/deliveries', page(delivery));
    answer('post', '/webhooks/w-1/deliveries/d-1/actions/replay', (request) => {
      versions.push(request.headers.get('If-Match'));
      return json({ ...delivery, state: 'pending', version: 10 });
    });
    const { user } = openSignedIn('/webhooks', owner);
    await user.click(await screen.findByRole('button', { name: '推送记录' }));
    const drawer = await screen.findByRole('dialog');
    const row = await within(drawer).findByRole('row', { name: /转办/ });
    expect(row).toHaveTextContent('多次失败，已放弃');
    expect(row).toHaveTextContent('503');
    await user.click(within(row).getByRole('button', { name: /重\s*推/ }));
    await waitFor(() => expect(versions).toEqual(['"9"']));
  });
});
