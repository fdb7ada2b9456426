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
    { date: '2026-12-02', kind: 'working', name: null, is_announced: true },
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
        enough: [],
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
