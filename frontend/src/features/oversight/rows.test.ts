import { describe, expect, it } from 'vitest';
import { toRows } from './rows';

describe('the rows behind a figure', () => {
  it('are the page with the same filters', () => {
    expect(toRows('/cases?is_ping_pong=true&status=registered&status=returned')).toEqual({
      to: '/cases',
      search: { is_ping_pong: 'true', status: ['registered', 'returned'] },
    });
    expect(toRows('/cases/late?holder_kind=dispatcher')).toEqual({
      to: '/late',
      search: { holder_kind: 'dispatcher' },
    });
    expect(toRows('/visits?state=open&is_overdue=true').to).toBe('/visits');
  });
});
