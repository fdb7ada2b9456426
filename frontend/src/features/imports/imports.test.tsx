import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CaseImport } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';

const tried: CaseImport = {
  id: 'im-1',
  file_name: '热线.csv',
  format: 'csv',
  size_bytes: 1024,
  sha256: null,
  mapping: null,
  state: 'done',
  state_name: '已完成',
  upload_url: null,
  job_id: 'j-1',
  is_dry_run: true,
  progress: 100,
  total: 10,
  rows: 10,
  added: 7,
  known: 1,
  refused: 2,
  problem_count: 3,
  refusal: null,
  failure: null,
  expires_at: AT,
  created_at: AT,
  updated_at: AT,
  version: 2,
  allowed_actions: ['run'],
};

const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const open = () => openSignedIn('/imports', me({ nav: ['home', 'imports'] }));

beforeEach(() => {
  answerReference();
  answer('get', '/imports', page([tried]));
});

describe('imports', () => {
  it('say what a dry run found, and register it on demand', async () => {
    let seen: string | null = null;
    answer('post', '/imports/im-1/actions/run', (request) => {
      seen = request.headers.get('if-match');
      return json({ ...tried, is_dry_run: false, state: 'queued' }, 202);
    });
    const { user } = open();
    const row = await screen.findByRole('row', { name: /热线/ });
    expect(row).toHaveTextContent('可登记 7，已存在 1，有问题 2');
    await user.click(within(row).getByRole('button', { name: '正式导入' }));
    await waitFor(() => expect(seen).toBe('"2"'));
  });

  it('are not begun by who may not', async () => {
    answer('get', '/imports', () => problemResponse(problem(403, 'auth.not_allowed')));
    open();
    expect(await screen.findByText('没有此项权限')).toBeVisible();
    expect(screen.queryByRole('button', { name: '导入文件' })).not.toBeInTheDocument();
  });

  it('name the line and the column of what is wrong', async () => {
    answer(
      'get',
      '/imports/im-1/problems',
      page([
        {
          id: 'p-1',
          line: 17,
          source_number: 'M17',
          column: '详情',
          field: 'narrative',
          code: 'missing_field',
          detail: '必填',
        },
      ]),
    );
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '3 个问题' }));
    expect(await screen.findByRole('row', { name: /17.*M17.*详情.*必填/ })).toBeVisible();
  });

  it('tell why one cannot be run again', async () => {
    answer('post', '/imports/im-1/actions/run', () =>
      problemResponse(problem(409, 'import.not_ready')),
    );
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: '正式导入' }));
    expect(await screen.findByText(/任务未结束/)).toBeVisible();
  });
});
