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
      basis: 'plan',
      stands_in_for: null,
      stand_in: null,
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
  answer('get', '/rotation-plans/:id/explanation/people', {
    plan_id: 'plan-1',
    people: [
      {
        person: { id: 'p-1', name: '傅办' },
        load: 100,
        max_load: 300,
        loads: [
          {
            kind: 'duty',
            kind_name: '工作日在岗',
            load: 100,
            history: 0,
            target: 50,
            mean: 60,
            tolerance: 20,
            steep_tolerance: 60,
            cost: 90,
            reason: '岗位人选不足：2 人应派 2 人',
          },
        ],
        best_swap: {
          with: { id: 'p-2', name: '冯办' },
          gives: '人社窗口 2026-12-07–2026-12-13',
          takes: null,
          effect: -120,
          load_after: 50,
        },
      },
    ],
  });
  answer('get', '/rotation-plans/:id/assignments/:assignment/explanation', {
    assignment_id: 'a-1',
    total: 240,
    terms: [{ code: 'handover', name: '交接', minutes: 240 }],
  });
});

describe('my duty', () => {
  it('is shown with its hours and may be swapped', async () => {
    openSignedIn('/my-duty?month=2026-12', as);
    expect(await screen.findByText('2026-12-07')).toBeInTheDocument();
    expect(screen.getByText('09:00–17:30')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '申请换班' })).toBeInTheDocument();
  });

  it('says why a turn is mine: its cost, the mean, the rule and the swap that helps', async () => {
    openSignedIn('/my-duty?month=2026-12', as);
    const load = await screen.findByTestId('my-load');
    await userEvent.click(within(load).getByRole('button', { name: '查看工作量与原因' }));
    expect(await within(load).findByText(/应有 5 天，单位平均 6 天/)).toBeInTheDocument();
    expect(within(load).getByText('岗位人选不足：2 人应派 2 人')).toBeInTheDocument();
    expect(within(load).getByText(/可由冯办接替.*代价变化 -120/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '2026-12-07 起的轮次为什么排给我' }));
    expect(await screen.findByTestId('turn-cost')).toHaveTextContent('240 等效分钟 · 交接 240');
  });

  it('shows for whom I stand in and who stands in for me, without a turn to swap', async () => {
    const none = { plan_id: null, edition: null, assignment_id: null, may_swap: false };
    const [turn] = duty.days;
    answer('get', '/duty-calendar', {
      ...duty,
      days: [
        { ...turn, is_away: true, may_swap: false, stand_in: { id: 'p-2', name: '冯办' } },
        {
          ...turn,
          ...none,
          date: '2026-12-19',
          turn_from_on: '2026-12-19',
          turn_until_on: '2026-12-19',
          basis: 'stand_in',
          stands_in_for: { id: 'p-3', name: '高示例' },
        },
      ],
    });
    openSignedIn('/my-duty?month=2026-12', as);
    expect(await screen.findByText('由冯办替班')).toBeInTheDocument();
    expect(screen.getByText('替高示例')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '申请换班' })).not.toBeInTheDocument();
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
