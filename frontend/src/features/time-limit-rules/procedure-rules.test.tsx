import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerReference } from '../../testing/answers';
import { problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const rule = (members: object = {}) => ({
  id: 'p-1',
  code: 'reopening',
  name: '结案后可以重新办理的期限',
  version: 1,
  value: 30,
  unit: 'calendar_days',
  unit_name: '天',
  least: 0,
  most: 3660,
  source: '县级默认，可由县级修改',
  valid_from: '2000-01-01',
  valid_to: null,
  reason: null,
  created_at: '2026-01-01T00:00:00Z',
  allowed_actions: ['publish'],
  ...members,
});

const page = (items: object[]) => ({ items, next_cursor: null, total: items.length });

beforeEach(() => {
  answerReference();
  answer('get', '/time-limit-rules', page([]));
  answer('get', '/procedure-rules', page([rule()]));
});

describe('the rules of the procedure', () => {
  it('stand with value and source; who may not publish is offered nothing', async () => {
    answer('get', '/procedure-rules', page([rule({ allowed_actions: [] })]));
    openSignedIn('/time-limit-rules');
    expect(await screen.findByText('结案后可以重新办理的期限')).toBeVisible();
    expect(screen.getByText('30 天')).toBeVisible();
    expect(screen.getByText('县级默认，可由县级修改')).toBeVisible();
    expect(screen.queryByRole('button', { name: '发布新版本' })).not.toBeInTheDocument();
  });

  it('are followed by a version with its source', async () => {
    const bodies: unknown[] = [];
    answer('post', '/procedure-rules', async (request) => {
      bodies.push(await request.json());
      return json(rule({ id: 'p-2', version: 2, value: 60 }), 201);
    });
    const { user } = openSignedIn('/time-limit-rules');
    await user.click(await screen.findByRole('button', { name: '发布新版本' }));
    const dialog = await screen.findByRole('dialog');
    await user.clear(within(dialog).getByLabelText('取值'));
    await user.type(within(dialog).getByLabelText('取值'), '60');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await screen.findByText(/已保存/);
    expect(bodies).toEqual([expect.objectContaining({ code: 'reopening', value: 60 })]);
  });

  it('say under the value when it is refused', async () => {
    answer('post', '/procedure-rules', () =>
      problemResponse(
        problem(422, 'request.validation', {
          errors: [
            {
              pointer: '/value',
              code: 'procedure_rule.order',
              params: {},
              detail: '催办、督办、通报须依次在后',
            },
          ],
        }),
      ),
    );
    const { user } = openSignedIn('/time-limit-rules');
    await user.click(await screen.findByRole('button', { name: '发布新版本' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    expect(await within(dialog).findByText('催办、督办、通报须依次在后')).toBeVisible();
  });
});
