import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { today } from '../../shared/lib/dates';
import { answerReference } from '../../testing/answers';
import { me } from '../../testing/factories';
import { answer, json } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const on = today();
const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const row = {
  date: on,
  department: { id: 'd-1', name: '县人社局' },
  owed_minutes: 510,
  short_minutes: 510,
  disputed_minutes: 0,
  items: [
    {
      obligation_id: 'o-1',
      post: { id: 'post-1', name: '人社窗口' },
      mode: 'rotating',
      reason: 'on_leave',
      reason_name: '请假且无人替班',
      places: 1,
      short_minutes: 510,
    },
  ],
};
const person = { id: 'p-1', name: '傅办' };
const candidates = {
  obligation_id: 'o-1',
  post: { id: 'post-1', name: '人社窗口' },
  department: row.department,
  on,
  missing: 1,
  away: [person],
  candidates: [
    { person, role: 'A', is_free: false, obstacles: ['on_leave'], obstacle_names: ['当日请假'] },
    {
      person: { id: 'p-2', name: '冯办' },
      role: 'B',
      is_free: true,
      obstacles: [],
      obstacle_names: [],
    },
  ],
};

beforeEach(() => {
  answerReference();
  answer('get', '/shortfalls', page([row]));
  answer('get', '/duty-stand-ins/candidates', candidates);
});

describe('a day that is short for a leave', () => {
  it('offers who is free to stand in, and asks them', async () => {
    let sent: unknown;
    answer('post', '/duty-stand-ins', async (request: Request) => {
      sent = await request.json();
      return json({ id: 's-1' }, 201);
    });
    openSignedIn('/shortfalls', me({ nav: ['home', 'shortfalls', 'duty_stand_in_new'] }));
    await userEvent.click(await screen.findByRole('button', { name: '找人替班' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/傅办: 当日请假/)).toBeInTheDocument();
    expect(within(dialog).getByText('B 冯办')).toBeInTheDocument();
    await userEvent.type(within(dialog).getByLabelText('事由'), '病假顶岗');
    await userEvent.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await expect
      .poll(() => sent)
      .toEqual({
        obligation_id: 'o-1',
        person_id: 'p-1',
        stand_in_id: 'p-2',
        from_on: on,
        until_on: on,
        reason: '病假顶岗',
      });
  });

  it('says so where nobody is free', async () => {
    answer('get', '/duty-stand-ins/candidates', {
      ...candidates,
      candidates: candidates.candidates.slice(0, 1),
    });
    openSignedIn('/shortfalls', me({ nav: ['home', 'shortfalls', 'duty_stand_in_new'] }));
    await userEvent.click(await screen.findByRole('button', { name: '找人替班' }));
    expect(await screen.findByText('已提名的人员中没有人可以替班。')).toBeInTheDocument();
  });

  it('offers nothing to who may ask for nobody', async () => {
    openSignedIn('/shortfalls', me({ nav: ['home', 'shortfalls'] }));
    expect(await screen.findByText(/请假且无人替班/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '找人替班' })).not.toBeInTheDocument();
  });
});
