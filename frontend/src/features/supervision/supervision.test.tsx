import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LadderLimit, SupervisionOrder } from '../../shared/api/types';
import { answerCase, answerReference } from '../../testing/answers';
import { caseView, me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';
import { parseSupervisionSearch } from './supervision-search';

const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const AT = '2026-11-20T01:30:00Z';
const nav = ['home', 'cases', 'supervision'];

function as(role: 'supervisor' | 'handler') {
  const { capacities } = me();
  return me({ nav, capacities: capacities.map((capacity) => ({ ...capacity, role })) });
}

function order(over: Partial<SupervisionOrder> = {}): SupervisionOrder {
  return {
    id: 'order-1',
    order_no: 'SO330281-20261120-000001',
    state: 'issued',
    issuer: { kind: 'system', person: null, center: { id: 'c-1', name: '演示县综治中心' } },
    department: { id: 'd-1', name: '住建局' },
    ground_code: 'overdue',
    text: '请说明逾期原因',
    issued_at: AT,
    reply_due_on: '2026-11-25',
    is_overdue: false,
    was_late: false,
    round: 1,
    case_count: 2,
    cases: [
      {
        id: 'case-1',
        case_no: '330281-20261120-000001',
        title: '楼上漏水协商不成',
        status: 'in_progress',
      },
    ],
    replies: [],
    accepted_at: null,
    closed_at: null,
    cancelled_at: null,
    cancel_reason: null,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: [],
    refused_actions: {},
    ...over,
  };
}

function limit(number: number, over: Partial<LadderLimit> = {}): LadderLimit {
  return {
    id: `clock-${number}`,
    clock_kind: 'handling',
    case: {
      id: `case-${number}`,
      case_no: `330281-20261120-00000${number}`,
      title: `事项${number}`,
      status: 'in_progress',
    },
    department: { id: 'd-1', name: '住建局' },
    due_at: AT,
    working_days_over: 3,
    step: 'urge',
    step_id: `step-${number}`,
    step_at: AT,
    next_step_at: null,
    order_id: null,
    holders: [{ kind: 'department', name: '住建局', department_id: 'd-1', seconds: 183600 }],
    allowed_actions: ['issue_order'],
    ...over,
  };
}

beforeEach(answerReference);

describe('the register', () => {
  it('says in words which reply is overdue, and keeps its filters in the address', async () => {
    const asked: string[] = [];
    const { issuer, text: _text, replies: _replies, ...summary } = order({ is_overdue: true });
    answer('get', '/supervision-orders', (request) => {
      asked.push(new URL(request.url).search);
      return json(page([{ ...summary, issuer_kind: issuer.kind, center: issuer.center }]));
    });
    const { user, router } = openSignedIn('/supervision', as('supervisor'));
    expect(await screen.findByText('逾期未回复')).toBeVisible();
    expect(screen.getByText('系统自动签发')).toBeVisible();
    await user.click(screen.getByLabelText('只看逾期未回复'));
    await waitFor(() => expect(asked.at(-1)).toContain('overdue=true'));
    expect(router.state.location.search).toEqual({ overdue: 'true' });
  });
});

describe('a batch of orders', () => {
  it('is previewed row by row, freed of what stands in its way, and issued', async () => {
    answer('get', '/supervision-orders/ladder', page([limit(1), limit(2)]));
    const plans: { cases: { case_id: string }[] }[] = [];
    answer('post', '/supervision-orders/preview', async (request) => {
      const body = (await request.json()) as { cases: { case_id: string }[] };
      plans.push(body);
      const refused = body.cases.some(({ case_id }) => case_id === 'case-2')
        ? [
            {
              pointer: '/cases/1',
              case_id: 'case-2',
              code: 'supervision_order.open_already',
              detail: '该案已有未办结的督办件',
            },
          ]
        : [];
      const orders = [{ department: { id: 'd-1', name: '住建局' }, cases: [limit(1).case] }];
      return json({ orders, refused, reply_due_on: '2026-11-25' });
    });
    let issued: unknown;
    answer('post', '/supervision-orders', async (request) => {
      expect(request.headers.get('Idempotency-Key')).toBeTruthy();
      issued = await request.json();
      return json({ items: [order()] }, 201);
    });
    const { user } = openSignedIn('/supervision?tab=ladder', as('supervisor'));
    expect(await screen.findAllByText('超期 3 个工作日')).toHaveLength(2);
    await user.click(screen.getByLabelText('选择 330281-20261120-000001'));
    await user.click(screen.getByLabelText('选择 330281-20261120-000002'));
    await user.click(screen.getByRole('button', { name: '签发督办件' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('督办要求'), '抓紧办理');
    await user.click(within(dialog).getByRole('button', { name: /预\s?览/ }));
    expect(await within(dialog).findByText(/该案已有未办结的督办件/)).toBeVisible();
    expect(within(dialog).getByRole('button', { name: /签\s?发/ })).toBeDisabled();
    await user.click(within(dialog).getByRole('button', { name: '移出并重新预览' }));
    await waitFor(() => expect(plans.at(-1)?.cases).toHaveLength(1));
    const confirm = within(dialog).getByRole('button', { name: /签\s?发/ });
    await waitFor(() => expect(confirm).toBeEnabled());
    await user.click(confirm);
    await waitFor(() =>
      expect(issued).toEqual({
        ground_code: 'overdue',
        text: '抓紧办理',
        cases: [{ case_id: 'case-1', department_id: 'd-1' }],
      }),
    );
  });

  it('is not offered to a department that reads its own limits', async () => {
    answer('get', '/supervision-orders/ladder', page([limit(1, { allowed_actions: [] })]));
    openSignedIn('/supervision?tab=ladder', as('handler'));
    expect(await screen.findByText('事项1')).toBeVisible();
    expect(screen.getByText(/住建局.*2.*3/)).toBeVisible();
    expect(screen.queryByRole('button', { name: '签发督办件' })).not.toBeInTheDocument();
  });
});

describe('an order', () => {
  it('is replied to on the version that was seen', async () => {
    answer('get', '/supervision-orders/order-1', order({ allowed_actions: ['reply'] }));
    answer('post', '/supervision-orders/order-1/actions/reply', async (request) => {
      expect(request.headers.get('If-Match')).toBe('"1"');
      expect(await request.json()).toEqual({ text: '已约定维修' });
      return json(order({ state: 'replied', version: 2 }));
    });
    answer('get', '/supervision-orders', page([]));
    const { user } = openSignedIn('/supervision/orders/order-1', as('handler'));
    expect(await screen.findByText('另有 1 件不在您的查看范围内。')).toBeVisible();
    await user.click(screen.getByRole('button', { name: /回\s?复/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('回复内容'), '已约定维修');
    await user.click(within(dialog).getByRole('button', { name: /回\s?复/ }));
    await waitFor(() =>
      expect(screen.getByTestId('order-state')).toHaveTextContent('已回复待审核'),
    );
  });

  it('names the automation rule that issued it, and leads whoever may see rules there', async () => {
    const center = { id: 'c-1', name: '演示县综治中心' };
    const rule = { id: 'rule-1', name: '签收即督办' };
    const issuer = { kind: 'system' as const, person: null, rule, center };
    answer('get', '/supervision-orders/order-1', order({ issuer }));
    openSignedIn('/supervision/orders/order-1', as('handler'));
    expect(await screen.findByText('签收即督办')).toBeVisible();
    expect(screen.queryByRole('link', { name: '签收即督办' })).not.toBeInTheDocument();
  });

  it('shows who was faster, and keeps what was written', async () => {
    answer('get', '/supervision-orders/order-1', order({ allowed_actions: ['reply'] }));
    answer('get', '/supervision-orders', page([]));
    const sent: unknown[] = [];
    answer('post', '/supervision-orders/order-1/actions/reply', async (request) => {
      const seen = request.headers.get('If-Match');
      sent.push([seen, await request.json()]);
      return seen === '"1"'
        ? problemResponse(problem(412, 'request.stale_version'))
        : json(order({ state: 'replied', version: 4 }));
    });
    const { user } = openSignedIn('/supervision/orders/order-1', as('handler'));
    await user.click(await screen.findByRole('button', { name: /回\s?复/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('回复内容'), '已约定维修');
    const theirs = {
      round: 1,
      text: '正在协调',
      due_on: '2026-11-25',
      is_late: false,
      replied_by: { id: 'p-8', name: '马超群' },
      replied_at: AT,
      verdict: 'rejected' as const,
      verdict_reason: '未说明措施',
      decided_by: { id: 'p-9', name: '督办员' },
      decided_at: AT,
    };
    const now = { round: 2, replies: [theirs], version: 3, allowed_actions: ['reply'] };
    answer('get', '/supervision-orders/order-1', order(now));
    await user.click(within(dialog).getByRole('button', { name: /回\s?复/ }));
    expect(await within(dialog).findByText(/督办员作了修改/)).toBeVisible();
    const row = within(dialog).getByRole('row', { name: /回复内容/ });
    expect(row).toHaveTextContent('正在协调已约定维修');
    expect(within(dialog).getByRole('row', { name: /审核结果/ })).toHaveTextContent('退回');
    await user.click(within(dialog).getByRole('button', { name: '仍按我的办' }));
    await waitFor(() => expect(sent.at(-1)).toEqual(['"3"', { text: '已约定维修' }]));
  });

  it('leads to the letter of its first case', async () => {
    answer('get', '/supervision-orders/order-1', order());
    openSignedIn('/supervision/orders/order-1', as('supervisor'));
    const link = await screen.findByRole('link', { name: '出具督办函' });
    expect(link).toHaveAttribute(
      'href',
      '/cases/case-1/documents/new?kind=supervision_letter&about=order-1',
    );
  });
});

describe('the page of a case', () => {
  const step = {
    id: 'step-1',
    clock_id: 'clock-1',
    clock_kind: 'handling',
    step: 'urge',
    department: { id: 'd-1', name: '住建局' },
    due_at: AT,
    at: AT,
    working_days_over: 1,
    order_id: null,
  };

  it('shows what was done about its limits to who may see it', async () => {
    answerCase(caseView());
    answer('get', '/cases/case-1/supervision-steps', page([step]));
    answer('get', '/cases/case-1/supervision-orders', page([]));
    openSignedIn('/cases/case-1', as('handler'));
    const panel = await screen.findByTestId('case-supervision');
    expect(panel).toHaveTextContent('催办');
    expect(panel).toHaveTextContent('超期 1 个工作日');
  });

  it('asks for nothing on behalf of who may not', async () => {
    answerCase(caseView());
    openSignedIn('/cases/case-1');
    expect(await screen.findByTestId('case-no')).toBeVisible();
    expect(screen.queryByTestId('case-supervision')).not.toBeInTheDocument();
  });
});

describe('the bulletin', () => {
  it('says what each figure counts', async () => {
    const row = { orders: 3, late: 1, replied_late: 1, cases_over: 2 };
    answer('get', '/supervision-orders/bulletin', {
      month: '2026-11',
      as_of: AT,
      scope: '属于本岗位所在行政区划及其下级',
      definitions: [{ name: 'orders', definition: '本月发往该单位的督办件', unit: '督办件' }],
      rows: [{ department: { id: 'd-1', name: '住建局' }, figures: row }],
      total: row,
    });
    openSignedIn('/supervision?tab=bulletin&month=2026-11', as('supervisor'));
    expect(await screen.findByText('本月发往该单位的督办件（单位：督办件）')).toBeVisible();
    expect(screen.getByRole('rowheader', { name: '住建局' })).toBeVisible();
    expect(screen.getByText(/范围：属于本岗位/)).toBeVisible();
  });

  it('is of the month in the address, where it is one', async () => {
    answer('get', '/supervision-orders/bulletin', () =>
      problemResponse(problem(503, 'server.busy')),
    );
    openSignedIn('/supervision?tab=bulletin&month=2026-09', as('supervisor'));
    expect(await screen.findByLabelText('月份')).toHaveValue('2026-09');
    const nonsense = { tab: 'bulletin', month: '2026-13' };
    expect(parseSupervisionSearch(nonsense)).toEqual({ tab: 'bulletin' });
  });
});
