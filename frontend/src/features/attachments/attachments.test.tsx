import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Attachment } from '../../shared/api/types';
import { answerCase, answerReference } from '../../testing/answers';
import { attachment, caseView, dossier, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const page = (items: Attachment[]) => ({ items, next_cursor: null, total: items.length });

beforeEach(() => {
  answerReference();
  answerCase(caseView({ id: 'case-1' }));
});

async function panel() {
  return within(await screen.findByTestId('case-attachments'));
}

describe('the attachments of a case', () => {
  it('say what to do where there are none', async () => {
    openSignedIn('/cases/case-1');
    const shown = await panel();
    expect(await shown.findByText(/还没有附件/)).toBeInTheDocument();
    expect(shown.getByRole('link', { name: '卷宗' })).toHaveAttribute(
      'href',
      '/cases/case-1/dossier',
    );
  });

  it('are announced and then put', async () => {
    const sent: unknown[] = [];
    answer('post', '/cases/case-1/attachments', async (request) => {
      sent.push(await request.json());
      const upload = {
        method: 'PUT',
        url: '/api/v1/cases/case-1/attachments/att-1/content',
        expires_at: '2026-11-20T02:30:00Z',
      };
      return json(attachment({ state: 'awaiting', upload }), 201);
    });
    answer('put', '/cases/case-1/attachments/att-1/content', async (request) => {
      sent.push(request.headers.get('Content-Type'), request.headers.get('Authorization'));
      answer('get', '/cases/case-1/attachments', page([attachment()]));
      return json(attachment());
    });
    const { user } = openSignedIn('/cases/case-1');
    const shown = await screen.findByTestId('case-attachments');
    await within(shown).findByText(/把文件拖到这里/);
    const input = shown.querySelector<HTMLInputElement>('input[type=file]');
    await user.upload(input as HTMLInputElement, new File(['pdf'], '调解记录.pdf'));
    await within(shown).findByTestId('attachment');
    expect(sent).toEqual([
      { file_name: '调解记录.pdf', size_bytes: 3 },
      'application/octet-stream',
      'Bearer token-1',
    ]);
  });

  it('name a party until who brings them says otherwise', async () => {
    const sent: unknown[] = [];
    answer('post', '/cases/case-1/attachments', async (request) => {
      sent.push(await request.json());
      return problemResponse(problem(415, 'attachment.type_not_allowed'));
    });
    const { user } = openSignedIn('/cases/case-1');
    const shown = await screen.findByTestId('case-attachments');
    const box = await within(shown).findByRole('checkbox', { name: /写明当事人身份/ });
    expect(box).toBeChecked();
    await user.click(box);
    const input = shown.querySelector<HTMLInputElement>('input[type=file]');
    await user.upload(input as HTMLInputElement, new File(['x'], '现场.png'));
    await within(shown).findByRole('alert');
    expect(sent).toEqual([{ file_name: '现场.png', size_bytes: 1, is_identity: false }]);
  });

  it('say why one was refused', async () => {
    answer('post', '/cases/case-1/attachments', () =>
      problemResponse(problem(415, 'attachment.type_not_allowed')),
    );
    const { user } = openSignedIn('/cases/case-1');
    const shown = await screen.findByTestId('case-attachments');
    await within(shown).findByText(/把文件拖到这里/);
    const input = shown.querySelector<HTMLInputElement>('input[type=file]');
    await user.upload(input as HTMLInputElement, new File(['x'], 'a.exe'));
    expect(await within(shown).findByRole('alert')).toHaveTextContent('不支持这种类型的文件');
    await user.click(within(shown).getByRole('button', { name: '知道了' }));
    expect(within(shown).queryByRole('alert')).not.toBeInTheDocument();
  });

  it('ask why before one that names a party is opened', async () => {
    const card = attachment({
      file_name: '身份证.png',
      is_identity: true,
      media_type: 'image/png',
    });
    answer('get', '/cases/case-1/attachments', page([card]));
    let asked: unknown;
    answer('post', '/cases/case-1/attachments/att-1/tickets', async (request) => {
      asked = await request.json();
      return json({ url: '/content?ticket=x', expires_at: '2026-11-20T01:35:00Z' });
    });
    const { user } = openSignedIn('/cases/case-1');
    const row = await screen.findByTestId('attachment');
    await user.click(within(row).getByRole('button', { name: /查\s*看/ }));
    const dialog = await screen.findByRole('dialog');
    expect(asked).toBeUndefined();
    await user.type(within(dialog).getByLabelText('查看理由'), '核对身份');
    await user.click(within(dialog).getByRole('button', { name: /查\s*看/ }));
    const picture = await within(dialog).findByRole('img', { name: '身份证.png' });
    expect(picture).toHaveAttribute('src', '/content?ticket=x');
    expect(asked).toEqual({ disposition: 'inline', reason: '核对身份' });
  });

  it('are removed with a reason, and only where the server allows it', async () => {
    const fixed = attachment({ id: 'att-2', file_name: '协议.pdf', allowed_actions: ['open'] });
    answer('get', '/cases/case-1/attachments', page([attachment(), fixed]));
    let sent: unknown;
    answer('post', '/cases/case-1/attachments/att-1/actions/remove', async (request) => {
      sent = [await request.json(), request.headers.get('If-Match')];
      return json(attachment({ state: 'removed', version: 3 }));
    });
    const { user } = openSignedIn('/cases/case-1');
    const rows = await screen.findAllByTestId('attachment');
    const [first, second] = rows as [HTMLElement, HTMLElement];
    expect(within(second).queryByRole('button', { name: /删\s*除/ })).not.toBeInTheDocument();
    await user.click(within(first).getByRole('button', { name: /删\s*除/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('删除理由'), '传错文件');
    await user.click(within(dialog).getByRole('button', { name: /删\s*除/ }));
    await waitFor(() => expect(sent).toEqual([{ reason: '传错文件' }, '"2"']));
  });

  it('take nothing more once the dossier is sealed', async () => {
    const seal = {
      at: '2026-11-20T01:30:00Z',
      by: { id: 'p-1', name: '李雪梅' },
      manifest_hash: 'ab',
    };
    answer('get', '/cases/case-1/dossier', dossier({ seal, allowed_actions: ['export'] }));
    openSignedIn('/cases/case-1');
    const shown = await panel();
    expect(await shown.findByRole('link', { name: '卷宗（已封存）' })).toBeInTheDocument();
    expect(shown.queryByText(/把文件拖到这里/)).not.toBeInTheDocument();
  });
});
