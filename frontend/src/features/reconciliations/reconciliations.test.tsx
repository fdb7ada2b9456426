import { screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Reconciliation, ReconciliationItem } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me } from '../../testing/factories';
import { answer } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });
const figures = { listed: 40, matched: 36, perhaps: 2, unmatched: 2 };
const rate = { permyriad: 500, lower: 138, upper: 1651 };
const housing = { id: 'd-1', name: '县住建局' };

const run: Reconciliation = {
  id: 'run-1',
  center: { id: 'c-1', name: '示范县综治中心' },
  source_system: '12345',
  month: '2026-10',
  figures,
  repeated: 0,
  beyond: 1,
  missed_rate: rate,
  units: [{ unit: housing.name, department: housing, figures, missed_rate: rate }],
  list_hash: 'b5bb',
  run_by: { id: 'p-1', name: '杜督' },
  created_at: AT,
  updated_at: AT,
  version: 1,
};

const item: ReconciliationItem = {
  id: 'i-1',
  reconciliation_id: 'run-1',
  number: 'XF-2026-00007',
  unit: housing.name,
  department: housing,
  received_on: '2026-10-03',
  state: 'unmatched',
  ground: null,
  case: null,
  question: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['ask'],
  refused_actions: {},
};

beforeEach(answerReference);

describe('a reconciliation', () => {
  it('tells what is missing by name, and by unit with its interval', async () => {
    answer('get', '/reconciliations/run-1', run);
    answer('get', '/reconciliations/run-1/items', page([item]));
    openSignedIn('/reconciliations/run-1', me({ nav: ['home', 'reconciliations'] }));
    const units = await screen.findByRole('region', { name: '各单位情况' });
    expect(units).toHaveTextContent('5.00%（1.38% 至 16.51%）');
    const row = await screen.findByRole('row', { name: /XF-2026-00007/ });
    expect(within(row).getByRole('button', { name: '询问单位' })).toBeEnabled();
  });

  it('lets a unit be chosen where the list names none', async () => {
    const nameless: ReconciliationItem = {
      ...item,
      unit: '某办',
      department: null,
      allowed_actions: [],
      refused_actions: { ask: 'reconciliation.unit_unknown' },
    };
    const refused = { ask: 'auth.not_allowed' };
    const other = { ...nameless, id: 'i-2', number: 'XF-2026-00008', refused_actions: refused };
    answer('get', '/reconciliations/run-1', run);
    answer('get', '/reconciliations/run-1/items', page([nameless, other]));
    openSignedIn('/reconciliations/run-1', me({ nav: ['home', 'reconciliations'] }));
    const row = await screen.findByRole('row', { name: /XF-2026-00007/ });
    expect(within(row).getByRole('button', { name: '询问单位' })).toBeEnabled();
    const second = await screen.findByRole('row', { name: /XF-2026-00008/ });
    expect(within(second).queryByRole('button')).toBeNull();
  });

  it('is run by who may, from a pasted list', async () => {
    answer('get', '/reconciliations', page([]));
    answer('get', '/adapters', page([]));
    const as = me({ nav: ['home', 'reconciliations', 'reconciliation_new'] });
    const { user } = openSignedIn('/reconciliations', as);
    await user.click(await screen.findByRole('button', { name: '新建比对' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText('编号名单'));
    await user.paste('XF-2026-00007\t县住建局\t2026-10-03\nXF-2026-00008');
    expect(await within(dialog).findByText('已读入 2 个编号')).toBeInTheDocument();
  });

  it('is only read by everybody else', async () => {
    answer('get', '/reconciliations', page([]));
    openSignedIn('/reconciliations', me({ nav: ['home', 'reconciliations'] }));
    expect(await screen.findByText('还没有比对。')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '新建比对' })).toBeNull();
  });
});
