import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerCase, answerReference } from '../../../testing/answers';
import { caseParty, caseView } from '../../../testing/factories';
import { answer, json } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';
import { arrange } from './action-forms';

beforeEach(answerReference);

const AT = '2026-11-20T01:30:00Z';
const twoParties = [caseParty(), caseParty({ id: 'party-2', party_no: 2, name: '王*' })];

/** Opens the dialog of an action; answers what is sent once its button is pressed. */
async function openAction(verb: string, name: string) {
  let sent: unknown;
  answer('post', `/cases/case-1/actions/${verb}`, async (request) => {
    sent = await request.json();
    return json(caseView({ version: 4, allowed_actions: [] }));
  });
  const { user } = openSignedIn('/cases/case-1');
  await user.click(await screen.findByRole('button', { name }));
  const dialog = await screen.findByRole('dialog');
  const submit = async () => {
    await user.click(
      within(dialog).getByRole('button', { name: new RegExp([...name].join('\\s*')) }),
    );
    await waitFor(() => expect(sent).toBeDefined());
    return sent;
  };
  const pick = async (label: string, option: string | RegExp) => {
    await user.click(await within(dialog).findByRole('combobox', { name: label }));
    await user.click(await screen.findByTitle(option));
  };
  return { user, dialog, submit, pick };
}

describe('the buttons', () => {
  it('begin with what the status is about and keep what is rare behind one', () => {
    const allowed = ['report_progress', 'suspend', 'request_extension', 'add_assist', 'resolve'];
    expect(arrange(allowed)).toEqual({
      shown: ['resolve', 'report_progress', 'add_assist'],
      more: ['request_extension', 'suspend'],
    });
  });

  it('hide nothing where a menu would hold one thing or be alone', () => {
    expect(arrange(['withdraw', 'classify'])).toEqual({
      shown: ['classify', 'withdraw'],
      more: [],
    });
    expect(arrange(['merge', 'transfer_level']).more).toEqual([]);
  });

  it('open the dialog of what is behind 更多', async () => {
    answerCase(caseView({ allowed_actions: ['resolve', 'suspend', 'request_extension'] }));
    const { user } = openSignedIn('/cases/case-1');
    await user.click(await screen.findByRole('button', { name: /更\s*多/ }));
    await user.click(await screen.findByRole('menuitem', { name: '申请延期' }));
    expect(await screen.findByRole('dialog')).toHaveAccessibleName('申请延期');
  });
});

describe('suspending', () => {
  it('asks which procedure only where the case waits for one', async () => {
    const items = [
      { code: 'appraisal', name: '等待鉴定、评估' },
      { code: 'procedure', name: '进入法定程序' },
    ].map((item) => ({
      ...item,
      parent_code: null,
      name_en: null,
      valid_from: null,
      valid_to: null,
    }));
    answer('get', '/code-sets/:name', { name: 'suspend_reason', title: '', version: '1', items });
    answerCase(caseView({ allowed_actions: ['suspend'] }));
    const { user, dialog, submit, pick } = await openAction('suspend', '中止');
    await pick('中止原因', '等待鉴定、评估');
    expect(within(dialog).queryByLabelText('法定程序')).not.toBeInTheDocument();
    await pick('中止原因', '进入法定程序');
    await pick('法定程序', '劳动仲裁');
    await user.type(within(dialog).getByLabelText('受理案号'), '县劳人仲案 12 号');
    expect(await submit()).toEqual({
      reason_code: 'procedure',
      procedure: 'labour_arbitration',
      external_no: '县劳人仲案 12 号',
    });
  });
});

describe('deciding on an extension', () => {
  it('shows what was asked for, by whom and why', async () => {
    const extension = {
      days: 3,
      asked_at: '2026-11-21T02:00:00Z',
      asked_by: { person_id: 'p-3', name: '周建国' },
      on_behalf_of: null,
      department: { id: 'd-1', name: '住建局' },
      reason: '需现场勘查',
    };
    answerCase(caseView({ allowed_actions: ['decide_extension'], extension }));
    const { user, dialog, submit } = await openAction('decide_extension', '审批延期');
    expect(within(dialog).getByText('2026-11-21 10:00 申请延期 3 天，待审批。')).toBeVisible();
    expect(within(dialog).getByText('住建局 · 周建国 · 需现场勘查')).toBeVisible();
    await user.click(within(dialog).getByText('是'));
    await user.type(within(dialog).getByLabelText('理由'), '情况属实');
    expect(await submit()).toEqual({ approve: true, reason: '情况属实' });
  });
});

describe('deciding on a stop', () => {
  it('shows what was asked for, and asks for a day only where it is granted', async () => {
    const suspension_request = {
      reason_code: 'appraisal',
      procedure: null,
      external_no: null,
      until_on: '2027-01-20',
      reason: '司法鉴定预计两个月',
      asked_at: '2026-11-21T02:00:00Z',
      asked_by: { person_id: 'p-3', name: '周建国' },
      on_behalf_of: null,
      department: { id: 'd-1', name: '住建局' },
    };
    answerCase(caseView({ allowed_actions: ['decide_suspension'], suspension_request }));
    const { user, dialog, submit } = await openAction('decide_suspension', '审批中止');
    expect(within(dialog).getByText(/2026-11-21 10:00 申请中止，待审批/)).toBeVisible();
    expect(within(dialog).getByText('住建局 · 周建国 · 司法鉴定预计两个月')).toBeVisible();
    expect(within(dialog).queryByLabelText('中止至')).not.toBeInTheDocument();
    await user.click(within(dialog).getByText('否'));
    await user.type(within(dialog).getByLabelText('理由'), '可以边办边等');
    expect(await submit()).toEqual({ approve: false, reason: '可以边办边等' });
  });
});

describe('taking an assistant off', () => {
  it('offers those who are not done, and no other department', async () => {
    const assist = { kind: 'assist' as const, sent_at: AT };
    answerCase(
      caseView({
        allowed_actions: ['remove_assist'],
        referrals: [
          {
            id: 'r-1',
            kind: 'lead',
            sent_at: AT,
            department_id: 'd-1',
            department_name: '住建局',
            state: 'signed',
          },
          { ...assist, id: 'r-2', department_id: 'd-2', department_name: '公安局', state: 'sent' },
          { ...assist, id: 'r-3', department_id: 'd-3', department_name: '司法局', state: 'done' },
        ],
      }),
    );
    const { user, dialog, submit, pick } = await openAction('remove_assist', '撤销协办');
    await user.click(within(dialog).getByRole('combobox', { name: '协办单位' }));
    expect(await screen.findByTitle('公安局')).toBeInTheDocument();
    expect(screen.queryByTitle('司法局')).not.toBeInTheDocument();
    await pick('协办单位', '公安局');
    await user.type(within(dialog).getByLabelText('理由'), '经核实无需协办');
    expect(await submit()).toEqual({ department_id: 'd-2', reason: '经核实无需协办' });
  });
});

describe('handing to another level', () => {
  it('offers the centres above, and those below on the way to the matter', async () => {
    const centers = ['330281', '330281101', '330281102', '330281101001', '330281101002'].map(
      (region_code) => ({ id: `c-${region_code}`, name: `中心 ${region_code}`, region_code }),
    );
    answer('get', '/centers', { items: centers, next_cursor: null });
    const region = { id: 'r-2', code: '330281101001', name: '东村' };
    answerCase(
      caseView({
        allowed_actions: ['transfer_level'],
        center: { id: 'c-330281101', name: '东山街道综治中心' },
        place: { region, address: null, lng: null, lat: null },
      }),
    );
    const { user, dialog, submit, pick } = await openAction('transfer_level', '上报下派');
    await user.click(within(dialog).getByRole('combobox', { name: '移交至' }));
    await screen.findByTitle('中心 330281');
    expect(screen.getByTitle('中心 330281101001')).toBeInTheDocument();
    expect(screen.queryByTitle('中心 330281101002')).not.toBeInTheDocument();
    expect(screen.queryByTitle('中心 330281102')).not.toBeInTheDocument();
    await pick('移交至', '中心 330281');
    await user.type(within(dialog).getByLabelText('理由'), '涉及县级部门');
    expect(await submit()).toEqual({ to_center_id: 'c-330281', reason: '涉及县级部门' });
  });
});

describe('merging', () => {
  it('lists the similar cases that are open, and finds any other by its number', async () => {
    answerCase(caseView({ allowed_actions: ['merge'] }));
    const other = { id: 'case-2', case_no: '330281-20261119-000002', title: '二楼漏水' };
    answer('get', '/cases/case-1/similar', {
      items: [
        { ...other, status: 'in_progress', score: 0.8 },
        { ...other, id: 'case-3', title: '早已办结', status: 'closed', score: 0.7 },
      ],
    });
    answer('get', '/cases', (request) => {
      const { searchParams } = new URL(request.url);
      const found = { ...other, id: 'case-9', title: '另一件', status: 'registered' };
      return json({ items: searchParams.get('q') === '000009' ? [found] : [], next_cursor: null });
    });
    const { user, dialog, submit, pick } = await openAction('merge', '并案');
    const target = within(dialog).getByRole('combobox', { name: '并入案件' });
    await user.click(target);
    expect(await screen.findByTitle(/二楼漏水/)).toBeVisible();
    expect(screen.queryByTitle(/早已办结/)).not.toBeInTheDocument();
    await user.type(target, '000009');
    await pick('并入案件', /另一件/);
    expect(await submit()).toEqual({ into_case_id: 'case-9' });
  });
});

describe('splitting', () => {
  it('sends each matter with the parties it concerns', async () => {
    answerCase(caseView({ allowed_actions: ['split'], parties: twoParties }));
    const { user, dialog, submit } = await openAction('split', '拆分');
    await user.type(within(dialog).getByLabelText('事项'), '拖欠工资');
    await user.type(within(dialog).getByLabelText('具体情况'), '三个月未发');
    await user.click(within(dialog).getByLabelText(/2 号/));
    await user.click(within(dialog).getByRole('button', { name: /再拆出一件/ }));
    const [, title] = within(dialog).getAllByLabelText('事项');
    const [, narrative] = within(dialog).getAllByLabelText('具体情况');
    await user.type(title as HTMLElement, '停车纠纷');
    await user.type(narrative as HTMLElement, '占道');
    expect(await submit()).toEqual({
      parts: [
        { title: '拖欠工资', narrative: '三个月未发', party_nos: [2] },
        { title: '停车纠纷', narrative: '占道' },
      ],
    });
  });
});
