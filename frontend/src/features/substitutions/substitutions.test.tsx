import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Substitution } from '../../shared/api/types';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';

function substitution(over: Partial<Substitution> = {}): Substitution {
  return {
    id: 's-1',
    capacity: {
      id: 'cap-2',
      person: { id: 'p-2', name: '冯办' },
      role: 'handler',
      role_name: '承办人',
      department: { id: 'd-1', name: '住建局' },
      region: null,
    },
    substitute: { id: 'p-3', name: '傅办' },
    from_on: '2026-11-30',
    until_on: '2026-12-04',
    state: 'current',
    state_name: '代班中',
    set_by: { id: 'p-1', name: '李雪梅' },
    created_at: AT,
    updated_at: AT,
    version: 3,
    allowed_actions: ['revoke'],
    ...over,
  };
}

const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const director = () => me({ nav: ['home', 'substitutions', 'own_substitutes'] });

describe('the substitutes of the region', () => {
  it('are revoked under the version that was seen', async () => {
    const versions: (string | null)[] = [];
    answer('get', '/substitutions', page([substitution()]));
    answer('post', '/substitutions/s-1/actions/revoke', (request) => {
      versions.push(request.headers.get('If-Match'));
      const revoked = substitution({ state: 'revoked', state_name: '已取消', allowed_actions: [] });
      answer('get', '/substitutions', page([revoked]));
      return json(revoked);
    });
    const { user } = openSignedIn('/substitutions', director());
    expect(await screen.findByText('2026-11-30 至 2026-12-04')).toBeVisible();
    await user.click(screen.getByRole('button', { name: '取消代班' }));
    const ask = await screen.findByRole('tooltip');
    await user.click(within(ask).getByRole('button', { name: '取消代班' }));
    expect(await screen.findByText('已取消')).toBeVisible();
    expect(versions).toEqual(['"3"']);
  });

  it('say so when there are none, and when they are not for me', async () => {
    answer('get', '/substitutions', page([]));
    openSignedIn('/substitutions', director());
    expect(await screen.findByText('没有代班安排。')).toBeVisible();
  });

  it('are not for everybody', async () => {
    answer('get', '/substitutions', () => problemResponse(problem(403, 'auth.not_allowed')));
    openSignedIn('/substitutions', director());
    expect(await screen.findByText('没有此项权限')).toBeVisible();
  });
});

describe('naming a substitute', () => {
  it('asks whose capacity, by whom and when, and shows a refusal at its field', async () => {
    const bodies: unknown[] = [];
    answer('get', '/substitutions', page([]));
    answer('get', '/substitutions/capacities', page([substitution().capacity]));
    answer('get', '/substitutions/candidates', page([{ id: 'p-3', name: '傅办' }]));
    answer('post', '/substitutions', async (request) => {
      bodies.push(await request.json());
      return problemResponse(
        problem(422, 'request.validation', {
          errors: [
            {
              pointer: '/substitute_id',
              code: 'substitution.exclusive_roles',
              params: {},
              detail: '代班人所任角色与该岗位互斥',
            },
          ],
        }),
      );
    });
    const { user } = openSignedIn('/substitutions', director());
    await user.click(await screen.findByRole('button', { name: '指定代班人' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('combobox', { name: '岗位' }));
    await user.click(await screen.findByTitle('冯办（承办人 · 住建局）'));
    const substitute = within(dialog).getByRole('combobox', { name: '代班人' });
    // It opens once the form knows whose capacity it is for.
    await waitFor(() => expect(substitute).toBeEnabled());
    await user.click(substitute);
    await user.click(await screen.findByTitle('傅办'));
    await user.click(within(dialog).getByRole('button', { name: /保\s?存/ }));
    expect(await within(dialog).findByText('代班人所任角色与该岗位互斥')).toBeVisible();
    await waitFor(() => expect(bodies).toHaveLength(1));
    expect(bodies[0]).toMatchObject({ capacity_id: 'cap-2', substitute_id: 'p-3' });
  });
});
