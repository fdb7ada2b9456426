import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../shared/api/types';
import { changeLanguage } from '../../shared/i18n/i18n';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';

function notice(over: Partial<Notice> = {}): Notice {
  return {
    id: 'n-1',
    kind: 'assigned',
    kind_name: '转办待签收',
    group: 'to_do',
    text: '案件 330281-20261120-000001 已转办到住建局，请签收',
    about: { kind: 'case', id: 'case-1' },
    capacity_id: 'cap-1',
    params: {},
    created_at: AT,
    read_at: null,
    version: 1,
    allowed_actions: ['read'],
    ...over,
  };
}

const reader = () => me({ nav: ['home', 'inbox', 'notice_channels'] });
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

beforeEach(() => {
  answer('get', '/notices/counts', { unread: 2, as_of: AT });
});

describe('the inbox', () => {
  it('is reached by the bell, which says how many wait', async () => {
    answer('get', '/notices', page([notice()]));
    const { user } = openSignedIn('/inbox', reader());
    const bell = await screen.findByRole('link', { name: '通知：2 条未读' });
    expect(screen.getAllByRole('link', { name: /^通知(：|$)/ }), 'one way to it').toEqual([bell]);
    await user.click(bell);
    expect(await screen.findByRole('heading', { name: '通知' })).toBeVisible();
    const link = await screen.findByRole('link', { name: /已转办到住建局/ });
    expect(link).toHaveAttribute('href', '/cases/case-1');
  });

  it('leads to the order where a supervision order is told of', async () => {
    const about = { kind: 'supervision_order' as const, id: 'order-1' };
    const text = '督办件 SO330281-20261120-000001 的回复已认可';
    const told = { kind: 'supervision_reply_accepted', group: 'progress', about, text } as const;
    answer('get', '/notices', page([notice(told)]));
    openSignedIn('/inbox', reader());
    const link = await screen.findByRole('link', { name: text });
    expect(link).toHaveAttribute('href', '/supervision/orders/order-1');
  });

  it('shows no bell where the server opens no inbox', async () => {
    answer('get', '/notices', page([]));
    openSignedIn('/inbox', me({ nav: ['home'] }));
    expect(await screen.findByRole('heading', { name: '通知' })).toBeVisible();
    expect(screen.queryByRole('link', { name: /条未读/ })).not.toBeInTheDocument();
  });

  it('marks one as read under the version that was seen', async () => {
    const versions: (string | null)[] = [];
    answer('get', '/notices', page([notice()]));
    answer('post', '/notices/n-1/actions/read', (request) => {
      versions.push(request.headers.get('If-Match'));
      answer('get', '/notices', page([notice({ read_at: AT, version: 2, allowed_actions: [] })]));
      answer('get', '/notices/counts', { unread: 1, as_of: AT });
      return json(notice({ read_at: AT, version: 2, allowed_actions: [] }));
    });
    const { user } = openSignedIn('/inbox', reader());
    await user.click(await screen.findByRole('button', { name: '标为已读' }));
    expect(await screen.findByRole('link', { name: '通知：1 条未读' })).toBeVisible();
    expect(versions).toEqual(['"1"']);
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: '标为已读' })).not.toBeInTheDocument(),
    );
  });

  it('marks all as read up to the newest that is shown', async () => {
    const bodies: unknown[] = [];
    answer('get', '/notices', page([notice({ id: 'n-2' }), notice()]));
    answer('post', '/notices/actions/read-all', async (request) => {
      bodies.push(await request.json());
      return json({ read: 2 });
    });
    const { user } = openSignedIn('/inbox', reader());
    await screen.findAllByRole('link', { name: /已转办到住建局/ });
    await user.click(screen.getByRole('button', { name: '全部标为已读' }));
    await waitFor(() => expect(bodies).toEqual([{ until_id: 'n-2' }]));
  });

  it('asks for what the address says', async () => {
    const asked: string[] = [];
    answer('get', '/notices', (request) => {
      asked.push(new URL(request.url).search);
      return json(page([]));
    });
    openSignedIn('/inbox?view=unread&kind=returned', reader());
    expect(await screen.findByText('没有未读通知。')).toBeVisible();
    expect(asked[0]).toContain('is_unread=true');
    expect(asked[0]).toContain('kind=returned');
  });

  it('says the next step when it is empty, and what went wrong when it is', async () => {
    answer('get', '/notices', page([]));
    openSignedIn('/inbox', reader());
    expect(await screen.findByText(/还没有通知/)).toBeVisible();
  });

  it('offers to try again when it did not load', async () => {
    answer('get', '/notices', () => problemResponse(problem(503, 'server.busy')));
    openSignedIn('/inbox', reader());
    expect(await screen.findByRole('button', { name: '重试' })).toBeVisible();
  });

  it('names the capacity of whom I replace', async () => {
    const [own] = me().capacities;
    if (!own) throw new Error('a capacity');
    const other = { ...own, id: 'cap-2', substitute_for: { id: 'p-9', name: '冯办' } };
    answer('get', '/notices', page([notice({ capacity_id: 'cap-2' })]));
    openSignedIn('/inbox', { ...reader(), capacities: [own, other] });
    expect(await screen.findByText(/对应岗位：.*（代冯办）/)).toBeVisible();
  });

  it('is complete in English', async () => {
    await changeLanguage('en');
    answer('get', '/notices', page([]));
    openSignedIn('/inbox', reader());
    expect(await screen.findByRole('heading', { name: 'Notices' })).toBeVisible();
  });
});

const preferences = (members: object = {}) => ({
  email: null,
  email_groups: ['to_do'],
  digest: 'immediate',
  is_email_available: false,
  updated_at: AT,
  version: 0,
  allowed_actions: ['update'],
  ...members,
});

describe('the settings of notices', () => {
  it('saves the address, the groups and how often', async () => {
    const bodies: unknown[] = [];
    answer('get', '/notices', page([]));
    answer('get', '/notices/preferences', preferences());
    answer('patch', '/notices/preferences', async (request) => {
      expect(request.headers.get('If-Match')).toBe('"0"');
      bodies.push(await request.json());
      return json({});
    });
    const { user } = openSignedIn('/inbox', reader());
    await user.click(await screen.findByRole('button', { name: '通知设置' }));
    const drawer = await screen.findByRole('dialog');
    expect(await within(drawer).findByText(/尚未启用邮件通知/)).toBeVisible();
    await user.type(within(drawer).getByLabelText('接收邮箱'), 'chen@county.example.cn');
    await user.click(within(drawer).getByRole('checkbox', { name: '待审' }));
    await user.click(within(drawer).getByRole('radio', { name: '每日一封' }));
    await user.click(within(drawer).getByRole('button', { name: /保\s?存/ }));
    await waitFor(() =>
      expect(bodies).toEqual([
        { email: 'chen@county.example.cn', email_groups: ['to_do', 'to_decide'], digest: 'daily' },
      ]),
    );
  });

  it('keep what was typed when they were changed elsewhere', async () => {
    const sent: [string | null, unknown][] = [];
    answer('get', '/notices', page([]));
    answer('get', '/notices/preferences', preferences());
    answer('patch', '/notices/preferences', async (request) => {
      sent.push([request.headers.get('If-Match'), await request.json()]);
      if (sent.length > 1) return json(preferences({ version: 2 }));
      return problemResponse(problem(412, 'request.stale_version'));
    });
    const { user } = openSignedIn('/inbox', reader());
    await user.click(await screen.findByRole('button', { name: '通知设置' }));
    const drawer = await screen.findByRole('dialog');
    await user.type(await within(drawer).findByLabelText('接收邮箱'), 'chen@county.example.cn');
    answer('get', '/notices/preferences', preferences({ digest: 'daily', version: 1 }));
    await user.click(within(drawer).getByRole('button', { name: /保\s?存/ }));
    const row = await within(drawer).findByRole('row', { name: /接收邮箱/ });
    expect(row).toHaveTextContent('chen@county.example.cn');
    expect(within(drawer).getByRole('row', { name: /每日一封/ })).toBeVisible();
    await user.click(within(drawer).getByRole('button', { name: '仍按我的办' }));
    const mine = { email: 'chen@county.example.cn', email_groups: ['to_do'], digest: 'immediate' };
    await waitFor(() =>
      expect(sent).toEqual([
        ['"0"', mine],
        ['"1"', mine],
      ]),
    );
  });
});

describe('the channels', () => {
  it('say since when nothing left, and why', async () => {
    const silent = {
      name: 'email',
      is_enabled: true,
      silent_since: AT,
      failures_in_row: 5,
      last_error: 'smtp.timeout',
      last_failed_at: AT,
      last_sent_at: null,
      counts: { pending: 3, sent: 40, failed: 1, given_up: 0 },
    };
    answer('get', '/notices/channels', page([silent]));
    openSignedIn('/notice-channels', reader());
    expect(await screen.findByText('自 2026-11-20 09:30 起中断')).toBeVisible();
    expect(screen.getByText('邮件服务器没有应答（2026-11-20 09:30）')).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent('有渠道中断');
  });

  it('are not for everybody', async () => {
    answer('get', '/notices/channels', () => problemResponse(problem(403, 'auth.not_allowed')));
    openSignedIn('/notice-channels', reader());
    expect(await screen.findByText('没有此项权限')).toBeVisible();
  });
});
