import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Mediation, MediationSummary } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const as = me({ nav: ['home', 'mediations', 'agreements', 'mediators', 'rooms'] });

const summary: MediationSummary = {
  id: 'm-1',
  case: {
    id: 'case-1',
    case_no: '330281-20261120-000001',
    title: '楼上漏水协商不成',
    status: 'in_progress',
  },
  session_no: 1,
  state: 'booked',
  room: { id: 'r-1', name: '第一调解室' },
  mediators: [{ id: 'x-1', person: { id: 'p-9', name: '和调' } }],
  starts_at: '2026-11-23T01:00:00Z',
  ends_at: '2026-11-23T02:00:00Z',
  outcome: null,
  minutes_signed_at: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
};

function session(over: Partial<Mediation> = {}): Mediation {
  return {
    ...summary,
    center: { id: 'c-1', name: '演示县综治中心' },
    booked_by: { id: 'p-1', name: '李雪梅' },
    parties: [
      { party_no: 1, role: 'applicant', kind: 'person', name: '张*', side: 'applicant' },
      { party_no: 2, role: 'respondent', kind: 'person', name: '王*', side: 'respondent' },
    ],
    lapsing: [],
    consents: [],
    obstacle: 'mediation.consent_missing',
    recusals: [],
    started_at: null,
    ended_at: null,
    guided_to: null,
    note: null,
    adjourn_reason: null,
    next_id: null,
    cancel_reason_code: null,
    minutes: null,
    statutory_clock_id: null,
    ways_out: [{ procedure: 'civil_litigation', source: '民事诉讼法第一百二十二条' }],
    allowed_actions: ['record_consent'],
    refused_actions: { start: 'mediation.consent_missing' },
    ...over,
  };
}

beforeEach(() => {
  answerReference();
  answer('get', '/mediations', page([summary]));
  answer('get', '/mediations/m-1', session());
});

describe('the sessions', () => {
  it('to come are listed with room, time and who mediates', async () => {
    openSignedIn('/mediations', as);
    const row = await screen.findByRole('row', { name: /楼上漏水/ });
    expect(row).toHaveTextContent('2026-11-23 09:00–10:00');
    expect(row).toHaveTextContent('第一调解室');
    expect(row).toHaveTextContent('和调');
  });

  it('of a mediator are the own ones first', async () => {
    let asked = '';
    answer('get', '/mediations', (request) => {
      asked = new URL(request.url).search;
      return json(page([]));
    });
    const [capacity] = as.capacities;
    openSignedIn(
      '/mediations',
      me({ ...as, capacities: capacity ? [{ ...capacity, role: 'mediator' }] : [] }),
    );
    expect(await screen.findByText(/没有符合条件的调解/)).toBeVisible();
    expect(asked).toContain('is_mine=true');
  });

  it('of a day are drawn by room, and a day without any says so', async () => {
    const { user } = openSignedIn('/mediations?view=day&day=2026-11-23', as);
    const room = await screen.findByRole('region', { name: '第一调解室' });
    expect(room).toHaveTextContent('09:00–10:00 楼上漏水协商不成');
    answer('get', '/mediations', page([]));
    await user.click(screen.getByRole('button', { name: '后一天' }));
    expect(await screen.findByText('当天没有调解安排。')).toBeVisible();
  });
});

describe('one session', () => {
  it('says why it cannot start yet and records what a side says', async () => {
    let sent: unknown;
    answer('post', '/mediations/m-1/actions/record_consent', async (request) => {
      sent = await request.json();
      return json(session({ version: 2 }));
    });
    const { user } = openSignedIn('/mediations/m-1', as);
    expect(await screen.findByText('尚不能开始：须先记录双方同意调解')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '记录调解意愿' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('combobox', { name: '当事人' }));
    await user.click(await screen.findByTitle('2. 王*（被申请人）'));
    await user.click(within(dialog).getByLabelText('不同意'));
    await user.click(within(dialog).getByRole('button', { name: '记录调解意愿' }));
    await waitFor(() =>
      expect(sent).toEqual({
        side: 'respondent',
        party_no: 2,
        agrees: false,
        manner: 'in_person',
      }),
    );
  });

  it('says whose qualification ends before it is held', async () => {
    const [mediator] = summary.mediators;
    if (!mediator) throw new Error('no mediator');
    answer(
      'get',
      '/mediations/m-1',
      session({
        lapsing: [{ mediator, qualified_until_on: '2026-11-21', is_before_session: true }],
        obstacle: 'mediation.mediator_unfit',
      }),
    );
    openSignedIn('/mediations/m-1', as);
    expect(
      await screen.findByText('和调的资格至 2026-11-21，在调解之前到期，请改派'),
    ).toBeVisible();
    expect(screen.getByText(/有调解员资格已到期/)).toBeVisible();
  });

  it('names the ways of the law where it failed', async () => {
    answer(
      'get',
      '/mediations/m-1',
      session({ state: 'in_progress', obstacle: null, allowed_actions: ['conclude'] }),
    );
    let sent: unknown;
    answer('post', '/mediations/m-1/actions/conclude', async (request) => {
      sent = await request.json();
      return json(session({ state: 'concluded', outcome: 'failed', version: 2 }));
    });
    answer('get', '/agreements', page([]));
    const { user } = openSignedIn('/mediations/m-1', as);
    await user.click(await screen.findByRole('button', { name: '结束调解' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText('调解不成'));
    expect(await within(dialog).findByText('民事诉讼法第一百二十二条')).toBeVisible();
    await user.click(within(dialog).getByRole('combobox', { name: '告知的途径' }));
    await user.click(await screen.findByTitle('民事诉讼'));
    await user.click(within(dialog).getByRole('button', { name: '结束调解' }));
    await waitFor(() => expect(sent).toEqual({ outcome: 'failed', guided_to: 'civil_litigation' }));
  });

  it('hides the minutes from who only assists', async () => {
    const minutes = { text: null, hash: null, signed_at: null, signed_by: null, party_nos: [] };
    answer('get', '/mediations/m-1', session({ minutes, allowed_actions: [] }));
    openSignedIn('/mediations/m-1', as);
    expect(await screen.findByText('协办单位不查看笔录内容。')).toBeVisible();
  });

  it('outside the scope is not found', async () => {
    answer('get', '/mediations/m-1', () => problemResponse(problem(404, 'request.not_found')));
    openSignedIn('/mediations/m-1', as);
    expect(await screen.findByRole('heading', { level: 1 })).toBeVisible();
    expect(screen.queryByTestId('mediation-state')).not.toBeInTheDocument();
  });
});
