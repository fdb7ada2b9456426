import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BulkReport, BulkRow } from '../../../shared/api/types';
import { answerReference } from '../../../testing/answers';
import { caseSummary, caseView } from '../../../testing/factories';
import { answer, json } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';

interface Sent {
  key: string | null;
  body: { verb: string; body: object; items: { id: string; version: number }[] };
}

let sent: Sent[] = [];

const transition = (action: string, undo: string | null = null) => ({
  action,
  name: action,
  name_en: action,
  from: [],
  to: [],
  roles: ['dispatcher'],
  condition: '',
  is_bulk: true,
  undo,
});

const done = (id: string): BulkRow => ({
  id,
  case_no: `no-${id}`,
  title: `事项 ${id}`,
  outcome: 'done',
  status: 'in_callback',
  due_at: null,
  version: 4,
  problem: null,
});

const refused = (id: string, detail: string): BulkRow => ({
  ...done(id),
  outcome: 'refused',
  problem: {
    type: '/problems/case.stale_version',
    title: detail,
    code: 'case.stale_version',
    status: 412,
    detail,
    errors: [],
    extras: {},
  },
});

function report(verb: string, rows: BulkRow[], undo: string | null = null): BulkReport {
  const fit = rows.filter(({ outcome }) => outcome === 'done').length;
  return { verb, rows, undo, done: fit, refused: rows.length - fit, unit: 'case' };
}

async function noted(request: Request): Promise<Sent['body']> {
  const body = (await request.json()) as Sent['body'];
  sent.push({ key: request.headers.get('idempotency-key'), body });
  return body;
}

function answerRun(rowOf: (id: string) => BulkRow, undo: string | null = null): void {
  answer('post', '/cases/actions', async (request) => {
    const { verb, items } = await noted(request);
    return json(
      report(
        verb,
        items.map(({ id }) => rowOf(id)),
        undo,
      ) as never,
    );
  });
}

beforeEach(() => {
  sent = [];
  answerReference();
  answer('get', '/case-workflow', {
    statuses: [],
    transitions: [
      transition('accept_resolution'),
      transition('merge', 'unmerge'),
      transition('archive'),
      { ...transition('take_charge'), roles: ['leader'] },
      { ...transition('return'), is_bulk: false },
    ],
  });
  const items = ['1', '2', '3'].map((id) =>
    caseSummary({ id, title: `事项 ${id}`, case_no: `no-${id}`, version: 3 }),
  );
  answer('get', '/cases', { items, next_cursor: null, total: null });
  answer('get', '/cases/:id', caseView({ id: '1' }));
  answer('get', '/cases/:id/events', { items: [], next_cursor: null, total: null });
  answer('post', '/cases/actions/preview', async (request) => {
    const { verb, items: asked } = await noted(request);
    const rows = asked.map(({ id }) => (id === '2' ? refused(id, '案件已被他人修改') : done(id)));
    return json(report(verb, rows) as never);
  });
});

async function tickAll() {
  const opened = openSignedIn('/cases');
  for (const id of ['1', '2', '3']) {
    const box = await screen.findByRole('checkbox', { name: `选择 事项 ${id}（no-${id}）` });
    await opened.user.click(box);
  }
  return opened;
}

describe('acting on many', () => {
  it('offers what may be told to many and this role may do', async () => {
    await tickAll();
    const bar = within(screen.getByRole('region', { name: '批量办理' }));
    expect(bar.getByText('已选 3 件')).toBeVisible();
    expect(await bar.findByRole('button', { name: '审核通过' })).toBeVisible();
    expect(bar.queryByRole('button', { name: /退\s*回/ })).not.toBeInTheDocument();
    expect(bar.queryByRole('button', { name: /包\s*案/ })).not.toBeInTheDocument();
  });

  it('ticks by keyboard what j and k have moved to', async () => {
    const { user } = openSignedIn('/cases');
    await screen.findByRole('link', { name: /事项 1/ });
    await user.keyboard('jjx');
    expect(screen.getByText('已选 1 件')).toBeVisible();
    expect(screen.getByRole('checkbox', { name: /选择 事项 2/ })).toBeChecked();
  });

  it('ticks a range with Shift, and all that is listed', async () => {
    const { user } = openSignedIn('/cases');
    const boxOf = (id: string) =>
      screen.findByRole('checkbox', { name: `选择 事项 ${id}（no-${id}）` });
    await user.click(await boxOf('1'));
    await user.keyboard('{Shift>}');
    await user.click(await boxOf('3'));
    await user.keyboard('{/Shift}');
    expect(screen.getByText('已选 3 件')).toBeVisible();
    await user.click(await boxOf('2'));
    const all = screen.getByRole('checkbox', { name: '全选当前列表' });
    expect(all).toBePartiallyChecked();
    await user.click(all);
    expect(screen.getByText('已选 3 件')).toBeVisible();
    await user.click(all);
    expect(screen.getByText('勾选案件后可批量办理')).toBeVisible();
  });

  it('previews each, runs those that can be done, and reports', async () => {
    answerRun(done);
    const { user } = await tickAll();
    await user.click(await screen.findByRole('button', { name: '审核通过' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: '预览结果' }));
    expect(await dialog.findByText(/可以办理 2 件，不能办理 1 件/)).toBeVisible();
    const rows = within(dialog.getByRole('list', { name: '逐件预览' })).getAllByRole('listitem');
    expect(rows[0]).toHaveTextContent('不能办理');
    expect(rows[0]).toHaveTextContent('案件已被他人修改');
    await user.click(dialog.getByRole('button', { name: '办理 2 件' }));
    expect(await dialog.findByText('已办理 2 件，未办理 0 件。')).toBeVisible();
    expect(sent.at(-1)?.body).toEqual({
      verb: 'accept_resolution',
      body: {},
      items: [
        { id: '1', version: 3 },
        { id: '3', version: 3 },
      ],
    });
    expect(sent.at(-1)?.key).toBeTruthy();
    expect(dialog.getByText('2 / 2')).toBeVisible();
    expect(dialog.getByRole('link', { name: '事项 3' })).toHaveAttribute('href', '/cases/3');
  });

  it('goes on with the same key after a broken line', async () => {
    let tries = 0;
    answer('post', '/cases/actions', async (request) => {
      const { verb, items } = await noted(request);
      tries += 1;
      if (tries === 1) return Response.error();
      return json(
        report(
          verb,
          items.map(({ id }) => done(id)),
        ) as never,
      );
    });
    const { user } = await tickAll();
    await user.click(await screen.findByRole('button', { name: '审核通过' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: '预览结果' }));
    await user.click(await dialog.findByRole('button', { name: '办理 2 件' }));
    await user.click(await dialog.findByRole('button', { name: '继续办理' }));
    expect(await dialog.findByText('已办理 2 件，未办理 0 件。')).toBeVisible();
    const [, first, second] = sent;
    expect(second?.key).toBe(first?.key);
  });

  it('asks for the number of cases before what cannot be taken back', async () => {
    answerRun(done);
    const { user } = await tickAll();
    await user.click(await screen.findByRole('button', { name: /归\s*档/ }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: '预览结果' }));
    await user.type(await dialog.findByLabelText('请输入案件数确认'), '3');
    await user.click(dialog.getByRole('button', { name: '办理 2 件' }));
    expect(await dialog.findByText('与案件数不符')).toBeVisible();
    expect(sent).toHaveLength(1);
    await user.clear(dialog.getByLabelText('请输入案件数确认'));
    await user.type(dialog.getByLabelText('请输入案件数确认'), '2');
    await user.click(dialog.getByRole('button', { name: '办理 2 件' }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]?.body.body).toEqual({});
  });
});
