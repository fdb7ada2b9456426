import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { attachment, dossier, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const NUMBER = '330281-20261120-000001';
const item = {
  kind: 'attachment',
  id: 'att-1',
  file_name: '调解记录.pdf',
  media_type: 'application/pdf',
  size_bytes: 2048,
  sha256: 'ab'.repeat(32),
  is_identity: false,
} as const;
const place = { code: '07', name: '人民调解记录', is_required: true, is_identity: false };
const complete = dossier({
  documents: [{ ...place, is_filled: true, items: [item], hidden: 0 }],
  missing: [],
  is_complete: true,
  allowed_actions: ['attach', 'seal', 'export'],
  refused_actions: {},
});

beforeEach(() => {
  answer('get', '/cases/case-1/attachments', {
    items: [attachment()],
    next_cursor: null,
    total: 1,
  });
});

describe('the dossier', () => {
  it('names what is missing and cannot be sealed', async () => {
    answer('get', '/cases/case-1/dossier', dossier());
    openSignedIn('/cases/case-1/dossier');
    const standing = await screen.findByTestId('dossier-standing');
    expect(standing).toHaveTextContent('缺少 1 项必须的材料');
    expect(standing).toHaveTextContent('人民调解记录');
    expect(screen.queryByTestId('seal-dossier')).not.toBeInTheDocument();
    expect(screen.getByTestId('upload-07')).toBeInTheDocument();
  });

  it('says that cover or contents are older than the papers', async () => {
    const old = { ...complete, allowed_actions: ['attach', 'export'] };
    answer('get', '/cases/case-1/dossier', {
      ...old,
      refused_actions: { seal: 'dossier.front_outdated' },
    });
    openSignedIn('/cases/case-1/dossier');
    const standing = await screen.findByTestId('dossier-standing');
    expect(standing).toHaveTextContent('请重新出具后再封存');
    expect(standing).not.toHaveTextContent('必须的材料已齐');
    expect(screen.queryByTestId('seal-dossier')).not.toBeInTheDocument();
  });

  it('marks what is on demand and due all the same', async () => {
    const due = { code: '11', name: '司法确认有关材料', is_required: false, is_identity: true };
    answer('get', '/cases/case-1/dossier', {
      ...complete,
      documents: [{ ...due, is_filled: false, items: [], hidden: 0 }],
      missing: [{ code: '11', name: '司法确认有关材料' }],
      is_complete: false,
    });
    openSignedIn('/cases/case-1/dossier');
    expect(await screen.findByTestId('place-11')).toHaveTextContent('按需（本案应有）');
  });

  it('is sealed under the number of the case only', async () => {
    answer('get', '/cases/case-1/dossier', complete);
    let sent: unknown;
    answer('post', '/cases/case-1/dossier/actions/seal', async (request) => {
      sent = [await request.json(), request.headers.get('If-Match')];
      return json(complete);
    });
    const { user } = openSignedIn('/cases/case-1/dossier');
    await user.click(await screen.findByTestId('seal-dossier'));
    const dialog = await screen.findByRole('dialog');
    const number = within(dialog).getByLabelText('案件编号');
    await user.type(number, 'wrong');
    await user.click(within(dialog).getByRole('button', { name: '确认封存' }));
    expect(await within(dialog).findByText('与本案编号不一致')).toBeInTheDocument();
    expect(sent).toBeUndefined();
    await user.clear(number);
    await user.type(number, NUMBER);
    await user.click(within(dialog).getByRole('button', { name: '确认封存' }));
    await waitFor(() => expect(sent).toEqual([{ case_no: NUMBER }, '"9"']));
  });

  it('shows its seal, how long it is kept, and takes nothing more', async () => {
    const seal = {
      at: '2026-11-20T01:30:00Z',
      by: { id: 'p-1', name: '李雪梅' },
      manifest_hash: 'cd'.repeat(32),
    };
    const retention = {
      code: 'people_mediation',
      version: 1,
      name: '长期（三十年）',
      until_on: '2056-12-31',
      source: '待县级确认',
    };
    answer('get', '/cases/case-1/dossier', {
      ...complete,
      seal,
      retention,
      allowed_actions: ['export'],
    });
    openSignedIn('/cases/case-1/dossier');
    const standing = await screen.findByTestId('dossier-standing');
    expect(standing).toHaveTextContent('李雪梅 于 2026-11-20 09:30 封存');
    expect(standing).toHaveTextContent('2056-12-31');
    expect(screen.queryByTestId('upload-07')).not.toBeInTheDocument();
    expect(await screen.findByTestId('attachment')).toHaveTextContent('调解记录.pdf');
  });

  it('counts what the reader may not see', async () => {
    const documents = [{ ...place, is_filled: true, items: [], hidden: 2 }];
    answer('get', '/cases/case-1/dossier', dossier({ documents, missing: [], is_complete: true }));
    openSignedIn('/cases/case-1/dossier');
    expect(await screen.findByTestId('place-07')).toHaveTextContent('另有 2 件身份材料');
  });

  it('leaves as one archive', async () => {
    answer('get', '/cases/case-1/dossier', complete);
    let asked = 0;
    answer('post', '/cases/case-1/dossier/tickets', () => {
      asked += 1;
      return problemResponse(problem(403, 'auth.not_allowed'));
    });
    const { user } = openSignedIn('/cases/case-1/dossier');
    await user.click(await screen.findByTestId('export-dossier'));
    expect(await screen.findByText('没有此项权限')).toBeInTheDocument();
    expect(asked).toBe(1);
  });

  it('is not there for who may not see the case', async () => {
    answer('get', '/cases/case-1/dossier', () =>
      problemResponse(problem(404, 'request.not_found')),
    );
    openSignedIn('/cases/case-1/dossier');
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('没有找到');
  });
});
