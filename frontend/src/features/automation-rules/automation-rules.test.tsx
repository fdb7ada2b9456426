import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AutomationRule, RulePreview } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

function rule(over: Partial<AutomationRule> = {}): AutomationRule {
  return {
    id: 'rule-1',
    center: { id: 'c-1', name: '演示县综治中心' },
    name: '群体性事项提级',
    state: 'draft',
    definition: {
      source: '分级办法第八条',
      trigger: { kind: 'event', events: ['classified'], in_working_hours: false },
      condition: {
        kind: 'all',
        of: [{ kind: 'test', field: 'people_count', op: 'ge', number: 10 }],
      },
      actions: [{ kind: 'set_level', level: 'difficult' }],
      valid_from: '2026-01-01',
    },
    sentence: '分类定级后，如果涉及人数不少于10，则定为疑难。',
    latest_version: 1,
    active_version: null,
    activated_at: null,
    pause: null,
    conflict: null,
    runs: { done: 3, refused: 1, skipped: 0 },
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['update', 'activate', 'retire'],
    ...over,
  };
}

function preview(over: Partial<RulePreview> = {}): RulePreview {
  const match = {
    case: { id: 'case-1', case_no: '990101-20261120-000001' },
    status: 'registered' as const,
    fact: null,
    fact_name: null,
    at: AT,
    outcome: 'done' as const,
    code: null,
    sentence: '会定级 一般 → 疑难',
  };
  const none = { count: 0, is_capped: false, items: [], next_cursor: null };
  return {
    as_of: AT,
    sentence: '分类定级后，如果涉及人数不少于10，则定为疑难。',
    now: { count: 1, is_capped: false, items: [match], next_cursor: null },
    last_month: none,
    cost: { cases: 12, events: 60, statements: 9 },
    ...over,
  };
}

const director = me({ nav: ['home', 'automation_rules', 'automation_rule_new'] });

beforeEach(() => {
  answerReference();
  answer('get', '/centers', page([{ id: 'c-1', name: '演示县综治中心' }]));
  answer('get', '/automation-rules', page([rule()]));
  answer('get', '/automation-rules/rule-1', rule());
  answer('post', '/automation-rules/preview', preview());
});

describe('the list of rules', () => {
  it('says what each rule does and how often it ran', async () => {
    openSignedIn('/automation-rules', director);
    expect(await screen.findByRole('button', { name: '群体性事项提级' })).toBeVisible();
    expect(screen.getByText('分类定级后，如果涉及人数不少于10，则定为疑难。')).toBeVisible();
    expect(screen.getByText('执行 3 · 拒绝 1 · 跳过 0')).toBeVisible();
    expect(screen.getByRole('button', { name: '新建规则' })).toBeVisible();
  });

  it('says that there is none, and what went wrong', async () => {
    answer('get', '/automation-rules', page([]));
    openSignedIn('/automation-rules', director);
    expect(await screen.findByText('还没有规则。')).toBeVisible();
  });

  it('tells who may not see it', async () => {
    answer('get', '/automation-rules', () => problemResponse(problem(403, 'auth.not_allowed')));
    openSignedIn('/automation-rules', me());
    expect(await screen.findByText('没有此项权限')).toBeVisible();
  });
});

describe('a rule', () => {
  it('is activated with a reason, under the version that was seen', async () => {
    const sent: unknown[] = [];
    answer('post', '/automation-rules/rule-1/actions/activate', async (request) => {
      sent.push([request.headers.get('If-Match'), await request.json()]);
      return json(rule({ state: 'active', active_version: 1, version: 2, allowed_actions: [] }));
    });
    const { user } = openSignedIn('/automation-rules?id=rule-1', director);
    await user.click(await screen.findByRole('button', { name: /启\s*用/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('理由'), '主任会议同意');
    await user.click(within(dialog).getByRole('button', { name: /确\s*定/ }));
    await waitFor(() => expect(sent).toEqual([['"1"', { reason: '主任会议同意' }]]));
  });

  it('is not activated in a version nobody has read', async () => {
    const versions: (string | null)[] = [];
    answer('post', '/automation-rules/rule-1/actions/activate', (request) => {
      versions.push(request.headers.get('If-Match'));
      return problemResponse(problem(412, 'request.stale_version'));
    });
    answer('get', '/automation-rules/rule-1/versions', page([]));
    const { user } = openSignedIn('/automation-rules?id=rule-1', director);
    await user.click(await screen.findByRole('button', { name: /启\s*用/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('理由'), '主任会议同意');
    answer(
      'get',
      '/automation-rules/rule-1',
      rule({ sentence: '另一句话。', version: 2, allowed_actions: ['update'] }),
    );
    await user.click(within(dialog).getByRole('button', { name: /确\s*定/ }));
    const row = await within(dialog).findByRole('row', { name: /规则内容/ });
    expect(row).toHaveTextContent('另一句话。');
    expect(within(dialog).getByRole('button', { name: '仍按我的办' })).toBeDisabled();
    expect(within(dialog).getByText('现在的状态已不能再进行此操作。')).toBeVisible();
    expect(versions).toEqual(['"1"']);
  });

  it('says which version acts, why it stands still, and with which rule it fights', async () => {
    const stopped = rule({
      state: 'paused',
      active_version: 1,
      latest_version: 2,
      pause: { code: 'hourly_cap', reason: '一小时内执行达到 500 次上限', at: AT },
      conflict: { rule_id: 'rule-2', name: '降级', at: AT },
      allowed_actions: [],
    });
    answer('get', '/automation-rules/rule-1', stopped);
    openSignedIn('/automation-rules?id=rule-1', director);
    expect(await screen.findByText(/一小时内执行达到 500 次上限/)).toBeVisible();
    expect(screen.getByText(/与规则“降级”互相抵消/)).toBeVisible();
    expect(screen.getByText(/第 2 版尚未启用/)).toBeVisible();
    expect(screen.queryByRole('button', { name: '修改' })).not.toBeInTheDocument();
  });

  it('shows its runs and its history on demand', async () => {
    const run = {
      id: 'run-1',
      rule_version: 1,
      case: { id: 'case-1', case_no: '990101-20261120-000001' },
      fact: 'classified',
      fact_name: '分类定级',
      fact_at: AT,
      depth: 2,
      outcome: 'refused',
      code: 'case.illegal_transition',
      code_name: '当前状态不能进行此操作',
      events: 0,
      statements: 9,
      duration_ms: 4,
      ran_at: AT,
    };
    answer('get', '/automation-rules/rule-1/runs', page([run]));
    const version = {
      id: 'v-2',
      version: 2,
      name: '群体性事项提级',
      definition: rule().definition,
      changes: [{ member: 'condition', before: '涉及人数不少于20', after: '涉及人数不少于10' }],
      turns: [{ turn: 'activate', reason: '会议同意', by: { id: 'p', name: '朱任' }, at: AT }],
      changed_by: { id: 'p', name: '朱任' },
      reason: '按新办法',
      created_at: AT,
    };
    answer('get', '/automation-rules/rule-1/versions', page([version]));
    const { user } = openSignedIn('/automation-rules?id=rule-1', director);
    await user.click(await screen.findByRole('tab', { name: '执行记录' }));
    expect(await screen.findByText('当前状态不能进行此操作')).toBeVisible();
    expect(screen.getByText(/连锁第 2 层/)).toBeVisible();
    await user.click(screen.getByRole('tab', { name: '历史' }));
    expect(await screen.findByText('涉及人数不少于20')).toBeVisible();
    expect(screen.getByText(/会议同意/)).toBeVisible();
  });
});

describe('writing a rule', () => {
  it('shows beside the form what the draft would do', async () => {
    const asked: unknown[] = [];
    answer('post', '/automation-rules/preview', async (request) => {
      asked.push(await request.json());
      return json(preview());
    });
    const { user } = openSignedIn('/automation-rules?id=rule-1', director);
    await user.click(await screen.findByRole('button', { name: /修\s*改/ }));
    const pane = await screen.findByRole('region', { name: '实时预览' });
    expect(await within(pane).findByText('会定级 一般 → 疑难')).toBeVisible();
    expect(within(pane).getByText('现在匹配 1 件')).toBeVisible();
    expect(within(pane).getByText('近 30 天会匹配 0 次')).toBeVisible();
    const number = screen.getByRole('spinbutton', { name: '取值' });
    await user.clear(number);
    await user.type(number, '30');
    await waitFor(() => expect(JSON.stringify(asked.at(-1))).toContain('"number":30'), {
      timeout: 3000,
    });
  });

  it('asks of a supervision order its ground and the days for the reply', async () => {
    const action = { kind: 'issue_order', ground_code: '01', reply_working_days: 3 } as const;
    const definition = { ...rule().definition, actions: [action] };
    answer('get', '/automation-rules/rule-1', rule({ definition }));
    const asked: unknown[] = [];
    answer('post', '/automation-rules/preview', async (request) => {
      asked.push(await request.json());
      return json(preview());
    });
    const { user } = openSignedIn('/automation-rules?id=rule-1', director);
    await user.click(await screen.findByRole('button', { name: /修\s*改/ }));
    expect(await screen.findByLabelText('督办事由')).toBeVisible();
    expect(screen.getByLabelText('几个工作日内回复')).toHaveValue('3');
    await waitFor(() => expect(JSON.stringify(asked.at(-1))).toContain('"reply_working_days":3'), {
      timeout: 3000,
    });
  });

  it('puts what the server refuses under the field it points at', async () => {
    answer('patch', '/automation-rules/rule-1', () =>
      problemResponse(
        problem(422, 'request.validation', {
          errors: [
            {
              pointer: '/definition/condition/of/0/number',
              code: 'range',
              detail: '应在 0 至 9 之间',
              params: {},
            },
          ],
        }),
      ),
    );
    const { user } = openSignedIn('/automation-rules?id=rule-1', director);
    await user.click(await screen.findByRole('button', { name: /修\s*改/ }));
    await user.click(await screen.findByRole('button', { name: /保\s*存/ }));
    expect(await screen.findByText('应在 0 至 9 之间')).toBeVisible();
  });

  it('shows who made which version meanwhile, and keeps what was written', async () => {
    const versions: (string | null)[] = [];
    answer('patch', '/automation-rules/rule-1', (request) => {
      versions.push(request.headers.get('If-Match'));
      return request.headers.get('If-Match') === '"1"'
        ? problemResponse(problem(412, 'request.stale_version'))
        : json(rule({ name: '提级', version: 3 }));
    });
    const { user } = openSignedIn('/automation-rules?id=rule-1', director);
    await user.click(await screen.findByRole('button', { name: /修\s*改/ }));
    const name = screen.getByLabelText('名称');
    await user.clear(name);
    await user.type(name, '提级');
    const later = '2026-11-20T02:00:00Z';
    const theirs = rule({ name: '群体事项升级', version: 2, latest_version: 2, updated_at: later });
    answer('get', '/automation-rules/rule-1', theirs);
    const version = {
      id: 'v-2',
      version: 2,
      name: '群体事项升级',
      definition: theirs.definition,
      changes: [],
      turns: [],
      changed_by: { id: 'p', name: '朱任' },
      reason: '统一名称',
      created_at: later,
    };
    answer('get', '/automation-rules/rule-1/versions', page([version]));
    await user.click(screen.getByRole('button', { name: /保\s*存/ }));
    expect(await screen.findByText(/朱任作了修改/)).toBeVisible();
    expect(screen.getByText('第 2 版 · 朱任，2026-11-20 10:00 · 统一名称')).toBeVisible();
    const row = screen.getByRole('row', { name: /名称/ });
    expect(row).toHaveTextContent('群体性事项提级群体事项升级提级');
    await user.click(screen.getByRole('button', { name: '仍按我的办' }));
    await waitFor(() => expect(versions).toEqual(['"1"', '"2"']));
  });

  it('asks for nothing before the draft says enough', async () => {
    let asked = 0;
    answer('post', '/automation-rules/preview', () => {
      asked += 1;
      return json(preview());
    });
    openSignedIn('/automation-rules?id=new', director);
    expect(
      await screen.findByText('填完触发、条件和动作后，这里显示会匹配哪些案件。'),
    ).toBeVisible();
    expect(asked).toBe(0);
  });
});
