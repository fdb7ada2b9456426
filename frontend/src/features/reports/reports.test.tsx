import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { caseSummary, me } from '../../testing/factories';
import { answer, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const nav = ['home', 'cases', 'monthly_report', 'mediation_statistics', 'screening'];

const report: Report = {
  code: 'monthly',
  name: '矛盾纠纷排查化解月报表',
  definition_version: 1,
  source: '月报制度',
  month: '2026-10',
  region: null,
  scope: '在本辖区内',
  as_of: '2026-11-20T01:30:00Z',
  is_current: true,
  closing: null,
  carried_from: null,
  cells: [
    {
      code: 'entered',
      section: 'stock',
      name: '本月受理',
      definition: '本月登记的案件',
      unit: 'case',
      value: 12,
      now: null,
      difference: null,
      companions: [],
      by: null,
      items: [],
      rows: '/reports/monthly/rows?month=2026-10&cell=entered',
    },
    {
      code: 'solved_rate',
      section: 'quality',
      name: '化解率',
      definition: '化解占办结的比例',
      unit: 'permyriad',
      value: 9350,
      now: null,
      difference: null,
      companions: ['entered'],
      by: null,
      items: [],
      rows: null,
    },
    {
      code: 'entered_by_channel',
      section: 'source',
      name: '受理来源',
      definition: '按来源渠道分',
      unit: 'case',
      value: 12,
      now: null,
      difference: null,
      companions: [],
      by: 'channel',
      items: [
        {
          code: 'walk_in',
          name: '来访',
          value: 0,
          now: null,
          rows: '/reports/monthly/rows?month=2026-10&cell=entered_by_channel&item=walk_in',
        },
      ],
      rows: '/reports/monthly/rows?month=2026-10&cell=entered_by_channel',
    },
  ],
  allowed_actions: ['close'],
  refused_actions: {},
};

describe('the monthly report', () => {
  it('says what each figure is and opens the cases behind it', async () => {
    answerReference();
    answer('get', '/reports/monthly', report);
    openSignedIn('/monthly-report?month=2026-10', me({ nav }));
    const row = await screen.findByTestId('cell-entered');
    expect(row).toHaveTextContent('本月登记的案件');
    expect(screen.getByText(/本表填报 0 项/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: '查看对应案件：本月受理，12' })).toHaveAttribute(
      'href',
      '/report-rows?code=monthly&month=2026-10&cell=entered',
    );
    expect(screen.getByTestId('cell-solved_rate')).toHaveTextContent('93.50%');
    expect(screen.getByTestId('cell-solved_rate')).toHaveTextContent('须与本月受理一并看');
    // Nothing stands behind a zero.
    expect(screen.queryByRole('link', { name: /来访/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '导出 XLSX' })).not.toBeInTheDocument();
  });

  it('is closed after saying what that does, and tells why not', async () => {
    answerReference();
    answer('get', '/reports/monthly', report);
    answer('post', '/report-closings', () =>
      problemResponse({
        type: '/problems/report.out_of_order',
        title: '须按月份顺序月结',
        status: 409,
        detail: '',
        instance: '',
        code: 'report.out_of_order',
        request_id: 'r-1',
        errors: [],
      }),
    );
    openSignedIn('/monthly-report?month=2026-10', me({ nav }));
    await userEvent.click(await screen.findByRole('button', { name: '月结' }));
    expect(await screen.findByText(/月结不能撤销/)).toBeInTheDocument();
    const [, confirm] = screen.getAllByRole('button', { name: '月结' });
    await userEvent.click(confirm as HTMLElement);
    expect(await screen.findByText('须按月份顺序月结')).toBeInTheDocument();
  });

  it('shows what came since where the month is closed', async () => {
    answerReference();
    const cells = report.cells.map((cell) => ({ ...cell, now: 13, difference: 1 }));
    answer('get', '/reports/monthly', {
      ...report,
      cells,
      allowed_actions: [],
      closing: {
        id: 'cl-1',
        month: '2026-10',
        region: { id: 'r-1', code: '330281', name: '演示县' },
        closed_at: '2026-11-02T01:00:00Z',
        closed_by: { id: 'p-9', name: '赵主任' },
        definition_version: 1,
        figures_hash: 'abc123',
        is_intact: null,
      },
    });
    openSignedIn('/monthly-report?month=2026-10', me({ nav }));
    expect(await screen.findByTestId('closed')).toHaveTextContent('abc123');
    expect(screen.getByRole('link', { name: /本月受理（月结后差异），\+1/ })).toHaveAttribute(
      'href',
      '/report-rows?code=monthly&month=2026-10&cell=entered&known_at=since',
    );
    expect(screen.queryByRole('button', { name: '月结' })).not.toBeInTheDocument();
  });

  it('lists the closed months, checks one and opens it', async () => {
    answerReference();
    answer('get', '/reports/monthly', report);
    const closing = {
      id: 'cl-1',
      month: '2026-09',
      region: { id: 'r-1', code: '330281', name: '演示县' },
      closed_at: '2026-10-02T01:00:00Z',
      closed_by: { id: 'p-9', name: '赵主任' },
      definition_version: 1,
      figures_hash: 'abc123',
      is_intact: null,
    };
    answer('get', '/report-closings', { items: [closing], next_cursor: null, total: 1 });
    answer('get', '/report-closings/cl-1', { ...closing, is_intact: false });
    const { router } = openSignedIn('/monthly-report?month=2026-10', me({ nav }));
    await userEvent.click(await screen.findByRole('button', { name: '已月结月份' }));
    expect(await screen.findByText('赵主任')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '校验 2026-09' }));
    expect(await screen.findByText(/与月结时不一致/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '2026-09' }));
    await waitFor(() => expect(router.state.location.search).toMatchObject({ month: '2026-09' }));
  });

  it('lists the cases behind a figure with how often each counts', async () => {
    answerReference();
    answer('get', '/reports/monthly', report);
    answer('get', '/reports/monthly/rows', {
      items: [{ case: caseSummary(), times: 2, people: 4, amount_fen: 100_00 }],
      next_cursor: null,
      total: null,
    });
    openSignedIn('/report-rows?code=monthly&month=2026-10&cell=entered', me({ nav }));
    expect(await screen.findByText('330281-20261120-000001')).toBeInTheDocument();
    expect(screen.getByText('100.00')).toBeInTheDocument();
    expect(await screen.findByText('对应案件：本月受理')).toBeInTheDocument();
  });

  it('has the columns of the county’s table, and those one chose', async () => {
    answerReference();
    answer('get', '/reports/screening', {
      items: [
        {
          id: 'case-1',
          case_no: '330281-20261120-000001',
          registered_at: '2026-11-20T01:00:00Z',
          screened_by: null,
          screened_on: '2026-11-20',
          center: { id: 'c-1', name: '演示县综治中心' },
          region: { id: 'r-1', code: '330281', name: '演示县' },
          channel: 'walk_in',
          title: '楼上漏水',
          parties: ['张*'],
          type_code: '0202',
          type_name: '相邻土地建筑利用',
          scale_code: '01',
          scale_name: '个体性事件',
          narrative: '三楼漏水到二楼',
          level: 'ordinary',
          people_count: 2,
          amount_fen: 300_000,
          lead_department: null,
          responsible: { id: 'p-1', name: '冯办' },
          charge_leader: null,
          measures: '已赔偿并修复',
          status: 'closed',
          due_at: null,
          outcome: 'solved',
          method_code: '02',
          method_name: '人民调解',
          agreements: [{ agreement_no: 'MA330281-2026-000001', state: 'performed' }],
          answer: '已解决，受到公正对待',
          remark: null,
          closed_at: null,
        },
      ],
      next_cursor: null,
      total: null,
    });
    localStorage.setItem('screening.columns', JSON.stringify(['case_no', 'agreements', 'answer']));
    openSignedIn('/screening', me({ nav }));
    expect(await screen.findByText('MA330281-2026-000001')).toBeInTheDocument();
    expect(screen.getByText('已解决，受到公正对待')).toBeInTheDocument();
    expect(screen.queryByText('三楼漏水到二楼')).not.toBeInTheDocument();
    localStorage.removeItem('screening.columns');
  });

  it('says that nobody has the right', async () => {
    answerReference();
    answer('get', '/reports/screening', () =>
      problemResponse({
        type: '/problems/auth.not_allowed',
        title: '无权限',
        status: 403,
        detail: '',
        instance: '',
        code: 'auth.not_allowed',
        request_id: 'r-1',
        errors: [],
      }),
    );
    openSignedIn('/screening', me({ nav }));
    expect(await screen.findByText('没有此项权限')).toBeInTheDocument();
  });
});
