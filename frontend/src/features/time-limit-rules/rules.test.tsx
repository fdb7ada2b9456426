import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerReference } from '../../testing/answers';
import { problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const rule = (members: object = {}) => ({
  id: 'r-1',
  code: 'handling_ordinary',
  version: 1,
  clock: 'handling',
  level: 'ordinary',
  type_code: null,
  channel: null,
  procedure: null,
  amount: 7,
  day_kind: 'calendar',
  start: 'next_day',
  roll: 'none',
  extension: null,
  source: '东至县 2025 年公开的办理时限',
  valid_from: '2000-01-01',
  valid_to: null,
  created_at: '2026-01-01T00:00:00Z',
  reason: null,
  limit_change_id: null,
  allowed_actions: ['retire'],
  ...members,
});

const figures = {
  open: 12,
  matching: 3,
  matching_cases: 3,
  rebased: 3,
  moved: 2,
  newly_late: 1,
  newly_saved: 0,
  kept: 0,
  unchanged: 10,
};

const change = (members: object = {}) => ({
  id: 's-1',
  purpose: 'simulation',
  subject: 'rule',
  applies_to: 'running',
  what: '办理时限 5 个自然日，次日起算',
  rule_id: null,
  calendar_version: null,
  reason: null,
  state: 'done',
  definition: '全部未结案件中正在计时的时限',
  counting_unit: 'limit',
  as_of: '2026-03-02T01:00:00Z',
  total: figures,
  units: [{ unit_kind: 'department', unit_id: 'd-1', unit_name: '住建局', figures }],
  created_at: '2026-03-02T01:00:00Z',
  finished_at: '2026-03-02T01:00:00Z',
  ...members,
});

const line = {
  id: 'l-1',
  case_no: '990101-20260302-000001',
  clock: 'handling',
  clock_name: '办理',
  unit_kind: 'department',
  unit_id: 'd-1',
  unit_name: '住建局',
  old_due_at: '2026-03-09T15:59:59.999999Z',
  new_due_at: '2026-03-07T15:59:59.999999Z',
  days_moved: -2,
  effect: 'newly_late',
  why: '办理时限 7 个自然日 → 办理时限 5 个自然日',
  days: [],
};

const page = (items: object[]) => ({ items, next_cursor: null, total: items.length });

beforeEach(() => {
  answerReference();
  answer('get', '/time-limit-rules', page([rule()]));
  answer('get', '/procedure-rules', page([]));
  answer('post', '/time-limit-rules/simulations', change(), 201);
  answer('get', '/limit-changes/s-1/items', page([line]));
});

async function simulate() {
  const opened = openSignedIn('/time-limit-rules');
  const { user } = opened;
  await user.click(await screen.findByRole('button', { name: '调整' }));
  const dialog = await screen.findByRole('dialog');
  await user.clear(within(dialog).getByLabelText('天数'));
  await user.type(within(dialog).getByLabelText('天数'), '5');
  await user.click(within(dialog).getByRole('button', { name: /试\s*算/ }));
  await within(dialog).findByText('990101-20260302-000001');
  return { user, dialog };
}

describe('the rules', () => {
  it('offer no change where the server allows none', async () => {
    answer('get', '/time-limit-rules', page([rule({ allowed_actions: [] })]));
    openSignedIn('/time-limit-rules');
    expect(await screen.findByRole('button', { name: '历史版本' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '调整' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '新建或调整规则' })).not.toBeInTheDocument();
  });

  it('tell their versions apart', async () => {
    const second = rule({ id: 'r-2', version: 2, amount: 5, reason: '录入有误' });
    answer('get', '/time-limit-rules', page([rule({ valid_to: '2026-03-01' }), second]));
    const { user } = openSignedIn('/time-limit-rules');
    await user.click(await screen.findByRole('button', { name: '历史版本' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('录入有误')).toBeVisible();
    expect(within(dialog).getByText('首个版本')).toBeVisible();
    const changed = within(dialog).getByRole('listitem');
    expect(changed).toHaveTextContent('7 天（自然日） → 5 天（自然日）');
  });

  it('are tried out and published with a reason', async () => {
    const bodies: unknown[] = [];
    answer('post', '/time-limit-rules', async (request) => {
      bodies.push(await request.json());
      return json(rule({ id: 'r-2', version: 2, limit_change_id: null }), 201);
    });
    const { user, dialog } = await simulate();
    expect(within(dialog).getByText('提前 2 天')).toBeVisible();
    await user.type(within(dialog).getByLabelText('发布原因'), '录入有误');
    await user.click(within(dialog).getByRole('button', { name: /发\s*布/ }));
    expect(await within(dialog).findByText(/已发布/)).toBeVisible();
    expect(bodies).toEqual([
      expect.objectContaining({ amount: 5, simulation_id: 's-1', reason: '录入有误' }),
    ]);
  });

  it('ask to look again when something changed since', async () => {
    answer('post', '/time-limit-rules', () =>
      problemResponse(problem(409, 'time_limit.simulation_stale')),
    );
    const { user, dialog } = await simulate();
    await user.type(within(dialog).getByLabelText('发布原因'), '录入有误');
    await user.click(within(dialog).getByRole('button', { name: /发\s*布/ }));
    expect(await within(dialog).findByText(/试算后规则或日历已有变化/)).toBeVisible();
    expect(within(dialog).getByRole('button', { name: '重新试算' })).toBeEnabled();
  });

  it('are not ended over the head of somebody who was faster', async () => {
    let reads = 0;
    answer('get', '/time-limit-rules/r-1', () => {
      reads += 1;
      const response = json(reads === 1 ? rule() : rule({ valid_to: '2098-06-30' }));
      response.headers.set('ETag', reads === 1 ? '"4"' : '"5"');
      return response;
    });
    const versions: (string | null)[] = [];
    answer('post', '/time-limit-rules/r-1/actions/retire', async (request) => {
      versions.push(request.headers.get('If-Match'));
      if (versions.length === 1) return problemResponse(problem(412, 'request.stale_version'));
      return json(rule(await request.json()));
    });
    answer('post', '/time-limit-rules/r-1/simulations', change({ applies_to: 'new' }), 201);
    const { user } = openSignedIn('/time-limit-rules');
    await user.click(await screen.findByRole('button', { name: /停\s*用/ }));
    const dialog = await screen.findByRole('dialog');
    const day = within(dialog).getByLabelText('最后适用日');
    await user.click(day);
    fireEvent.change(day, { target: { value: '2099-12-31' } });
    fireEvent.keyDown(day, { key: 'Enter', code: 'Enter' });
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    const row = await within(dialog).findByRole('row', { name: /最后适用日/ });
    expect(row).toHaveTextContent('2098-06-302099-12-31');
    await user.click(within(dialog).getByRole('button', { name: '仍按我的办' }));
    await waitFor(() => expect(versions).toEqual(['"4"', '"5"']));
  });

  it('are ended for limits that run too, as it was shown', async () => {
    answer('get', '/time-limit-rules/r-1', () => {
      const response = json(rule());
      response.headers.set('ETag', '"4"');
      return response;
    });
    let tried: unknown;
    answer('post', '/time-limit-rules/r-1/simulations', async (request) => {
      tried = await request.json();
      return json(change(), 201);
    });
    let sent: unknown;
    answer('post', '/time-limit-rules/r-1/actions/retire', async (request) => {
      sent = await request.json();
      return json(rule());
    });
    const { user } = openSignedIn('/time-limit-rules');
    await user.click(await screen.findByRole('button', { name: /停\s*用/ }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText('也用于正在计时的时限（更正错误）'));
    expect(await within(dialog).findByText('990101-20260302-000001')).toBeVisible();
    expect(tried).toMatchObject({ applies_to: 'running' });
    await user.type(within(dialog).getByLabelText('原因'), '该渠道改按一般时限');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await waitFor(() =>
      expect(sent).toMatchObject({
        applies_to: 'running',
        reason: '该渠道改按一般时限',
        simulation_id: 's-1',
      }),
    );
  });
});
