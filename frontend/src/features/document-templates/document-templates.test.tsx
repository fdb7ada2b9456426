import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DocumentTemplate, PublishTemplate, TemplateFact } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';
import { definitionOf, draftOf, draftStep, usedFields } from './template-draft';
import { toShown, toStored, wordsOf } from './template-words';

const nav = ['home', 'document_templates'];

const fact = (name: string, label: string, members: string[] = []): TemplateFact => ({
  name,
  label,
  origin: 'registration',
  origin_name: '登记',
  is_personal: members.length > 0,
  members,
});

const facts = [
  fact('case_no', '案号'),
  fact('title', '事项标题'),
  fact('parties', '当事人', ['name', 'phone']),
];

const template: DocumentTemplate = {
  id: 't-1',
  kind: 'receipt',
  version: 1,
  name: '受理回执',
  source: '县级文书格式',
  valid_from: '2026-01-01',
  is_in_force: true,
  names_parties: false,
  reason: null,
  definition: {
    fields: [{ name: 'case_no', required: true }],
    blocks: [
      { kind: 'title', text: '受理回执' },
      { kind: 'paragraph', text: '案号：{case_no}' },
    ],
  },
  created_at: '2026-01-01T00:00:00Z',
  allowed_actions: ['publish'],
};

const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const refusal = problem(422, 'request.validation', {
  errors: [
    {
      pointer: '/definition/blocks/1/text',
      code: 'document_template.unknown_field',
      detail: '引用了没有的字段',
      params: {},
    },
  ],
});

function answerEditor() {
  answerReference();
  answer('get', '/document-templates', page([template]));
  answer('get', '/document-templates/t-1', template);
  answer('get', '/document-templates/facts', page(facts));
  answer('post', '/document-templates/preview', async (request) => {
    const { definition } = (await request.json()) as PublishTemplate;
    const texts = definition.blocks.map(({ text }) => text ?? '');
    if (texts.some((text) => text.includes('{没有}'))) return problemResponse(refusal);
    return json({
      names_parties: false,
      blocks: texts.map((text) => ({
        kind: 'paragraph',
        align: 'left',
        lines: [text.replace('{case_no}', '990101-20260226-000018')],
        widths: [],
        rows: [],
      })),
    });
  });
}

describe('a template in the making', () => {
  const words = wordsOf(facts, [{ name: 'own_a', label: '窗口' }]);

  it('is read and typed by the labels of its fields', () => {
    expect(toShown('案号：{case_no}，{own_a}，{unknown}', words)).toBe(
      '案号：{案号}，{窗口}，{unknown}',
    );
    expect(toStored('案号：{案号}，{ 窗口 }，{没有}', words)).toBe(
      '案号：{case_no}，{own_a}，{没有}',
    );
  });

  it('declares the fields its blocks show, and no others', () => {
    let draft = draftOf(template.definition);
    draft = draftStep(draft, { type: 'addOwn', label: '窗口', taken: ['own_a'] });
    expect(draft.fields[1]).toEqual({ name: 'own_b', label: '窗口' });
    expect(usedFields(draft, facts).map(({ name }) => name)).toEqual(['case_no']);
    draft = draftStep(draft, {
      type: 'change',
      key: 1,
      block: { text: '{title}请到{own_b}。{nothing}' },
    });
    expect(definitionOf(draft, facts).fields).toEqual([
      { name: 'own_b', label: '窗口' },
      { name: 'title', required: false },
    ]);
  });

  it('keeps its blocks while they change places', () => {
    const begun = draftOf(template.definition);
    const swapped = draftStep(begun, { type: 'move', key: 1, by: -1 });
    expect(swapped.blocks.map(({ key }) => key)).toEqual([1, 0]);
    expect(draftStep(swapped, { type: 'move', key: 1, by: -1 })).toEqual(swapped);
    const added = draftStep(swapped, { type: 'add', kind: 'form' });
    expect(definitionOf(added, facts).blocks[2]?.rows?.[0]?.cells[0]).toEqual({ text: '' });
  });
});

describe('the editor of templates', () => {
  beforeEach(() => localStorage.clear());

  it('shows the example case beside the blocks and publishes with a date', async () => {
    answerEditor();
    let sent: PublishTemplate | undefined;
    answer('post', '/document-templates', async (request) => {
      sent = (await request.json()) as PublishTemplate;
      return json({ ...template, id: 't-2', version: 2 }, 201);
    });
    const { user, router } = openSignedIn('/document-templates/t-1', me({ nav }));
    expect(await screen.findByText('案号：990101-20260226-000018')).toBeVisible();
    const text = screen.getByLabelText('2. 段落：文字');
    expect(text).toHaveValue('案号：{案号}');
    await user.type(text, '，{{事项标题}。');
    await user.click(screen.getByLabelText('事项标题：必填'));
    await user.click(screen.getByRole('button', { name: '上移：2. 段落' }));
    await user.click(screen.getByRole('button', { name: '发布新版' }));
    await waitFor(() =>
      expect(sent?.definition.blocks[0]?.text).toBe('案号：{case_no}，{title}。'),
    );
    expect(sent?.definition.fields).toEqual([
      { name: 'case_no', required: true },
      { name: 'title', required: true },
    ]);
    expect(sent?.valid_from).toMatch(/^\d{4}-\d\d-\d\d$/);
    await waitFor(() => expect(router.state.location.pathname).toBe('/document-templates'));
  });

  it('names what is wrong at its block and keeps the last good preview', async () => {
    answerEditor();
    const { user } = openSignedIn('/document-templates/t-1', me({ nav }));
    await screen.findByText('案号：990101-20260226-000018');
    await user.type(screen.getByLabelText('2. 段落：文字'), '{{没有}');
    const said = await screen.findAllByText('引用了没有的字段');
    expect(said.length).toBeGreaterThan(0);
    expect(screen.getByRole('link', { name: '第 2 块' })).toHaveAttribute(
      'href',
      '#template-block-2',
    );
    expect(screen.getByText('案号：990101-20260226-000018')).toBeVisible();
  });

  it('is not for who may not publish', async () => {
    answerEditor();
    answer('get', '/document-templates/t-1', { ...template, allowed_actions: [] });
    openSignedIn('/document-templates/t-1', me({ nav }));
    expect(await screen.findByText('没有此项权限')).toBeVisible();
  });

  it('leads from the list to the editor', async () => {
    answerEditor();
    openSignedIn('/document-templates', me({ nav }));
    const row = await screen.findByRole('row', { name: /受理回执.*县级文书格式/ });
    expect(within(row).getByRole('link', { name: '发布新版' })).toHaveAttribute(
      'href',
      '/document-templates/t-1',
    );
  });
});
