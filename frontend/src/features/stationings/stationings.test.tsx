import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Leave, Obligation, Stationing } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const center = { id: 'c-1', name: '演示县综治中心' };
const department = { id: 'd-1', name: '县人社局' };
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const stationing: Stationing = {
  id: 's-1',
  person: { id: 'p-1', name: '傅办' },
  department,
  center,
  state: 'requested',
  state_name: '待准入',
  letter: '人社函〔2026〕12号',
  from_on: '2026-12-01',
  until_on: null,
  steps: [],
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['admit', 'refuse'],
  refused_actions: {},
};

const leave: Leave = {
  id: 'l-1',
  person: { id: 'p-1', name: '傅办' },
  kind: 'annual',
  kind_name: '年休假',
  from_on: '2026-12-01',
  until_on: '2026-12-03',
  state: 'requested',
  state_name: '待审批',
  reported_by: { id: 'p-1', name: '傅办' },
  decided_by: null,
  decided_at: null,
  decision_note: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['approve', 'refuse'],
  refused_actions: {},
};

const obligation: Obligation = {
  id: 'o-1',
  post: { id: 'post-1', name: '人社窗口' },
  center,
  department,
  mode: 'rotating',
  mode_name: '轮驻',
  headcount: 1,
  weekdays: [1, 2, 3, 4, 5],
  is_open_on_make_up_days: true,
  is_open_on_holidays: true,
  opens: '18:00',
  closes: '08:30',
  block_unit: 'week',
  min_blocks: 1,
  max_blocks: 2,
  rest_days: 7,
  load: 10,
  skills: [],
  mix: [],
  valid_from: '2026-01-01',
  valid_to: null,
  source_letter: '综治办函〔2026〕3号',
  nominees: [{ person: { id: 'p-1', name: '傅办' }, role: 'A', is_admitted: false, lacks: [] }],
  gaps: ['no_alternate'],
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: [],
};

const as = me({
  nav: ['home', 'stationings', 'stationing_obligations', 'leaves', 'leave_new', 'posts'],
});

beforeEach(() => {
  answerReference();
  answer('get', '/stationings', page([stationing]));
  answer('get', '/leaves', page([leave]));
  answer('get', '/stationing-obligations', page([obligation]));
});

describe('entry', () => {
  it('is decided on in the version that was seen', async () => {
    const sent: Request[] = [];
    answer('post', '/stationings/:id/actions/admit', (request: Request) => {
      sent.push(request);
      return json({ ...stationing, state: 'in_force', version: 2 });
    });
    openSignedIn('/stationings', as);
    const row = (await screen.findByText('人社函〔2026〕12号')).closest('tr') as HTMLElement;
    await userEvent.click(within(row).getByRole('button', { name: '准入' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: '准入' }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.headers.get('If-Match')).toBe('"1"');
  });

  it('says when there is nobody, and when it cannot be read', async () => {
    answer('get', '/stationings', page([]));
    openSignedIn('/stationings', as);
    expect(await screen.findByText('没有符合条件的人员。')).toBeInTheDocument();
  });

  it('is closed to those without the right', async () => {
    answer('get', '/stationings', () => problemResponse(problem(403, 'auth.not_allowed')));
    openSignedIn('/stationings', as);
    expect(await screen.findByText('没有此项权限')).toBeInTheDocument();
  });
});

describe('leaves', () => {
  it('need a reason to be refused', async () => {
    openSignedIn('/leaves', as);
    await userEvent.click(await screen.findByRole('button', { name: '不批准' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: '不批准' }));
    expect(await within(dialog).findByText('请填写理由')).toBeInTheDocument();
  });
});

describe('obligations', () => {
  it('show gaps, who is not admitted, and hours past midnight', async () => {
    openSignedIn('/stationing-obligations', as);
    expect(await screen.findByText(/没有B角/)).toBeInTheDocument();
    expect(screen.getByText('未准入')).toBeInTheDocument();
    expect(screen.getByText('18:00–次日 08:30')).toBeInTheDocument();
  });
});
