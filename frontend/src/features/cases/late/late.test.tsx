import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { caseSummary, me } from '../../../testing/factories';
import { answer, json } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';
import { parseLateSearch } from './late-search';

const housing = { kind: 'department', name: '住建局', department_id: 'd-1', seconds: 400_000 };
const dispatcher = { kind: 'dispatcher', name: '分流岗', department_id: null, seconds: 100_000 };

describe('late cases', () => {
  it('say whose time was used most, and narrow to one holder', async () => {
    let asked = '';
    answer('get', '/cases/late', (request) => {
      asked = new URL(request.url).search;
      const late = {
        case: caseSummary({ lamp: 'red' }),
        overdue_seconds: 90_000,
        holder: housing,
        holders: [housing, dispatcher],
        total_seconds: 500_000,
      };
      return json({ items: [late], next_cursor: null, total: null });
    });
    const { user } = openSignedIn('/late', me({ nav: ['home', 'late'] }));
    const row = await screen.findByRole('row', { name: /楼上漏水/ });
    expect(row).toHaveTextContent('占 80.0%');
    expect(row).toHaveTextContent('1 天 1 小时');
    await user.click(within(row).getByRole('link', { name: /住建局/ }));
    expect(await screen.findByRole('link', { name: '全部超期案件' })).toBeVisible();
    expect(asked).toContain('holder_kind=department');
    expect(asked).toContain('holder_department_id=d-1');
  });

  it('read no filter from the address that the list does not have', () => {
    expect(parseLateSearch({ holder_kind: 'nobody', other: '1' })).toEqual({});
    const director = { holder_kind: 'director', holder_center_id: 'c-1' } as const;
    expect(parseLateSearch({ ...director, holder_department_id: '' })).toEqual(director);
  });
});
