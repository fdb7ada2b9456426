import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MyDuty, SwapRequest } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const as = me({ nav: ['home', 'my_duty', 'swap_requests'] });

const duty: MyDuty = {
  person_id: 'p-1',
  days: [
    {
      date: '2026-12-07',
      starts_at: '2026-12-07T01:00:00Z',
      ends_at: '2026-12-07T09:30:00Z',
      obligation_id: 'o-1',
      post_name: '人社窗口',
      center_name: '演示县综治中心',
      plan_id: 'plan-1',
      edition: 1,
      assignment_id: 'a-1',
      turn_from_on: '2026-12-07',
      turn_until_on: '2026-12-13',
      may_swap: true,
      is_away: false,
    },
  ],
  feed: null,
};

const swap: SwapRequest = {
  id: 's-1',
  plan_id: 'plan-1',
  state: 'asked',
  state_name: '待对方答复',
  asked_by: { id: 'p-1', name: '傅办' },
  asked_of: { id: 'p-2', name: '冯办' },
  gives: {
    obligation_id: 'o-1',
    post_name: '人社窗口',
    from_on: '2026-12-07',
    until_on: '2026-12-13',
  },
  takes: null,
  reason: '参加培训',
  answer: null,
  decided_by: null,
  decided_at: null,
  made_plan_id: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['agree', 'decline'],
  refused_actions: { withdraw: 'auth.not_allowed' },
};

beforeEach(() => {
  answerReference();
  answer('get', '/duty-calendar', duty);
  answer('get', '/swap-requests', page([swap]));
});

describe('my duty', () => {
  it('is shown with its hours and may be swapped', async () => {
    openSignedIn('/my-duty?month=2026-12', as);
    expect(await screen.findByText('2026-12-07')).toBeInTheDocument();
    expect(screen.getByText('09:00–17:30')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '申请换班' })).toBeInTheDocument();
  });

  it('says when there is none', async () => {
    answer('get', '/duty-calendar', { ...duty, days: [] });
    openSignedIn('/my-duty?month=2026-12', as);
    expect(await screen.findByText('本月没有轮值。')).toBeInTheDocument();
  });

  it('has a feed whose address is shown once', async () => {
    answer('post', '/duty-calendar/feed', {
      id: 'f-1',
      path: '/api/v1/public/duty-feeds/0f/duty.ics',
      revoked_at: null,
      created_at: AT,
      updated_at: AT,
      version: 1,
    });
    openSignedIn('/my-duty?month=2026-12', as);
    await userEvent.click(await screen.findByRole('button', { name: '生成订阅地址' }));
    const address = await screen.findByTestId('feed-address');
    expect((address as HTMLInputElement).value).toContain('/public/duty-feeds/0f/duty.ics');
  });
});

describe('a swap', () => {
  it('that breaks a rule is refused in words', async () => {
    answer('post', '/swap-requests/:id/actions/agree', () =>
      problemResponse({
        ...problem(409, 'swap_request.breaks_rules'),
        breaks: [{ code: 'absent', text: '冯办：应到 5 天只能到 0 天' }],
      } as ReturnType<typeof problem>),
    );
    openSignedIn('/swap-requests', as);
    await userEvent.click(await screen.findByRole('button', { name: /^同\s*意$/ }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: /^同\s*意$/ }));
    expect(await within(dialog).findByText('冯办：应到 5 天只能到 0 天')).toBeInTheDocument();
  });

  it('is declined with a word only', async () => {
    const sent: unknown[] = [];
    answer('post', '/swap-requests/:id/actions/decline', async (request: Request) => {
      sent.push(await request.json());
      return json({ ...swap, state: 'declined', allowed_actions: [] });
    });
    openSignedIn('/swap-requests', as);
    await userEvent.click(await screen.findByRole('button', { name: '不同意' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: '不同意' }));
    expect(sent).toHaveLength(0);
    await userEvent.type(within(dialog).getByLabelText('意见'), '已有安排');
    await userEvent.click(within(dialog).getByRole('button', { name: '不同意' }));
    expect(await screen.findByText('2026-12-07', { exact: false })).toBeInTheDocument();
    expect(sent).toEqual([{ note: '已有安排' }]);
  });
});
