import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Feedback } from '../../shared/api/types';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';

function feedback(over: Partial<Feedback> = {}): Feedback {
  return {
    id: 'f-1',
    kind: 'burden',
    text: '同一张表要填两次',
    page: '/inbox',
    person: { id: 'p-1', name: '李雪梅' },
    state: 'open',
    reply: null,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['update'],
    ...over,
  };
}

const admin = me({ nav: ['home', 'feedback'] });

beforeEach(() => {
  answer('get', '/feedback', { items: [feedback()], next_cursor: null, total: null });
});

describe('feedback', () => {
  it('names the page it came from, also one without an entry of its own', async () => {
    openSignedIn('/feedback', admin);
    const row = await screen.findByRole('row', { name: /同一张表要填两次/ });
    expect(within(row).getByText('通知')).toBeVisible();
    expect(row).not.toHaveTextContent('/inbox');
  });

  it('is answered once, not over somebody else’s answer', async () => {
    const versions: (string | null)[] = [];
    answer('patch', '/feedback/f-1', (request) => {
      versions.push(request.headers.get('If-Match'));
      return request.headers.get('If-Match') === '"1"'
        ? problemResponse(problem(412, 'request.stale_version'))
        : json(feedback({ version: 3 }));
    });
    answer('get', '/feedback/f-1', feedback({ reply: '已合并', state: 'done', version: 2 }));
    const { user } = openSignedIn('/feedback', admin);
    await user.click(await screen.findByRole('button', { name: /答\s*复/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox', { name: '答复' }), '正在改');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    const row = await within(dialog).findByRole('row', { name: /答复/ });
    expect(row).toHaveTextContent('已合并正在改');
    await user.click(within(dialog).getByRole('button', { name: '仍按我的办' }));
    await waitFor(() => expect(versions).toEqual(['"1"', '"2"']));
  });
});
