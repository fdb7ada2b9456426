import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Oversight } from '../../shared/api/types';
import { me } from '../../testing/factories';
import { answer } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const page: Oversight = {
  as_of: '2026-11-20T01:30:00Z',
  center: { id: 'c-1', name: '演示县综治中心' },
  scope: '由本综治中心负责',
  figures: [
    {
      code: 'late',
      name: '超期案件',
      value: 7,
      is_capped: false,
      counting_unit: 'case',
      definition: '下一时限已过的在办案件',
      rows: '/cases?queue=overdue',
    },
    {
      code: 'visits_overdue',
      name: '逾期未登记',
      value: 1000,
      is_capped: true,
      counting_unit: 'visit',
      definition: '超过登记时限的来访来电',
      rows: '/visits?state=open&is_overdue=true',
    },
  ],
  month_shares: [
    {
      code: 'on_time_unextended',
      name: '按期办结（不计延期）',
      month: '2026-11',
      part: 1,
      whole: 2,
      counting_unit: 'time',
      definition: '不计延期均未超过时限的',
      as_of: '2026-11-20T01:30:00Z',
      rows: '/reports/monthly/rows?month=2026-11&cell=on_time_unextended',
    },
  ],
  late_by_holder: [
    {
      holder_kind: 'department',
      department_id: 'd-1',
      name: '住建局',
      cases: 3,
      seconds: 90_000,
      rows: '/cases/late?holder_kind=department&holder_department_id=d-1',
    },
  ],
  is_late_capped: true,
  ping_pong_pairs: [],
  is_ping_pong_capped: false,
};

describe('one page of truth', () => {
  it('gives each figure its definition, its unit and the rows behind it', async () => {
    answer('get', '/oversight', page);
    openSignedIn('/oversight', me({ nav: ['home', 'oversight'] }));
    const late = await screen.findByTestId('figure-late');
    expect(late).toHaveTextContent('7 件');
    expect(late).toHaveTextContent('口径：下一时限已过的在办案件');
    expect(late).toHaveAttribute('href', '/cases?queue=overdue');
    expect(screen.getByTestId('share-on_time_unextended')).toHaveTextContent('50.0%（1/2）');
    expect(screen.getByTestId('figure-visits_overdue')).toHaveTextContent('1000 以上');
    expect(screen.getByRole('link', { name: '查看明细：住建局' })).toHaveAttribute(
      'href',
      '/late?holder_kind=department&holder_department_id=d-1',
    );
    expect(screen.getByText(/只统计超期最久的 1000 件/)).toBeInTheDocument();
    expect(screen.getByText('没有来回退转的在办案件。')).toBeInTheDocument();
    expect(screen.queryByText(/只统计其中 1000 件/)).not.toBeInTheDocument();
    expect(screen.getByText(/截至 2026-11-20 09:30/)).toBeInTheDocument();
  });
});
