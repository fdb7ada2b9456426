import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { caseClock, me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const as = me({ nav: ['home', 'mediations', 'agreements'] });
const parties = [
  { party_no: 1, role: 'applicant' as const, name: '张*' },
  { party_no: 2, role: 'respondent' as const, name: '王*' },
];

function agreement(over: Partial<Agreement> = {}): Agreement {
  return {
    id: 'a-1',
    agreement_no: 'MA330281-2026-000001',
    case: {
      id: 'case-1',
      case_no: '330281-20261120-000001',
      title: '楼上漏水协商不成',
      status: 'in_progress',
    },
    mediation_id: 'm-1',
    form: 'written',
    state: 'in_force',
    terms: '赔偿并修复。',
    terms_hash: '00',
    is_status_only: false,
    concluded_on: '2026-11-20',
    effective_on: '2026-11-20',
    amount_fen: 300_000,
    parties,
    items: [
      {
        item_no: 1,
        party: { party_no: 2, role: 'respondent', name: '王*' },
        to_party: { party_no: 1, role: 'applicant', name: '张*' },
        what: '赔偿家具损失',
        amount_fen: 300_000,
        due_on: '2026-11-30',
        state: 'due',
        is_overdue: false,
        paid_fen: 0,
        settled_on: null,
        performances: [],
      },
    ],
    confirmation: {
      state: 'none',
      is_confirmable: true,
      caution: null,
      clock: caseClock({ kind: 'judicial_confirmation', due_at: '2026-12-20T15:59:59Z' }),
      applied_on: null,
      court: null,
      answered_on: null,
      court_no: null,
      reason: null,
    },
    next_steps: [
      {
        step: 'confirm',
        name: '共同申请司法确认',
        source: '人民调解法第三十三条',
        item_no: null,
        until_on: '2026-12-20',
      },
    ],
    recorded_by: { id: 'p-1', name: '李雪梅' },
    cancelled_at: null,
    cancel_reason: null,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['record_performance', 'apply_confirmation'],
    refused_actions: {},
    ...over,
  };
}

beforeEach(() => {
  answerReference();
  answer('get', '/agreements/a-1', agreement());
});

describe('the agreements', () => {
  it('with something due come first', async () => {
    let asked = '';
    answer('get', '/agreements', (request) => {
      asked = new URL(request.url).search;
      return json(page([]));
    });
    openSignedIn('/agreements', as);
    expect(await screen.findByText('没有符合条件的协议。')).toBeVisible();
    expect(asked).toContain('sort=next_due_on');
  });
});

describe('one agreement', () => {
  it('shows what the law leaves open and how long', async () => {
    openSignedIn('/agreements/a-1', as);
    const steps = await screen.findByTestId('next-steps');
    expect(steps).toHaveTextContent('共同申请司法确认');
    expect(steps).toHaveTextContent('截至 2026-12-20');
    expect(screen.getByTestId('confirmation')).toHaveTextContent('2026-12-20');
    expect(screen.getByTestId('item-1')).toHaveTextContent('王* 向 张*');
  });

  it('records a part that was paid, in fen', async () => {
    let sent: unknown;
    answer('post', '/agreements/a-1/actions/record_performance', async (request) => {
      sent = await request.json();
      return json(agreement({ version: 2 }));
    });
    const { user } = openSignedIn('/agreements/a-1', as);
    await user.click(await screen.findByRole('button', { name: '登记履行情况' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText('部分履行'));
    await user.type(await within(dialog).findByLabelText('本次支付'), '1000.10');
    await user.type(within(dialog).getByLabelText('凭证说明'), '转账回单');
    await user.click(within(dialog).getByRole('button', { name: '登记履行情况' }));
    await waitFor(() =>
      expect(sent).toMatchObject({
        item_no: 1,
        state: 'partly',
        amount_fen: 100_010,
        evidence: '转账回单',
      }),
    );
  });

  it('keeps what was typed when somebody was faster', async () => {
    answer('post', '/agreements/a-1/actions/record_performance', () =>
      problemResponse(problem(412, 'request.stale_version')),
    );
    const { user } = openSignedIn('/agreements/a-1', as);
    await user.click(await screen.findByRole('button', { name: '登记履行情况' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('凭证说明'), '转账回单');
    answer(
      'get',
      '/agreements/a-1',
      agreement({ version: 2, state: 'performed', allowed_actions: [] }),
    );
    await user.click(within(dialog).getByRole('button', { name: '登记履行情况' }));
    const row = await within(dialog).findByRole('row', { name: /凭证说明/ });
    expect(row).toHaveTextContent('转账回单');
    expect(within(dialog).getByRole('button', { name: '仍按我的办' })).toBeDisabled();
  });

  it('hides the terms from who only assists', async () => {
    const [item] = agreement().items;
    answer(
      'get',
      '/agreements/a-1',
      agreement({ terms: null, items: item ? [{ ...item, what: null }] : [], allowed_actions: [] }),
    );
    openSignedIn('/agreements/a-1', as);
    expect(await screen.findAllByText(/协办单位不查看协议内容/)).not.toHaveLength(0);
  });
});
