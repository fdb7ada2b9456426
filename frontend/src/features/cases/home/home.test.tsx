import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Capacity, CaseCounts } from '../../../shared/api/types';
import { caseSummary, me } from '../../../testing/factories';
import { answer, json } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';
import { caseKeys, mineOptions } from '../queries';

const AT = '2026-11-20T01:30:00Z';
const none = { count: 0, is_capped: false, oldest_at: null, next_due_at: null };
const counts: CaseCounts = {
  as_of: AT,
  unit: 'case',
  mine: none,
  department: none,
  following: none,
  overdue: none,
  nearing: none,
  escalated: none,
  returned: none,
  to_sign: none,
  returned_to_me: none,
  ruling: none,
  reviews_due: none,
  applicants_to_tell: none,
  unassigned: none,
};

function as(role: Capacity['role'], nav: string[]) {
  const { capacities } = me();
  return me({ nav, capacities: capacities.map((capacity) => ({ ...capacity, role })) });
}

async function queues(): Promise<string[]> {
  const list = await screen.findByRole('list', { name: '工作队列' });
  return within(list)
    .getAllByRole('link')
    .map((link) => link.dataset.testid ?? '');
}

beforeEach(() => {
  answer('get', '/cases/counts', counts);
  answer('get', '/cases', { items: [], next_cursor: null, total: null });
});

describe('home', () => {
  it('shows a handler the queues of a unit, not those of the centre', async () => {
    openSignedIn('/', as('handler', ['home', 'cases']));
    expect(await queues()).toEqual([
      'queue-mine',
      'queue-returned_to_me',
      'queue-department',
      'queue-applicants_to_tell',
      'queue-nearing',
      'queue-overdue',
      'queue-escalated',
      'queue-following',
    ]);
    expect(await screen.findByText(/目前没有待您办理的事项/)).not.toHaveTextContent('登记');
  });

  it('says how many reviews are due to a leader', async () => {
    answer('get', '/cases/counts', { ...counts, reviews_due: { ...none, count: 3 } });
    openSignedIn('/', as('leader', ['home', 'cases']));
    const card = await screen.findByTestId('queue-reviews_due');
    expect(card).toHaveTextContent('包案到期研判');
    expect(await within(card).findByText(/3/)).toBeInTheDocument();
  });

  it('says nothing twice to a supervisor, whose work is what is overdue', async () => {
    openSignedIn('/', as('supervisor', ['home', 'cases']));
    const shown = await queues();
    expect(shown[0]).toBe('queue-overdue');
    expect(shown).not.toContain('queue-mine');
  });

  it('says what waits beside the cases, to whom it concerns', async () => {
    answer('get', '/visits/counts', { as_of: AT, open: 5, overdue: 1, mine: 2, offered_to_me: 3 });
    answer('get', '/supervision-orders', (request) => {
      const { searchParams } = new URL(request.url);
      const total = searchParams.get('state') === 'issued' ? 4 : 0;
      return json({ items: [], next_cursor: null, total });
    });
    openSignedIn('/', as('handler', ['home', 'cases', 'visits', 'supervision']));
    const offered = await screen.findByRole('link', { name: '移交给我的：3' });
    expect(offered).toHaveAttribute('href', '/visits?is_offered_to_me=true');
    const orders = await screen.findByRole('link', { name: '待回复：4' });
    expect(orders.getAttribute('href')).toMatch(/^\/supervision\?state=.*issued/);
  });

  it('asks for nothing beside the cases where there is nothing to see', async () => {
    answer('get', '/cases', { items: [caseSummary()], next_cursor: null, total: null });
    openSignedIn('/', as('mediator', ['home', 'cases']));
    expect(await screen.findByRole('link', { name: /楼上漏水协商不成/ })).toBeVisible();
    expect(screen.queryByRole('region', { name: '来访来电' })).not.toBeInTheDocument();
  });

  it('forgets its list with every other list once a case changed', () => {
    expect(mineOptions().queryKey.slice(0, caseKeys.list.length)).toEqual(caseKeys.list);
  });
});
