import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DocumentDraft, DocumentView } from '../../shared/api/types';
import { answerCase, answerReference } from '../../testing/answers';
import { caseView, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openApp, openSignedIn } from '../../testing/render';
import { parseDraftSearch } from './draft-search';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

function paper(over: Partial<DocumentView> = {}): DocumentView {
  return {
    id: 'doc-1',
    case_id: 'case-1',
    kind: 'receipt',
    name: '受理回执',
    document_no: 'DOC330281-20261120-000001',
    edition: 1,
    state: 'valid',
    template_id: 't-1',
    template_version: 1,
    about_id: null,
    addressee: null,
    names_parties: true,
    content_hash: 'abcd'.repeat(16),
    file_hash: 'ef01'.repeat(16),
    check_code: 'abcdabcdabcdabcd',
    verify_url: 'http://localhost/verify',
    issued_at: AT,
    issued_by: { id: 'p-1', name: '王秀兰' },
    replaced_by_id: null,
    voided_at: null,
    void_reason: null,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['read', 'replace', 'void'],
    refused_actions: {},
    ...over,
  };
}

function draft(over: Partial<DocumentDraft> = {}): DocumentDraft {
  return {
    kind: 'closing_report',
    name: '结案报告',
    template_id: 't-1',
    template_version: 1,
    template_source: '司法部人民调解文书格式',
    about_id: null,
    addressee: null,
    names_parties: true,
    fields: [
      {
        name: 'opinion',
        label: '承办人意见',
        text: '',
        rows: [],
        origin: 'typed',
        required: false,
        is_open: true,
        max_length: 500,
        pointer: '/fields/opinion',
      },
    ],
    missing: [],
    blocks: [
      { kind: 'title', align: 'center', lines: ['结案报告'], widths: [], rows: [] },
      {
        kind: 'form',
        align: 'left',
        lines: [],
        widths: [1, 3],
        rows: [
          {
            cells: [
              { text: '案号', is_label: true, span: 1 },
              { text: '330281-20261120-000001', is_label: false, span: 1 },
            ],
            lines: 1,
          },
        ],
      },
    ],
    current_id: null,
    allowed_actions: ['issue'],
    refused_actions: {},
    ...over,
  };
}

beforeEach(answerReference);

describe('the papers of a case', () => {
  it('are listed with what may be issued, and hidden ones cannot be opened', async () => {
    answerCase(caseView());
    answer(
      'get',
      '/cases/case-1/documents',
      page([paper(), paper({ id: 'doc-2', name: '结案报告', state: 'void', allowed_actions: [] })]),
    );
    answer(
      'get',
      '/cases/case-1/documents/kinds',
      page([
        {
          kind: 'transfer_sheet',
          name: '转办单',
          template_version: 1,
          names_parties: true,
          about: 'lead_referral',
          subjects: [{ id: 'r-1', label: '住建局 2026年11月20日' }],
          allowed_actions: ['issue'],
          refused_actions: {},
        },
      ]),
    );
    openSignedIn('/cases/case-1');
    const panel = await screen.findByTestId('case-documents');
    expect(await within(panel).findByRole('link', { name: '受理回执' })).toBeInTheDocument();
    expect(within(panel).queryByRole('link', { name: '结案报告' })).not.toBeInTheDocument();
    expect(panel).toHaveTextContent('已作废');
    expect(await within(panel).findByText('转办单')).toHaveAttribute(
      'href',
      '/cases/case-1/documents/new?kind=transfer_sheet&about=r-1',
    );
  });
});

describe('a draft', () => {
  it('names what is missing and cannot be issued before the step is taken', async () => {
    const missing = {
      name: 'outcome',
      label: '办理结果',
      origin: 'resolution' as const,
      pointer: '/fields/outcome',
      is_open: false,
      detail: '“办理结果”尚无内容，须先办结申报',
    };
    answer('get', '/cases/case-1/documents/draft', draft({ missing: [missing] }));
    openSignedIn('/cases/case-1/documents/new?kind=closing_report');
    expect(await screen.findByText(/须先办结申报/)).toBeVisible();
    expect(screen.getByRole('button', { name: /出\s?具/ })).toBeDisabled();
    expect(within(screen.getByTestId('paper')).getByRole('rowheader')).toHaveTextContent('案号');
  });

  it('is issued with what was written, and the paper opens', async () => {
    answer('get', '/cases/case-1/documents/draft', draft());
    answer('post', '/cases/case-1/documents/preview', draft());
    const sent: unknown[] = [];
    answer('post', '/cases/case-1/documents', async (request) => {
      sent.push(await request.json());
      return json(paper(), 201);
    });
    answer('get', '/cases/case-1/documents/doc-1/content', {
      document: paper(),
      center_name: '演示县综治中心',
      content: { fields: [], blocks: draft().blocks },
      qr_rows: ['101', '010', '101'],
    });
    const { user } = openSignedIn('/cases/case-1/documents/new?kind=closing_report');
    await user.type(await screen.findByLabelText('承办人意见'), '同意结案');
    await user.click(screen.getByRole('button', { name: /出\s?具/ }));
    await waitFor(() =>
      expect(sent).toEqual([{ kind: 'closing_report', fields: { opinion: '同意结案' } }]),
    );
    expect(await screen.findByTestId('document-state')).toHaveTextContent('有效');
    expect(screen.getByRole('button', { name: '下载 DOCX 文档' })).toBeVisible();
  });

  it('replaces the paper there is', async () => {
    answer('get', '/cases/case-1/documents/draft', draft({ current_id: 'doc-1' }));
    openSignedIn('/cases/case-1/documents/new?kind=closing_report');
    expect(await screen.findByRole('note')).toHaveTextContent('版次加一');
    expect(screen.getByRole('button', { name: '出具新版' })).toBeEnabled();
  });
});

describe('the address of a draft', () => {
  it('names a kind there is', () => {
    expect(parseDraftSearch({ kind: 'reply', about: 'a-1' })).toEqual({
      kind: 'reply',
      about: 'a-1',
    });
    expect(parseDraftSearch({ kind: 'letter', about: '../x' })).toEqual({ kind: 'receipt' });
  });
});

describe('verification', () => {
  it('needs no sign-in and says whether the paper counts', async () => {
    answer('get', '/public/documents/DOC1/verifications/abcdabcdabcdabcd', {
      document_no: 'DOC1',
      edition: 1,
      issued_on: '2026-11-20',
      content_hash: 'abcd'.repeat(16),
      file_hash: 'ef01'.repeat(16),
      state: 'replaced',
    });
    openApp('/verify?no=DOC1&code=abcdabcdabcdabcd');
    expect(await screen.findByText('文书由本中心出具，已被新版替代。')).toBeVisible();
  });

  it('knows nothing of a wrong code', async () => {
    answer('get', '/public/documents/DOC1/verifications/0000', () =>
      problemResponse(problem(404, 'request.not_found')),
    );
    openApp('/verify?no=DOC1&code=0000');
    expect(await screen.findByRole('alert')).toHaveTextContent('没有查到这份文书');
  });
});
