import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Duty, DutyPost, StandIn } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const department = { id: 'd-1', name: '县人社局' };
const center = { id: 'c-1', name: '演示县综治中心' };
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const post: DutyPost = {
  obligation_id: 'o-1',
  post: { id: 'post-1', name: '人社窗口' },
  window_no: 'A05',
  kind: 'window',
  department,
  mode: 'resident',
  mode_name: '常驻',
  date: '2026-11-20',
  starts_at: '2026-11-20T01:00:00Z',
  ends_at: '2026-11-20T09:30:00Z',
  is_open_now: true,
  headcount: 2,
  people: [
    {
      person: { id: 'p-2', name: '高示例' },
      role: 'B',
      basis: 'alternate',
      basis_name: 'AB角顶岗',
      stands_in_for: { id: 'p-1', name: '傅办' },
    },
  ],
  away: [{ person: { id: 'p-1', name: '傅办' }, stand_in: { id: 'p-2', name: '高示例' } }],
  missing: 1,
};

const duty: Duty = {
  center,
  on: '2026-11-20',
  day_kind: 'working',
  day_name: null,
  is_announced: true,
  as_of: AT,
  is_today: true,
  posts: [post],
  on_call: [],
};

const standIn: StandIn = {
  id: 's-1',
  obligation_id: 'o-1',
  post: { id: 'post-1', name: '人社窗口' },
  center,
  department,
  person: { id: 'p-1', name: '傅办' },
  stand_in: { id: 'p-2', name: '高示例' },
  from_on: '2026-11-23',
  until_on: '2026-11-23',
  reason: '参加县里会议',
  state: 'requested',
  state_name: '待审批',
  requested_by: { id: 'p-1', name: '傅办' },
  decided_by: null,
  decided_at: null,
  decision_note: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['approve', 'refuse'],
  refused_actions: {},
};

const as = me({ nav: ['home', 'duty', 'duty_stand_ins'] });

beforeEach(() => {
  answerReference();
  answer('get', '/duty', duty);
  answer('get', '/duty-stand-ins', page([standIn]));
});

describe('duty now', () => {
  it('names who is at which window, for whom, and how many are missing', async () => {
    openSignedIn('/duty', as);
    const table = await screen.findByRole('region', { name: '在岗' });
    expect(within(table).getByText('高示例')).toBeVisible();
    expect(within(table).getByText('替 傅办')).toBeVisible();
    expect(within(table).getByText('缺 1 人')).toBeVisible();
    expect(screen.getByRole('link', { name: '打开大屏' })).toHaveAttribute('href', '/wall');
  });

  it('shows a masked number to who may reach people, and the number for a reason', async () => {
    let sent: unknown;
    const [one] = post.people;
    const reached = { ...post, people: [{ ...one, phone_masked: '120****0001' }] };
    answer('get', '/duty', { ...duty, posts: [reached] });
    answer('post', '/duty/people/:person/reveal', async (request: Request) => {
      sent = await request.json();
      return json({ value: '12000010001' });
    });
    openSignedIn('/duty', as);
    await userEvent.click(await screen.findByRole('button', { name: /高示例的电话/ }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).queryByTestId('phone')).not.toBeInTheDocument();
    await userEvent.type(within(dialog).getByLabelText('查看原因'), '请其到场');
    await userEvent.click(within(dialog).getByRole('button', { name: /^查\s*看$/ }));
    expect(await within(dialog).findByTestId('phone')).toHaveTextContent('12000010001');
    expect(sent).toEqual({ reason: '请其到场', center_id: 'c-1' });
  });

  it('asks for no numbers on the wall, and shows none', async () => {
    const asked: string[] = [];
    answer('get', '/duty', (request: Request) => {
      asked.push(new URL(request.url).search);
      return json(duty);
    });
    openSignedIn('/wall', as);
    expect(await screen.findByText(/高示例/)).toBeVisible();
    expect(asked.join()).not.toContain('with_phones');
    expect(screen.queryByRole('button', { name: /电话/ })).not.toBeInTheDocument();
  });

  it('says so where nobody may look', async () => {
    answer('get', '/duty', () => problemResponse(problem(403, 'auth.not_allowed')));
    openSignedIn('/duty', as);
    expect(await screen.findByText('没有此项权限')).toBeInTheDocument();
  });

  it('shows names and posts on the wall, and nothing of the frame', async () => {
    openSignedIn('/wall', as);
    expect(await screen.findByRole('heading', { name: '演示县综治中心' })).toBeVisible();
    expect(screen.getByText(/高示例/)).toBeVisible();
    expect(screen.queryByText('傅办')).toBeNull();
    expect(screen.queryByRole('navigation')).toBeNull();
  });

  it('lists stand-ins with what may be done', async () => {
    openSignedIn('/duty-stand-ins', as);
    await userEvent.click(await screen.findByRole('button', { name: /^批\s*准$/ }));
    expect(await screen.findByRole('dialog')).toHaveTextContent('傅办 → 高示例');
  });
});
