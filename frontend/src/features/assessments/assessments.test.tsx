import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type {
  Assessment,
  AssessmentAppeal,
  AssessmentFact,
  AssessmentPeriod,
  AssessmentScheme,
} from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';
import { formatPoints } from './points';

const AT = '2026-10-03T01:00:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const scheme: AssessmentScheme = {
  id: 's-1',
  line_id: 's-1',
  edition: 1,
  center: { id: 'c-1', name: '演示县综治中心' },
  name: '季度考核',
  subject: 'person',
  period_kind: 'quarter',
  state: 'draft',
  indicators: [
    {
      source: 'sign_for',
      source_name: '签收及时',
      definition: '每件转办的签收时限',
      weight: 100,
      formula: '100 * share',
    },
  ],
  appeal_days: 5,
  close_after_days: 7,
  source: null,
  valid_from: null,
  valid_to: null,
  simulated_at: null,
  published_at: null,
  retire_reason: null,
  created_by: { id: 'p-7', name: '朱任' },
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['update', 'simulate'],
  refused_actions: { publish: 'assessment_scheme.not_simulated' },
};

const reference = { id: 's-1', name: '季度考核', edition: 1, subject: 'person' as const };

const period: AssessmentPeriod = {
  id: 'pe-1',
  scheme: reference,
  center: scheme.center,
  from_on: '2026-07-01',
  to_on: '2026-09-30',
  appeal_until_on: '2026-10-16',
  fact_count: 20,
  facts_hash: 'f'.repeat(64),
  results_hash: 'a'.repeat(64),
  is_intact: true,
  closed_by: null,
  closed_at: AT,
  created_at: AT,
  updated_at: AT,
  version: 1,
};

const result: Assessment = {
  id: 'as-1',
  period: {
    id: 'pe-1',
    from_on: '2026-07-01',
    to_on: '2026-09-30',
    appeal_until_on: '2026-10-16',
    closed_at: AT,
  },
  scheme: reference,
  center: scheme.center,
  unit: { id: 'd-1', name: '住建局' },
  person: { id: 'p-3', name: '冯办' },
  edition: 1,
  corrects_id: null,
  corrected_by_id: null,
  indicators: [
    {
      ...(scheme.indicators[0] as AssessmentScheme['indicators'][number]),
      kept: 19,
      failed: 1,
      score_exact: '95',
      score_hundredths: 9500,
    },
  ],
  points_exact: '95',
  points_hundredths: 9500,
  result_hash: 'b'.repeat(64),
  appeals: [],
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['appeal'],
  refused_actions: {},
};

const fact: AssessmentFact = {
  id: 'fa-1',
  source: 'sign_for',
  source_name: '签收及时',
  settled_at: AT,
  is_failed: true,
  person: result.person ?? null,
  object_kind: 'referral',
  object_id: 'ref-00000001',
  case: { id: 'case-1', case_no: '990101-20260801-000001', title: '楼上漏水', is_readable: true },
  ruling: null,
};

const nav = ['home', 'assessments'];

beforeEach(() => {
  answerReference();
  answer('get', '/assessments/periods', page([period]));
  answer('get', '/assessments/periods/pe-1', period);
  answer('get', '/assessments', page([result]));
  answer('get', '/assessments/as-1', result);
  answer('get', '/assessments/as-1/facts', page([fact]));
});

describe('points', () => {
  it('are written from whole hundredths', () => {
    expect([9505, 10_000, 0, null].map(formatPoints)).toEqual(['95.05', '100.00', '0.00', '—']);
  });
});

describe('the results of a period', () => {
  it('say that they were worked out anew, and open one', async () => {
    openSignedIn('/assessments', me({ nav }));
    expect(await screen.findByRole('link', { name: '95.00' })).toHaveAttribute(
      'href',
      '/assessments/as-1',
    );
    expect(await screen.findByText(/已由事实重新计算/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '结算考核期' })).not.toBeInTheDocument();
  });

  it('that were tampered with are told', async () => {
    answer('get', '/assessments/periods/pe-1', { ...period, is_intact: false });
    openSignedIn('/assessments', me({ nav }));
    expect(await screen.findByText(/与结算时不一致/)).toBeInTheDocument();
  });

  it('are not for everybody', async () => {
    answer('get', '/assessments', () => problemResponse(problem(403, 'auth.not_allowed')));
    openSignedIn('/assessments', me({ nav }));
    expect(await screen.findByText('没有此项权限')).toBeInTheDocument();
  });
});

describe('a result', () => {
  it('opens the rows behind each point', async () => {
    const { user } = openSignedIn('/assessments/as-1', me({ nav }));
    const indicator = await screen.findByTestId('indicator-sign_for');
    expect(indicator).toHaveTextContent('守约 19，失约 1，得 95.00 分');
    await user.click(within(indicator).getByRole('button', { name: '查看 20 项事实' }));
    const link = await within(indicator).findByRole('link', { name: /990101-20260801-000001/ });
    expect(link).toHaveAttribute('href', '/cases/case-1');
  });

  it('leads from a day that was not served to the shortfalls of its month', async () => {
    const day = {
      ...fact,
      object_kind: 'duty_day',
      case: null,
      duty_day: {
        obligation_id: 'o-1',
        department_id: 'd-1',
        post_name: '人社窗口',
        date: '2026-08-03',
      },
    };
    answer('get', '/assessments/as-1/facts', page([day]));
    const { user } = openSignedIn('/assessments/as-1', me({ nav }));
    const indicator = await screen.findByTestId('indicator-sign_for');
    await user.click(within(indicator).getByRole('button', { name: '查看 20 项事实' }));
    const link = await within(indicator).findByRole('link', { name: '2026-08-03 人社窗口' });
    expect(link).toHaveAttribute('href', '/shortfalls?month=2026-08&department=d-1');
  });

  it('is appealed against fact by fact', async () => {
    let sent: unknown;
    answer('post', '/assessments/as-1/appeals', async (request) => {
      sent = await request.json();
      return json(result, 201);
    });
    const { user } = openSignedIn('/assessments/as-1', me({ nav }));
    await user.click(await screen.findByRole('button', { name: '提出申诉' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('checkbox', { name: /签收及时/ }));
    await user.type(within(dialog).getByLabelText('理由'), '系统停机');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await waitFor(() => expect(sent).toEqual({ fact_ids: ['fa-1'], reason: '系统停机' }));
  });

  it('is printed with its formulas and its hash', async () => {
    openSignedIn('/assessments/as-1/print', me({ nav }));
    const letter = await screen.findByTestId('letter');
    expect(letter).toHaveTextContent('100 * share');
    expect(letter).toHaveTextContent(result.result_hash);
  });

  it('out of scope is missing', async () => {
    answer('get', '/assessments/as-1', () => problemResponse(problem(404, 'request.not_found')));
    openSignedIn('/assessments/as-1', me({ nav }));
    expect(await screen.findByText('没有找到')).toBeInTheDocument();
  });
});

describe('a scheme', () => {
  it('that is wrong says so under its indicator', async () => {
    answer('get', '/assessment-schemes', page([]));
    answer('get', '/assessment-schemes/sources', page([]));
    answer('post', '/assessment-schemes', () =>
      problemResponse({
        ...problem(422, 'request.validation'),
        errors: [
          {
            pointer: '/indicators/0/formula',
            code: 'assessment_scheme.rewards_failing',
            detail: '失约更多反而得分更高',
            params: {},
          },
        ],
      }),
    );
    const pages = ['home', 'assessment_schemes', 'assessment_scheme_new'];
    const { user } = openSignedIn('/assessment-schemes', me({ nav: pages }));
    await user.click(await screen.findByRole('button', { name: '起草方案' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('方案名称'), '季度考核');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    expect(await within(dialog).findByText('失约更多反而得分更高')).toBeInTheDocument();
  });

  it('is tried out and shows what would have come out', async () => {
    answer('get', '/assessment-schemes/s-1', scheme);
    answer('post', '/assessment-schemes/s-1/actions/simulate', {
      scheme: { ...scheme, state: 'simulated', version: 2, allowed_actions: ['publish'] },
      from_on: '2026-07-01',
      to_on: '2026-09-30',
      as_of: AT,
      fact_count: 20,
      results: [
        {
          unit: result.unit,
          person: result.person,
          indicators: [{ source: 'sign_for', kept: 19, failed: 1, score_hundredths: 9500 }],
          points_hundredths: 9500,
        },
      ],
    });
    const { user } = openSignedIn('/assessment-schemes/s-1', me({ nav }));
    await user.click(await screen.findByRole('button', { name: '以上一期试算' }));
    expect(await screen.findByTestId('simulation')).toHaveTextContent('冯办');
    expect(await screen.findByRole('button', { name: /发\s*布/ })).toBeInTheDocument();
  });
});

describe('an appeal', () => {
  it('is decided fact by fact', async () => {
    const appeal: AssessmentAppeal = {
      id: 'ap-1',
      assessment: result,
      facts: [fact],
      reason: '系统停机',
      made_by: { id: 'p-3', name: '冯办' },
      made_at: AT,
      state: 'open',
      decided_at_center: null,
      decision: null,
      decided_by: null,
      decided_at: null,
      corrected_id: null,
      created_at: AT,
      updated_at: AT,
      version: 1,
      allowed_actions: ['accept', 'reject'],
      refused_actions: {},
    };
    let sent: unknown;
    answer('get', '/assessments/appeals', page([appeal]));
    answer('post', '/assessments/appeals/ap-1/actions/accept', async (request) => {
      sent = await request.json();
      return json({ ...appeal, state: 'accepted', version: 2 });
    });
    const { user } = openSignedIn('/assessment-appeals', me({ nav }));
    await user.click(await screen.findByRole('button', { name: '予以更正' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('复核意见'), '经核实');
    await user.click(within(dialog).getByRole('button', { name: '予以更正' }));
    await waitFor(() =>
      expect(sent).toEqual({
        decision: '经核实',
        rulings: [{ fact_id: 'fa-1', ruling: 'kept' }],
      }),
    );
  });
});
