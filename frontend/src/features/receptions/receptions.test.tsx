import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReceptionDay, ReceptionPromise, ReceptionSwap } from '../../shared/api/types';
import { thisMonth } from '../../shared/lib/dates';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const leader = { id: 'p-8', name: '凌导' };
const page = (items: object[], total: number | null = null) => ({
  items,
  next_cursor: null,
  total,
});

function day(over: Partial<ReceptionDay> = {}): ReceptionDay {
  const held_on = `${thisMonth()}-16`;
  return {
    id: 'day-1',
    center: { id: 'c-1', name: '演示县综治中心' },
    held_on,
    starts_at: `${held_on}T01:00:00Z`,
    ends_at: `${held_on}T04:00:00Z`,
    leader,
    leader_title: '县委常委',
    stand_in: null,
    place: '一楼接访室',
    slots: 2,
    booked_count: 0,
    reception_count: 0,
    state: 'published',
    published_at: AT,
    is_published_late: false,
    late_reason: null,
    absent_at: null,
    absence_reason: null,
    is_unrecorded: false,
    swaps: [],
    appointments: [],
    receptions: [],
    created_at: AT,
    updated_at: AT,
    version: 2,
    allowed_actions: ['ask_swap', 'excuse', 'record'],
    refused_actions: {},
    ...over,
  };
}

function promise(over: Partial<ReceptionPromise> = {}): ReceptionPromise {
  return {
    id: 'task-1',
    reception_id: 'rec-1',
    promised_by: leader,
    promised_at: AT,
    case: { id: 'case-1', case_no: '990101-20261120-000001', title: '漏水', is_readable: true },
    department: { id: 'd-1', name: '住建局' },
    text: '三日内答复',
    due_on: '2026-11-23',
    state: 'broken',
    is_late: true,
    kept_at: null,
    kept_note: null,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['complete'],
    ...over,
  };
}

const as = me({ nav: ['home', 'receptions', 'reception_new', 'register'] });

beforeEach(() => {
  answerReference();
  answer('get', '/receptions/days', page([day()]));
  answer('get', '/calendars/cn/days', page([]));
  answer('get', '/receptions/promises', page([], 0));
  answer('get', '/receptions/swaps', page([]));
  answer('get', '/receptions/leaders', page([leader]));
});

describe('the roster', () => {
  it('shows who receives, and what is missing in words', async () => {
    const absent = day({ id: 'day-2', held_on: `${thisMonth()}-17`, state: 'absent' });
    const silent = day({ id: 'day-3', held_on: `${thisMonth()}-03`, is_unrecorded: true });
    answer('get', '/receptions/days', page([silent, day(), absent]));
    answer('get', '/receptions/promises', page([promise()], 3));
    openSignedIn('/receptions', as);
    const card = await screen.findByTestId(`day-${thisMonth()}-16`);
    expect(within(card).getByRole('link', { name: '凌导' })).toBeVisible();
    expect(screen.getByTestId(`day-${thisMonth()}-17`)).toHaveTextContent('缺席无人替班');
    expect(screen.getByTestId(`day-${thisMonth()}-03`)).toHaveTextContent('无接访记录');
    expect(await screen.findByText('有 3 项接访承诺逾期未兑现')).toBeVisible();
  });

  it('shows the working days on which nobody receives', async () => {
    const on = (number: string, kind: string) => ({
      date: `${thisMonth()}-${number}`,
      kind,
      name: null,
      announced: true,
      source: null,
    });
    const absent = day({ id: 'day-2', held_on: `${thisMonth()}-17`, state: 'absent' });
    answer('get', '/receptions/days', page([day(), absent]));
    const kinds = [on('16', 'working'), on('17', 'make_up'), on('18', 'working'), on('19', 'rest')];
    answer('get', '/calendars/cn/days', page(kinds));
    openSignedIn('/receptions', as);
    expect(await screen.findByTestId('uncovered')).toHaveTextContent(
      '本月 2 个工作日没有已公布的接访领导',
    );
    expect(screen.getAllByText(/无领导接访/)).toHaveLength(1);
  });

  it('says when there is nothing, and plans only for who may', async () => {
    answer('get', '/receptions/days', page([]));
    openSignedIn('/receptions', me({ nav: ['home', 'receptions'] }));
    expect(await screen.findByText('这个月没有接访日。')).toBeVisible();
    expect(screen.queryByRole('button', { name: '安排接访日' })).not.toBeInTheDocument();
  });

  it('shows a failure where it happened', async () => {
    answer('get', '/receptions/days', () => problemResponse(problem(500, 'server.internal')));
    openSignedIn('/receptions', as);
    expect(await screen.findByRole('alert')).toBeInTheDocument();
  });

  it('lets who was asked agree to an exchange', async () => {
    const swap: ReceptionSwap = {
      id: 'swap-1',
      day: { id: 'day-1', held_on: '2026-12-01' },
      other_day: { id: 'day-2', held_on: '2026-12-03' },
      asked_by: leader,
      asked_of: { id: 'p-9', name: '凌二' },
      reason: '下乡督导',
      state: 'asked',
      answer: null,
      decided_at: null,
      created_at: AT,
      updated_at: AT,
      version: 1,
      allowed_actions: ['agree', 'refuse'],
      refused_actions: {},
    };
    answer('get', '/receptions/swaps', page([swap]));
    let seen: string | null = null;
    answer('post', '/receptions/swaps/swap-1/actions/agree', (request) => {
      seen = request.headers.get('If-Match');
      return json({ ...swap, state: 'agreed', version: 2, allowed_actions: [] });
    });
    const { user } = openSignedIn('/receptions', as);
    await user.click(await screen.findByRole('button', { name: /^同\s*意$/ }));
    await waitFor(() => expect(seen).toBe('"1"'));
  });
});

describe('a reception day', () => {
  it('is missing outside the scope', async () => {
    answer('get', '/receptions/days/day-1', () =>
      problemResponse(problem(404, 'request.not_found')),
    );
    openSignedIn('/receptions/days/day-1', as);
    expect(await screen.findByRole('heading', { name: '没有找到' })).toBeVisible();
  });

  it('reports an absence in the version seen', async () => {
    answer('get', '/receptions/days/day-1', day());
    let sent: unknown;
    let seen: string | null = null;
    answer('post', '/receptions/days/day-1/actions/excuse', async (request) => {
      seen = request.headers.get('If-Match');
      sent = await request.json();
      return json(day({ state: 'absent', version: 3 }));
    });
    const { user } = openSignedIn('/receptions/days/day-1', as);
    await user.click(await screen.findByRole('button', { name: '登记缺席' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('理由'), '赴省参会');
    await user.click(within(dialog).getByRole('button', { name: '登记缺席' }));
    await waitFor(() => expect(sent).toEqual({ reason: '赴省参会' }));
    expect(seen).toBe('"2"');
  });
});

describe('promises', () => {
  it('begin with what was broken, and are kept with a note', async () => {
    let asked = '';
    answer('get', '/receptions/promises', (request) => {
      asked = new URL(request.url).search;
      return json(page([promise()]));
    });
    let sent: unknown;
    answer('post', '/case-tasks/task-1/actions/complete', async (request) => {
      sent = await request.json();
      return json({});
    });
    const { user } = openSignedIn('/receptions/promises', as);
    const row = await screen.findByRole('row', { name: /三日内答复/ });
    expect(asked).toContain('state=broken');
    expect(row).toHaveTextContent('逾期未兑现');
    await user.click(within(row).getByRole('button', { name: '已兑现' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('办理结果'), '已答复');
    await user.click(within(dialog).getByRole('button', { name: '办结任务' }));
    await waitFor(() => expect(sent).toEqual({ note: '已答复' }));
  });
});
