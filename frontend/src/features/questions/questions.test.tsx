import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me } from '../../testing/factories';
import { answer, json } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const question: Question = {
  id: 'q-1',
  kind: 'silence',
  kind_name: '登记量明显减少',
  question: '2026-11-02 至 2026-11-15，柳树村登记 0 件。是否有未登记的矛盾纠纷？',
  center: { id: 'c-1', name: '示范县综治中心' },
  department: null,
  region: { id: 'r-1', name: '柳树村' },
  window_from: '2026-11-02',
  window_to: '2026-11-15',
  facts: { count: 0, of: null, expected_tenths: 84, minutes: null, hours: null, days: null },
  cases: {
    registering_unit_id: 'r-1',
    registered_from: '2026-11-02',
    registered_to: '2026-11-15',
  },
  number: null,
  state: 'open',
  ground: null,
  answer: null,
  answered_by: null,
  answered_at: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['answer'],
  refused_actions: {},
};

const as = me({ nav: ['home', 'cases', 'questions'] });

beforeEach(answerReference);

describe('questions to units', () => {
  it('ask, lead to the cases they are about, and are answered once', async () => {
    answer('get', '/questions', page([question]));
    let sent: unknown;
    answer('post', '/questions/q-1/actions/answer', async (request) => {
      sent = [request.headers.get('If-Match'), await request.json()];
      return json({ ...question, state: 'answered', allowed_actions: [], version: 2 });
    });
    const { user } = openSignedIn('/questions', as);
    const row = await screen.findByRole('row', { name: /柳树村登记 0 件/ });
    const link = within(row).getByRole('link', { name: '查看所涉案件' });
    expect(link.getAttribute('href')).toContain('registering_unit_id=r-1');
    await user.click(within(row).getByRole('button', { name: /答\s*复/ }));
    const dialog = await screen.findByRole('dialog');
    // Who was not asked about a number can only explain.
    expect(within(dialog).queryByText('不属于本单位')).toBeNull();
    await user.type(within(dialog).getByLabelText('说明'), '村民均到县中心反映');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    const body = { ground: 'explained', answer: '村民均到县中心反映' };
    await waitFor(() => expect(sent).toEqual(['"1"', body]));
  });

  it('say when nothing is asked', async () => {
    answer('get', '/questions', page([]));
    openSignedIn('/questions', as);
    expect(await screen.findByText('没有核实事项。')).toBeInTheDocument();
  });
});
