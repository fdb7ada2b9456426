import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerReference } from '../../testing/answers';
import { department, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

beforeEach(() => {
  answerReference();
  answer('get', '/departments', { items: [department()], next_cursor: null, total: null });
  answer('get', '/departments/d-1', department());
});

describe('a department', () => {
  it('offers no edit where the server allows none', async () => {
    answer('get', '/departments/d-1', department({ allowed_actions: [] }));
    openSignedIn('/departments?id=d-1');
    expect(await screen.findByRole('heading', { name: '住建局' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '修改' })).not.toBeInTheDocument();
  });

  it('shows both versions when somebody was faster, and keeps mine on demand', async () => {
    const versions: (string | null)[] = [];
    answer('patch', '/departments/d-1', async (request) => {
      versions.push(request.headers.get('If-Match'));
      if (request.headers.get('If-Match') === '"1"') {
        return problemResponse(problem(412, 'request.stale_version', { current_version: 2 }));
      }
      return json(department({ ...(await request.json()), version: 3 }));
    });
    const { user } = openSignedIn('/departments?id=d-1');
    await user.click(await screen.findByRole('button', { name: '修改' }));
    const dialog = await screen.findByRole('dialog');
    await user.clear(within(dialog).getByLabelText('联系电话'));
    await user.type(within(dialog).getByLabelText('联系电话'), '222');
    answer('get', '/departments/d-1', department({ phone: '333', version: 2 }));
    await user.click(within(dialog).getByRole('button', { name: '保存' }));
    const row = await within(dialog).findByRole('row', { name: /联系电话/ });
    expect(row).toHaveTextContent('联系电话111333222');
    await user.click(within(dialog).getByRole('button', { name: '仍按我的办' }));
    await waitFor(() => expect(versions).toEqual(['"1"', '"2"']));
  });

  it('says what is wrong with mine after all, and lets me correct it', async () => {
    const versions: (string | null)[] = [];
    answer('patch', '/departments/d-1', (request) => {
      versions.push(request.headers.get('If-Match'));
      const seen = request.headers.get('If-Match');
      if (seen === '"1"') return problemResponse(problem(412, 'request.stale_version'));
      const errors = [{ pointer: '/phone', code: 'length', detail: '号码过短', params: {} }];
      return problemResponse(problem(422, 'request.validation', { errors }));
    });
    const { user } = openSignedIn('/departments?id=d-1');
    await user.click(await screen.findByRole('button', { name: '修改' }));
    const dialog = await screen.findByRole('dialog');
    answer('get', '/departments/d-1', department({ phone: '333', version: 2 }));
    await user.click(within(dialog).getByRole('button', { name: '保存' }));
    await user.click(await within(dialog).findByRole('button', { name: '仍按我的办' }));
    expect(await within(dialog).findByText('号码过短')).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: '保存' }));
    await waitFor(() => expect(versions).toEqual(['"1"', '"2"', '"2"']));
  });
});
