import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerCase, answerReference } from '../../../testing/answers';
import { caseView, routing } from '../../../testing/factories';
import { answer, json } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';

beforeEach(answerReference);

const candidate = (rank: number, id: string, name: string, text: string) => ({
  rank,
  department: { id, name },
  standing: 'competent',
  standing_name: '属职责清单',
  reasons: [{ code: 'duty', text, precedent: null }],
});

const suggested = routing({
  suggested_department: { id: 'd-1', name: '住建局' },
  candidates: [
    candidate(1, 'd-1', '住建局', '职责清单第 0402 项“物业及其管理”'),
    candidate(2, 'd-2', '司法局', '职责清单第 04 项“物权相关纠纷”'),
  ],
});

async function openDispatch() {
  answerCase(caseView({ status: 'registered', allowed_actions: ['dispatch'] }));
  answer('get', '/cases/case-1/routing', suggested);
  const { user } = openSignedIn('/cases/case-1');
  await user.click(await screen.findByRole('button', { name: /转\s*办/ }));
  return { user, dialog: await screen.findByRole('dialog') };
}

describe('the suggestion in the dialog', () => {
  it('is filled in with its reasons, and sent only when somebody confirms', async () => {
    let sent: unknown;
    answer('post', '/cases/case-1/actions/dispatch', async (request) => {
      sent = await request.json();
      return json(caseView({ version: 4, allowed_actions: [] }));
    });
    const { user, dialog } = await openDispatch();
    expect(await within(dialog).findByText('建议主办：住建局')).toBeVisible();
    expect(within(dialog).getByText('职责清单第 0402 项“物业及其管理”')).toBeVisible();
    await within(dialog).findByTitle('住建局');
    expect(sent).toBeUndefined();
    await user.click(within(dialog).getByRole('button', { name: /转\s*办/ }));
    await waitFor(() => expect(sent).toMatchObject({ lead_department_id: 'd-1' }));
  });

  it('is there before anybody can choose: nothing is filled in under a hand', async () => {
    answerCase(caseView({ status: 'registered', allowed_actions: ['dispatch'] }));
    let known = () => {};
    const asked = new Promise<void>((resolve) => {
      known = resolve;
    });
    answer('get', '/cases/case-1/routing', async () => {
      await asked;
      return json(suggested);
    });
    const { user } = openSignedIn('/cases/case-1');
    await user.click(await screen.findByRole('button', { name: /转\s*办/ }));
    const dialog = await screen.findByRole('dialog');
    const field = () => within(dialog).getByRole('combobox', { name: '主办单位', hidden: true });
    await waitFor(field);
    expect(field()).not.toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: /转\s*办/ }));
    expect(await within(dialog).findByText(/必填|请/)).toBeInTheDocument();
    known();
    await within(dialog).findByTitle('住建局');
    expect(field()).toBeVisible();
  });

  it('gives way to whom the person takes instead', async () => {
    let sent: unknown;
    answer('post', '/cases/case-1/actions/dispatch', async (request) => {
      sent = await request.json();
      return json(caseView({ version: 4, allowed_actions: [] }));
    });
    const { user, dialog } = await openDispatch();
    await user.click(await within(dialog).findByText('其他可选单位'));
    await user.click(within(dialog).getByRole('button', { name: '改用：司法局' }));
    await user.click(within(dialog).getByRole('button', { name: /转\s*办/ }));
    await waitFor(() => expect(sent).toMatchObject({ lead_department_id: 'd-2' }));
  });
});

describe('its page', () => {
  it('says inputs, steps and result for print', async () => {
    answerCase(caseView());
    answer('get', '/cases/case-1/routing', suggested);
    openSignedIn('/cases/case-1/routing');
    expect(await screen.findByRole('heading', { name: '分流建议及依据' })).toBeVisible();
    expect(await screen.findByText('管辖案件所在区划且在用的单位有 3 个')).toBeVisible();
    const table = screen.getByRole('table');
    expect(within(table).getByText('司法局')).toBeVisible();
    expect(screen.getByRole('button', { name: /打\s*印/ })).toBeVisible();
  });
});

describe('a refused action', () => {
  it('tells which fact is missing and which unit can', async () => {
    const refusal = { code: 'auth.not_allowed', detail: '没有此项权限', who: ['dispatcher'] };
    answerCase(caseView({ allowed_actions: [], refusals: { dispatch: refusal } }));
    answer('get', '/cases/case-1/rights', {
      as_of: '2026-11-20T01:30:00Z',
      action: 'dispatch',
      action_name: '转办',
      inputs: {},
      steps: [
        {
          code: 'right',
          text: '“分流岗”可以“转办”的条件：由本综治中心负责',
          holds: false,
          facts: [{ text: '由本综治中心负责', holds: false }],
        },
      ],
      result: {
        is_allowed: false,
        refusal: 'auth.not_allowed',
        sentence: '现在不能“转办”：没有此项权限',
        who: [{ role: 'dispatcher', role_name: '分流岗', units: ['东山街道综治中心'] }],
      },
    });
    const { user } = openSignedIn('/cases/case-1');
    await user.click(await screen.findByText(/暂不能进行的操作/));
    await user.click(screen.getByRole('button', { name: '为什么不能“转办”' }));
    const why = await screen.findByTestId('rights');
    expect(await within(why).findByText('由本综治中心负责')).toBeInTheDocument();
    expect(within(why).getAllByText('不满足').length).toBeGreaterThan(0);
    expect(within(why).getByText(/东山街道综治中心/)).toBeInTheDocument();
  });
});

describe('a case that went back and forth', () => {
  it('says which way', async () => {
    const ping_pong = ['住建局', '司法局', '住建局'].map((name, at) => ({ id: `d-${at}`, name }));
    answerCase(caseView({ is_ping_pong: true, ping_pong }));
    openSignedIn('/cases/case-1');
    expect(await screen.findByTestId('ping-pong')).toHaveTextContent('住建局 → 司法局 → 住建局');
  });
});
