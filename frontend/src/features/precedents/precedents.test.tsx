import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Precedent } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';

const precedent: Precedent = {
  id: 'pr-1',
  type_code: '01',
  region: { id: 'r-1', code: '330281101', name: '东山街道' },
  center: { id: 'c-1', name: '演示县综治中心' },
  department: { id: 'd-1', name: '住建局' },
  ground_codes: [],
  is_fallback: false,
  ruled_at: AT,
  state: 'in_force',
  retired_at: null,
  retire_reason: null,
  case_id: null,
  case_no: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['retire'],
  refused_actions: {},
};

beforeEach(() => {
  answerReference();
  answer('get', '/precedents', { items: [precedent], next_cursor: null, total: null });
});

describe('precedents', () => {
  it('hide the case from who may not see it, and are retired with a reason', async () => {
    let sent: unknown;
    answer('post', '/precedents/pr-1/actions/retire', async (request) => {
      sent = await request.json();
      return json({ ...precedent, state: 'retired', version: 2 });
    });
    const { user } = openSignedIn('/precedents', me({ nav: ['home', 'precedents'] }));
    const row = await screen.findByRole('row', { name: /住建局/ });
    expect(row).toHaveTextContent('不在查看范围');
    await user.click(within(row).getByRole('button', { name: '停止适用' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('理由'), '职责清单已修订');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await waitFor(() => expect(sent).toEqual({ reason: '职责清单已修订' }));
  });

  it('retired by somebody else are shown as they are now, beside the reason typed', async () => {
    answer('post', '/precedents/pr-1/actions/retire', () =>
      problemResponse(problem(412, 'request.stale_version')),
    );
    const theirs = { state: 'retired', retire_reason: '机构改革', allowed_actions: [], version: 2 };
    answer('get', '/precedents/pr-1', { ...precedent, ...theirs });
    const { user } = openSignedIn('/precedents', me({ nav: ['home', 'precedents'] }));
    await user.click(await screen.findByRole('button', { name: '停止适用' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('理由'), '职责清单已修订');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    const state = await within(dialog).findByRole('row', { name: /状态/ });
    expect(state).toHaveTextContent('已停止适用：机构改革');
    expect(within(dialog).getByRole('row', { name: /理由/ })).toHaveTextContent('职责清单已修订');
    expect(within(dialog).getByRole('button', { name: '仍按我的办' })).toBeDisabled();
  });
});
