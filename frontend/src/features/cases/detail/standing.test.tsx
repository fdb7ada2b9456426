import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerCase, answerReference } from '../../../testing/answers';
import { caseClock, caseSummary, caseView } from '../../../testing/factories';
import { answer, json } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';

beforeEach(answerReference);

const AT = '2026-11-20T01:30:00Z';

describe('a suspended case', () => {
  it('says why and until when, and that no date is due meanwhile', async () => {
    answerCase(
      caseView({
        status: 'suspended',
        suspension: {
          reason_code: 'procedure',
          procedure: 'labour_arbitration',
          external_no: '县劳人仲案 12 号',
          accepted_on: '2026-11-20',
          until_on: '2026-12-01',
          since: AT,
        },
        clocks: [
          caseClock({ kind: 'statutory', procedure: 'labour_arbitration', kind_name: '法定时限' }),
          caseClock({
            id: 'clock-2',
            kind: 'handling',
            kind_name: '办理时限',
            state: 'stopped',
            due_at: null,
            stop_reason: 'procedure',
            extended_by: 3,
          }),
        ],
      }),
    );
    openSignedIn('/cases/case-1');
    const banner = await screen.findByTestId('suspension');
    expect(banner).toHaveTextContent('劳动仲裁 · 县劳人仲案 12 号');
    expect(banner).toHaveTextContent(
      '自 2026-11-20 09:30 起，2026-11-20 受理，2026-12-01 自动恢复',
    );
    const ours = screen.getByTestId('clock-handling');
    expect(ours).toHaveTextContent('已暂停');
    expect(ours).toHaveTextContent('已延期 3 天');
    const ofLaw = screen.getByTestId('clock-statutory');
    expect(ofLaw).toHaveTextContent('法定时限 · 劳动仲裁');
    expect(ofLaw).toHaveTextContent('到期 2026-11-25 17:00');
    expect(ours.nextElementSibling).toBe(ofLaw);
  });
});

describe('an assistant', () => {
  it('stands with its task, its day and its result', async () => {
    const assist = {
      kind: 'assist' as const,
      department_id: 'd-2',
      sent_at: AT,
      signed_at: AT,
      signed_by_name: '孙立',
    };
    answerCase(
      caseView({
        referrals: [
          {
            ...assist,
            id: 'ref-1',
            department_name: '公安局',
            state: 'signed',
            task: '核实用工情况',
            due_on: '2026-11-30',
          },
          {
            ...assist,
            id: 'ref-2',
            department_name: '司法局',
            state: 'done',
            task: '派员调解',
            done_at: AT,
            result: '双方愿意协商',
          },
        ],
        clocks: [
          caseClock({
            kind: 'assist',
            kind_name: '协办时限',
            referral_id: 'ref-1',
            lamp: 'red',
            time_left: { overdue_days: 2, text: '超期 2 天' },
          }),
        ],
      }),
    );
    openSignedIn('/cases/case-1');
    const panel = (await screen.findByRole('heading', { name: '承办单位' })).parentElement;
    if (!panel) throw new Error('a heading stands in its panel');
    const [late, done] = within(panel).getAllByRole('listitem');
    expect(late).toHaveTextContent('协办事项：核实用工情况');
    expect(late).toHaveTextContent('2026-11-30 前完成');
    expect(late).toHaveTextContent('超期 2 天');
    expect(done).toHaveTextContent('2026-11-20 09:30 办结：双方愿意协商');
    expect(screen.getByTestId('clock-assist')).toHaveTextContent('协办时限 · 公安局');
  });
});

describe('who answers for it', () => {
  const charge = {
    leader_id: 'p-9',
    leader_name: '陈县长',
    plan: '每周调度',
    next_review_on: '2026-12-05',
    since: AT,
  };

  it('is named with plan and next review, however long the ledger is', async () => {
    answerCase(caseView({ charge }));
    openSignedIn('/cases/case-1');
    const panel = await screen.findByTestId('charge');
    expect(within(panel).getByText('陈县长')).toBeVisible();
    expect(panel).toHaveTextContent('每周调度');
    expect(panel).toHaveTextContent('2026-12-05');
  });

  it('is not said to be nobody where there is no name', async () => {
    answerCase(caseView({ charge: { ...charge, leader_name: null } }));
    openSignedIn('/cases/case-1');
    expect(await screen.findByTestId('charge')).toHaveTextContent('包案领导姓名不详');
  });
});

describe('who was asked first', () => {
  it('is named on the page of the case', async () => {
    const first = { person_id: 'p-2', person_name: '赵敏', asked_at: AT, is_recorded_late: false };
    answerCase(caseView({ first_contact: first }));
    openSignedIn('/cases/case-1');
    const label = await screen.findByText('首问责任人');
    expect(label.nextElementSibling).toHaveTextContent('赵敏');
  });
});

describe('a merged case', () => {
  it('leads to the case it goes on in', async () => {
    answerCase(caseView({ id: 'case-2', title: '二楼漏水' }));
    answerCase(caseView({ status: 'merged', merged_into_id: 'case-2' }));
    openSignedIn('/cases/case-1');
    const link = await screen.findByRole('link', { name: /二楼漏水/ });
    expect(link).toHaveAttribute('href', '/cases/case-2');
  });

  it('is listed where it went', async () => {
    answerCase(caseView());
    answer('get', '/cases', (request) => {
      const into = new URL(request.url).searchParams.get('merged_into_id');
      const items = into === 'case-1' ? [caseSummary({ id: 'case-7', title: '重复登记' })] : [];
      return json({ items, next_cursor: null });
    });
    openSignedIn('/cases/case-1');
    expect(await screen.findByRole('heading', { name: '已并入本案的案件（1）' })).toBeVisible();
    expect(screen.getByRole('link', { name: '重复登记' })).toHaveAttribute('href', '/cases/case-7');
  });
});

describe('a split case', () => {
  it('shows at once what was split from it', async () => {
    answerCase(caseView());
    answer('post', '/cases/case-1/actions/sign', () => {
      answer('get', '/cases', (request) => {
        const from = new URL(request.url).searchParams.get('split_from_id');
        const items = from === 'case-1' ? [caseSummary({ id: 'case-8', title: '噪声' })] : [];
        return json({ items, next_cursor: null });
      });
      return json(caseView({ version: 4, allowed_actions: [] }));
    });
    const { user } = openSignedIn('/cases/case-1');
    await user.click(await screen.findByRole('button', { name: '签收' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '签收' }));
    expect(await screen.findByRole('heading', { name: '由本案拆分出的案件（1）' })).toBeVisible();
  });
});

describe('whose time', () => {
  it('is asked for on demand and told in words, figures and sums', async () => {
    answerCase(caseView());
    const department = { kind: 'department', name: '住建局', department_id: 'd-1' };
    const dispatcher = { kind: 'dispatcher', name: '分流岗', department_id: null };
    const [first, second, now] = [AT, '2026-11-20T07:30:00Z', '2026-11-21T01:30:00Z'];
    answer('get', '/cases/case-1/time-use', {
      as_of: now,
      started_at: AT,
      total_seconds: 86_400,
      holders: [
        { ...department, seconds: 64_800 },
        { ...dispatcher, seconds: 21_600 },
      ],
      stretches: [
        { ...dispatcher, from: first, to: second, seconds: 21_600 },
        { ...department, from: second, to: now, seconds: 64_800 },
      ],
    });
    const { user } = openSignedIn('/cases/case-1');
    await user.click(await screen.findByText('用时情况'));
    expect(await screen.findByText('共用 1 天 0 小时')).toBeVisible();
    expect(screen.getByText('18 小时 0 分，占 75.0%')).toBeVisible();
    expect(screen.getByText('6 小时 0 分，占 25.0%')).toBeVisible();
    expect(screen.getByRole('row', { name: /分流岗 2026-11-20 09:30/ })).toHaveTextContent('15:30');
    expect(screen.getByRole('row', { name: /合计/ })).toHaveTextContent('1 天 0 小时');
  });
});
