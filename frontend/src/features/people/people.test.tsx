import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';

function person(over: Partial<Person> = {}): Person {
  return {
    id: 'p-5',
    name: '王秀兰',
    department: { id: 'd-1', name: '住建局' },
    phone: '0574-63001234',
    is_active: true,
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['update'],
    ...over,
  };
}

const page = (items: Person[]) => ({ items, next_cursor: null, total: null });
const admin = me({ nav: ['home', 'people', 'person_new'] });

beforeEach(() => {
  answerReference();
  answer('get', '/people', page([person()]));
});

describe('the people', () => {
  it('are entered also where a search found nobody', async () => {
    answer('get', '/people', page([]));
    openSignedIn('/people?q=无此人', admin);
    expect(await screen.findByText('没有符合条件的人员。')).toBeVisible();
    expect(screen.getByRole('button', { name: '新建人员' })).toBeVisible();
  });
});

describe('a person', () => {
  it('who left is said to have left', async () => {
    let sent: unknown;
    answer('patch', '/people/p-5', async (request) => {
      expect(request.headers.get('If-Match')).toBe('"1"');
      sent = await request.json();
      return json(person({ is_active: false, version: 2 }));
    });
    const { user } = openSignedIn('/people', admin);
    await user.click(await screen.findByRole('button', { name: '修改：王秀兰' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText('在岗'));
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await waitFor(() =>
      expect(sent).toEqual({
        name: '王秀兰',
        department_id: 'd-1',
        phone: '0574-63001234',
        is_active: false,
      }),
    );
  });

  it('is not overwritten unseen', async () => {
    answer('patch', '/people/p-5', () => problemResponse(problem(412, 'request.stale_version')));
    answer('get', '/people/p-5', person({ phone: '0574-63009999', version: 2 }));
    const { user } = openSignedIn('/people', admin);
    await user.click(await screen.findByRole('button', { name: '修改：王秀兰' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    const row = await within(dialog).findByRole('row', { name: /联系电话/ });
    expect(row).toHaveTextContent('0574-63009999');
  });

  it('is not offered for change where the server allows none', async () => {
    answer('get', '/people', page([person({ allowed_actions: [] })]));
    openSignedIn('/people', admin);
    expect(await screen.findByText('王秀兰')).toBeVisible();
    expect(screen.queryByRole('button', { name: '修改：王秀兰' })).not.toBeInTheDocument();
  });
});
