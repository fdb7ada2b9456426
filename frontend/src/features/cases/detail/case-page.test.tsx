import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerCase, answerReference } from '../../../testing/answers';
import { caseEvent, caseParty, caseView, problem } from '../../../testing/factories';
import { answer, json, problemResponse } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';

beforeEach(answerReference);

const open = () => openSignedIn('/cases/case-1');

describe('the actions of a case', () => {
  it('are exactly those the server allows', async () => {
    answerCase(caseView({ allowed_actions: ['sign', 'return'] }));
    open();
    expect(await screen.findByRole('button', { name: '签收' })).toBeVisible();
    expect(screen.getByRole('button', { name: '退回' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '转办' })).not.toBeInTheDocument();
  });

  it('say why one is refused and who can do it', async () => {
    const refusal = { code: 'auth.not_allowed', detail: '只有承办人可以签收', who: ['handler'] };
    answerCase(caseView({ allowed_actions: [], refusals: { sign: refusal } }));
    const { user } = open();
    await user.click(await screen.findByText('暂不能进行的操作（1）'));
    const refused = screen.getByTestId('action-sign');
    expect(refused).toHaveTextContent('只有承办人可以签收');
    expect(refused).toHaveTextContent('可由：承办人');
  });

  it('carry the version that was seen and show what came of it', async () => {
    answerCase(caseView());
    answer('post', '/cases/case-1/actions/sign', async (request) => {
      expect(request.headers.get('If-Match')).toBe('"3"');
      expect(await request.json()).toEqual({ note: '收到' });
      return json(caseView({ status: 'in_progress', version: 4, allowed_actions: ['resolve'] }));
    });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '签收' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('说明'), '收到');
    await user.click(within(dialog).getByRole('button', { name: '签收' }));
    await waitFor(() => expect(screen.getByTestId('case-status')).toHaveTextContent('办理中'));
    expect(screen.getByRole('button', { name: '办结申报' })).toBeVisible();
  });

  it('ask after a callback only what somebody who was reached can say', async () => {
    answerCase(caseView({ allowed_actions: ['record_callback'] }));
    let sent: unknown;
    answer('post', '/cases/case-1/actions/record_callback', async (request) => {
      sent = await request.json();
      return json(caseView({ status: 'closed', allowed_actions: [] }));
    });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '回访' }));
    const dialog = await screen.findByRole('dialog');
    const yes = async (question: string) => {
      const choice = await within(dialog).findByRole('radiogroup', { name: question });
      await user.click(within(choice).getByLabelText('是'));
    };
    expect(within(dialog).queryByText('问题是否解决')).not.toBeInTheDocument();
    await yes('是否联系上');
    await yes('问题是否解决');
    await yes('是否受到公正对待');
    await user.click(within(dialog).getByRole('button', { name: '回访' }));
    await waitFor(() =>
      expect(sent).toEqual({ reached: true, solved: true, fairly_treated: true }),
    );
  });

  it('open with the keyboard', async () => {
    answerCase(caseView());
    const { user } = open();
    await screen.findByRole('button', { name: '签收' });
    await user.keyboard('a');
    expect(await screen.findByRole('dialog')).toHaveAccessibleName('签收');
  });

  it('ask for the number before something final', async () => {
    answerCase(caseView({ allowed_actions: ['withdraw'] }));
    let sent: unknown;
    answer('post', '/cases/case-1/actions/withdraw', async (request) => {
      sent = await request.json();
      return json(caseView({ status: 'withdrawn', allowed_actions: [] }));
    });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '撤回' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('理由'), '申请人自愿');
    await user.type(within(dialog).getByLabelText('输入案件编号确认'), '000009');
    await user.click(within(dialog).getByRole('button', { name: '撤回' }));
    expect(await within(dialog).findByText('与案件编号不符')).toBeVisible();
    expect(sent).toBeUndefined();
    await user.clear(within(dialog).getByLabelText('输入案件编号确认'));
    await user.type(within(dialog).getByLabelText('输入案件编号确认'), '000001');
    await user.click(within(dialog).getByRole('button', { name: '撤回' }));
    await waitFor(() => expect(sent).toEqual({ reason: '申请人自愿' }));
  });
});

describe('a conflict', () => {
  const changed = caseView({
    version: 5,
    level: 'complex',
    updated_at: '2026-11-21T02:00:00Z',
  });

  const changes = [
    {
      seq: 2,
      kind: 'classified',
      kind_name: '分类定级',
      at: '2026-11-21T02:00:00Z',
      actor: { person_id: 'p-3', name: '周建国' },
      on_behalf_of: { person_id: 'p-4', name: '李四' },
      capacity: { role: 'dispatcher', role_name: '分流岗' },
    },
  ];

  async function meetConflict() {
    answerCase(caseView());
    const versions: (string | null)[] = [];
    answer('post', '/cases/case-1/actions/sign', (request) => {
      versions.push(request.headers.get('If-Match'));
      return request.headers.get('If-Match') === '"5"'
        ? json({ ...changed, status: 'in_progress', version: 6 })
        : problemResponse(problem(412, 'case.stale_version', { current_version: 5, changes }));
    });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '签收' }));
    answer('get', '/cases/case-1', changed);
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '签收' }));
    const heading = await within(dialog).findByRole('heading', { name: '内容已被他人修改' });
    await waitFor(() => expect(heading).toHaveFocus());
    return { user, dialog, versions };
  }

  it('shows what changed and by whom', async () => {
    const { dialog } = await meetConflict();
    const row = await within(dialog).findByRole('row', { name: /难易等级/ });
    expect(row).toHaveTextContent('一般');
    expect(row).toHaveTextContent('复杂');
    expect(within(dialog).getByText(/周建国作了修改/)).toBeVisible();
    const line = '2026-11-21 10:00 · 分类定级 · 周建国 代 李四 · 分流岗';
    expect(within(dialog).getByText(line)).toBeVisible();
  });

  it('repeats the action on the new version when mine is kept', async () => {
    const { user, dialog, versions } = await meetConflict();
    await user.click(await within(dialog).findByRole('button', { name: '仍按我的办' }));
    await waitFor(() => expect(screen.getByTestId('case-status')).toHaveTextContent('办理中'));
    expect(versions).toEqual(['"3"', '"5"']);
  });

  it('sends nothing when theirs is taken', async () => {
    const { user, dialog, versions } = await meetConflict();
    await user.click(await within(dialog).findByRole('button', { name: '用现在的内容' }));
    await waitFor(() => expect(dialog).not.toBeVisible());
    expect(versions).toEqual(['"3"']);
  });
});

describe('the tracking code', () => {
  it('is replaced with a reason and shown once, to be printed', async () => {
    answerCase(caseView({ beside: ['replace_tracking_code'] }));
    answer('post', '/cases/case-1/tracking-code', async (request) => {
      expect(await request.json()).toEqual({ reason: '查询码遗失' });
      return json({ tracking_code: '48213907' });
    });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '补发查询码' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('补发原因'), '查询码遗失');
    await user.click(within(dialog).getByRole('button', { name: '补发' }));
    expect(await screen.findByTestId('tracking-code')).toHaveTextContent('48213907');
    expect(screen.getByText('已补发查询码，原查询码不再有效。')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '返回案件' }));
    expect(screen.queryByTestId('tracking-code')).not.toBeInTheDocument();
  });

  it('is offered to nobody who may not give one out', async () => {
    answerCase(caseView({ beside: [] }));
    open();
    await screen.findByText('138****1234');
    expect(screen.queryByRole('button', { name: '补发查询码' })).not.toBeInTheDocument();
  });
});

describe('personal data', () => {
  it('is shown only with a reason and masked again on demand', async () => {
    answerCase(caseView());
    answer('post', '/cases/case-1/parties/party-1/reveal', async (request) => {
      expect(await request.json()).toEqual({ field: 'phone', reason: '联系当事人' });
      return json({ value: '13812341234' });
    });
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '查看完整联系电话' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '查看' }));
    expect(await within(dialog).findByText('请填写查看理由')).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: '联系当事人' }));
    await user.click(within(dialog).getByRole('button', { name: '查看' }));
    expect(await screen.findByText('13812341234')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '遮盖联系电话', hidden: true }));
    expect(screen.queryByText('13812341234')).not.toBeInTheDocument();
  });

  it('is masked again when the page is left for another window', async () => {
    answerCase(caseView());
    answer('post', '/cases/case-1/parties/party-1/reveal', () => json({ value: '13812341234' }));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '查看完整联系电话' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('查看理由'), '核实身份');
    await user.click(within(dialog).getByRole('button', { name: '查看' }));
    expect(await screen.findByText('13812341234')).toBeVisible();
    window.dispatchEvent(new Event('pagehide'));
    expect(await screen.findByText('138****1234')).toBeVisible();
  });

  it('offers no reveal where the server grants none', async () => {
    answerCase(caseView({ parties: [caseParty({ revealable: [] })] }));
    open();
    await screen.findByText('138****1234');
    expect(screen.queryByRole('button', { name: /查看完整/ })).not.toBeInTheDocument();
  });
});

describe('the page', () => {
  it('narrows the time line with chips', async () => {
    answerCase(caseView());
    const progress = caseEvent({ seq: 2, kind: 'progress_reported', sentence: '已约双方到场。' });
    answer('get', '/cases/case-1/events', { items: [caseEvent(), progress], next_cursor: null });
    const { user } = open();
    await waitFor(() => expect(screen.getAllByTestId('timeline-event')).toHaveLength(2));
    await user.click(screen.getByText('办理', { exact: true }));
    expect(screen.getAllByTestId('timeline-event')).toHaveLength(1);
    expect(screen.getByText('已约双方到场。')).toBeVisible();
  });

  it('says for whom somebody acted who stood in for a colleague', async () => {
    answerCase(caseView());
    const signed = caseEvent({
      seq: 2,
      kind: 'signed',
      actor: { person_id: 'p-3', name: '张三' },
      on_behalf_of: { person_id: 'p-4', name: '李四' },
    });
    answer('get', '/cases/case-1/events', { items: [caseEvent(), signed], next_cursor: null });
    open();
    const [own, replaced] = await screen.findAllByTestId('timeline-event');
    expect(replaced).toHaveTextContent('张三 代 李四 · 综合窗口人员');
    expect(own).not.toHaveTextContent('代');
  });

  it('says the same for a missing case and one outside the scope', async () => {
    answer('get', '/cases/case-1', () => problemResponse(problem(404, 'request.not_found')));
    answer('get', '/cases/case-1/events', () => problemResponse(problem(404, 'request.not_found')));
    open();
    expect(await screen.findByText('内容不存在，或不在您当前岗位的范围内。')).toBeVisible();
  });
});

describe('a restricted case', () => {
  it('says so above everything else, and why', async () => {
    const restriction = {
      class: 'minors' as const,
      class_name: '涉未成年人',
      reason: '当事人未满十四周岁',
      since: '2026-11-20T01:00:00Z',
    };
    answerCase(caseView({ restriction }));
    open();
    expect(await screen.findByTestId('case-restricted')).toHaveTextContent('限制知悉：涉未成年人');
    expect(screen.getByTestId('restriction')).toHaveTextContent('当事人未满十四周岁');
    expect(screen.getByTestId('print-mark')).toHaveTextContent('打印');
  });
});
