import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RotationAssignment, RotationBoard, RotationPlan } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const center = { id: 'c-1', name: '演示县综治中心' };
const person = { id: 'p-1', name: '傅办' };
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

function plan(over: Partial<RotationPlan> = {}): RotationPlan {
  return {
    id: 'plan-1',
    center,
    name: '十二月轮驻方案',
    period: { from_on: '2026-12-01', until_on: '2026-12-31' },
    center_ids: ['c-1'],
    rules: {} as RotationPlan['rules'],
    state: 'draft',
    state_name: '草稿',
    edition: 1,
    replaces_id: null,
    objective: 1200,
    bound: 1200,
    gap_ppm: 0,
    solved_at: AT,
    published_at: null,
    published_by: null,
    superseded_at: null,
    drawn_up_by: person,
    job_id: null,
    created_at: AT,
    updated_at: AT,
    version: 3,
    allowed_actions: ['update', 'solve', 'publish'],
    ...over,
  };
}

const assignment: RotationAssignment = {
  id: 'a-1',
  plan_id: 'plan-1',
  obligation_id: 'o-1',
  person,
  role: 'A',
  block: 0,
  from_on: '2026-12-01',
  until_on: '2026-12-06',
  is_locked: false,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['update'],
};

const board: RotationBoard = {
  plan_id: 'plan-1',
  days: [
    { date: '2026-12-01', kind: 'working', name: null, is_announced: true },
    { date: '2026-12-02', kind: 'make_up', name: '元旦', is_announced: true },
  ],
  posts: [
    {
      obligation_id: 'o-1',
      post: { id: 'post-1', name: '人社窗口' },
      center,
      department: { id: 'd-1', name: '县人社局' },
      mode: 'rotating',
      headcount: 1,
      days: [
        { date: '2026-12-01', person_ids: ['p-1'], missing: 0 },
        { date: '2026-12-02', person_ids: [], missing: 1 },
      ],
    },
  ],
  people: [{ person, assignments: [assignment], away_on: ['2026-12-02'] }],
};

const as = me({ nav: ['home', 'rotation_plans', 'rotation_plan_new'] });

beforeEach(() => {
  answerReference();
  answer('get', '/rotation-plans', page([plan()]));
  answer('get', '/rotation-plans/:id', plan());
  answer('get', '/rotation-plans/:id/board', board);
  answer('get', '/rotation-plans/:id/explanation/people', {
    plan_id: 'plan-1',
    people: [
      {
        person,
        load: 100,
        max_load: 300,
        loads: [
          {
            kind: 'duty',
            kind_name: '工作日在岗',
            load: 100,
            history: 0,
            target: 50,
            mean: 50,
            tolerance: 20,
            steep_tolerance: 60,
            cost: 90,
            reason: '岗位人选不足',
          },
        ],
        best_swap: null,
      },
    ],
  });
  answer('get', '/rotation-plans/:id/assignments/:assignment/explanation', {
    assignment_id: 'a-1',
    total: 240,
    terms: [{ code: 'handover', name: '交接', minutes: 240 }],
  });
  answer('get', '/rotation-plans/:id/explanation', {
    plan_id: 'plan-1',
    total: 1200,
    terms: [{ code: 'travel', name: '路程', minutes: 1200 }],
    breaks: [],
    shortages: [
      {
        obligation_id: 'o-1',
        post_name: '人社窗口',
        from_on: '2026-12-02',
        until_on: '2026-12-02',
        open_days: 1,
        missing: 1,
        skill_code: null,
        nominees: [{ person_id: 'p-1', text: '傅办：请假，1 天只能到 0 天' }],
        enough: [{ person_id: 'p-1', text: '傅办请假至 2026-12-02' }],
      },
    ],
  });
});

describe('a plan', () => {
  it('shows who is missing, and what it costs', async () => {
    openSignedIn('/rotation-plans/plan-1', as);
    expect((await screen.findAllByText('■ 0/1')).length).toBeGreaterThan(0);
    expect(await screen.findByText('路程')).toBeInTheDocument();
    expect(screen.getByText('傅办：请假，1 天只能到 0 天')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '发布' })).toBeInTheDocument();
  });

  it('names the smallest set of rules of which any one would have to go', async () => {
    openSignedIn('/rotation-plans/plan-1', as);
    const enough = await screen.findByTestId('enough');
    expect(enough).toHaveTextContent('傅办请假至 2026-12-02');
    expect(screen.getByText('只要其中任何一条不成立，就可以排满：')).toBeInTheDocument();
  });

  it('marks days that are worked for a holiday', async () => {
    openSignedIn('/rotation-plans/plan-1', as);
    const day = await screen.findByTitle('调休上班 元旦');
    expect(day).toHaveTextContent('02');
    expect(within(day).getByText('班')).toBeInTheDocument();
  });

  it('tells the bound and the gap while it is solved', async () => {
    answer(
      'get',
      '/rotation-plans/:id',
      plan({ state: 'solving', job_id: 'j-1', solved_at: null }),
    );
    answer('get', '/jobs/:id', {
      id: 'j-1',
      state: 'running',
      progress: 40,
      objective: 1500,
      bound: 1200,
      gap_ppm: 250_000,
      version: 1,
      allowed_actions: ['cancel'],
    });
    openSignedIn('/rotation-plans/plan-1', as);
    expect(await screen.findByTestId('run-figures')).toHaveTextContent(
      '1500 等效分钟 · 下界 1200 · 与下界相差 25%',
    );
  });

  it('has no roster before it is solved', async () => {
    answer('get', '/rotation-plans/:id', plan({ solved_at: null, allowed_actions: ['solve'] }));
    openSignedIn('/rotation-plans/plan-1', as);
    expect(await screen.findByText('还没有排班。')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '发布' })).not.toBeInTheDocument();
  });

  it('that is nobody elses business is not found', async () => {
    answer('get', '/rotation-plans/:id', () => problemResponse(problem(404, 'request.not_found')));
    openSignedIn('/rotation-plans/plan-1', as);
    expect(await screen.findByText('没有找到')).toBeInTheDocument();
  });
});

describe('a change by hand', () => {
  it('is weighed while it is chosen, and told in words', async () => {
    const sent: unknown[] = [];
    answer('get', '/stationing-obligations/:id', {
      post: { id: 'post-1', name: '人社窗口' },
      nominees: [{ person, role: 'A', is_admitted: true, lacks: [] }],
    });
    answer('patch', '/rotation-plans/:id/assignments/:assignment', async (request: Request) => {
      sent.push(await request.json());
      return json({
        assignment,
        cost_before: 1200,
        cost_after: 1500,
        breaks: [{ code: 'rest', text: '傅办：两次之间须间隔 7 天' }],
      });
    });
    openSignedIn('/rotation-plans/plan-1', as);
    await userEvent.click(await screen.findByText('按人员'));
    const row = (await screen.findByRole('rowheader', { name: '傅办' })).closest('tr');
    await userEvent.click(within(row as HTMLElement).getByRole('button'));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('checkbox'));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ is_locked: true, is_trial: true });
    expect(await within(dialog).findByText('傅办：两次之间须间隔 7 天')).toBeInTheDocument();
    expect(within(dialog).getByText('代价变化 300')).toBeInTheDocument();
  });
});

describe('a move by keyboard', () => {
  it('that breaks a rule is refused in words, and nothing is changed', async () => {
    const sent: unknown[] = [];
    const other = { id: 'p-2', name: '冯办' };
    answer('get', '/rotation-plans/:id/board', {
      ...board,
      people: [
        { person, assignments: [assignment], away_on: [] },
        { person: other, assignments: [], away_on: [] },
      ],
    });
    answer('patch', '/rotation-plans/:id/assignments/:assignment', async (request: Request) => {
      sent.push(await request.json());
      return json({
        assignment,
        cost_before: 1200,
        cost_after: 1500,
        breaks: [{ code: 'rest', text: '冯办：两次之间须间隔 7 天' }],
      });
    });
    openSignedIn('/rotation-plans/plan-1', as);
    await userEvent.click(await screen.findByText('按人员'));
    const row = (await screen.findByRole('rowheader', { name: '傅办' })).closest('tr');
    const [mark] = within(row as HTMLElement).getAllByRole('button');
    mark?.focus();
    await userEvent.keyboard(' {ArrowDown} ');
    expect(await screen.findByText('冯办：两次之间须间隔 7 天')).toBeInTheDocument();
    expect(screen.getByText('不能由傅办改派给冯办')).toBeInTheDocument();
    expect(sent).toEqual([{ person_id: 'p-2', is_trial: true }]);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('a repaired plan', () => {
  it('lists who changes, and what people do', async () => {
    answer('get', '/rotation-plans/:id', plan({ repairs_id: 'plan-0' }));
    answer('get', '/rotation-plans/:id/changes', {
      plan_id: 'plan-1',
      base_id: 'plan-0',
      person_count: 1,
      day_count: 7,
      people: [
        {
          person,
          added: [],
          removed: [
            {
              obligation_id: 'o-1',
              post_name: '人社窗口',
              from_on: '2026-12-07',
              until_on: '2026-12-13',
            },
          ],
        },
      ],
    });
    openSignedIn('/rotation-plans/plan-1', as);
    expect(await screen.findByText('1 人变动，共 7 人天')).toBeInTheDocument();
    expect(screen.getByText('不再：人社窗口，2026-12-07 至 2026-12-13')).toBeInTheDocument();
    expect(await screen.findByText('岗位人选不足')).toBeInTheDocument();
  });
});
