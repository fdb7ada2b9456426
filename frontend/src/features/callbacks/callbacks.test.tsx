import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Callback, Signal } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { caseSummary, me } from '../../testing/factories';
import { answer, json } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const callback: Callback = {
  id: 'case-1',
  case: caseSummary({ id: 'case-1', title: '楼上漏水' }),
  since: AT,
  is_sampled: true,
  percent: 50,
  attempts: [{ at: AT, on: '2026-11-20', reached: false }],
  failed_days: 1,
  next_attempt_on: '2026-11-23',
  rating: { solved: false, fairly_treated: true, at: AT },
  open_signals: 1,
  created_at: AT,
  updated_at: AT,
  version: 5,
  allowed_actions: ['record_callback'],
  refused_actions: {},
};

const signal: Signal = {
  id: 's-1',
  case: { id: 'case-1', case_no: '990101-20261120-000001' },
  kind: 'identical_text',
  kind_name: '评语雷同',
  question: '群众评价的文字与其他 3 件相同，是否为本人所说？',
  source: 'rating',
  complaint: null,
  state: 'open',
  answer: null,
  answered_by: null,
  answered_at: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['answer'],
  refused_actions: {},
};

const as = me({ nav: ['home', 'cases', 'callbacks', 'callback_queue'] });
const director = me({ nav: ['home', 'cases', 'callbacks'] });

beforeEach(answerReference);

describe('callbacks', () => {
  it('say whom to call, what was tried, and what the citizen answered', async () => {
    answer('get', '/callbacks', page([callback]));
    openSignedIn('/callbacks', as);
    const row = await screen.findByRole('row', { name: /楼上漏水/ });
    expect(row).toHaveTextContent('必须回访（抽样 50%）');
    expect(row).toHaveTextContent('1 天未联系上');
    expect(row).toHaveTextContent('2026-11-23');
    expect(row).toHaveTextContent('是否解决：否；是否公正：是');
    expect(row).toHaveTextContent('1 个疑点待核实');
  });

  it('are asked for what the quota takes, beside what is due', async () => {
    const asked: string[] = [];
    answer('get', '/callbacks', (request) => {
      asked.push(new URL(request.url).search);
      return json(page([callback]));
    });
    const { user } = openSignedIn('/callbacks?is_due=true', as);
    await user.click(await screen.findByText('抽中必访'));
    await waitFor(() => expect(asked.at(-1)).toContain('is_sampled=true'));
    expect(asked.at(-1)).toContain('is_due=true');
  });

  it('say where to look when nothing waits', async () => {
    answer('get', '/callbacks', page([]));
    openSignedIn('/callbacks', as);
    expect(await screen.findByText(/没有等待回访的案件/)).toBeInTheDocument();
  });

  it('start with the questions for who calls nobody', async () => {
    answer('get', '/callbacks/signals', page([signal]));
    // Not by its address either: the server would refuse it.
    openSignedIn('/callbacks?tab=queue', director);
    expect(await screen.findByRole('row', { name: /是否为本人所说/ })).toBeVisible();
    expect(screen.queryByRole('tab', { name: '待回访' })).not.toBeInTheDocument();
  });

  it('answer a question with what was found out', async () => {
    answer('get', '/callbacks/signals', page([signal]));
    let sent: unknown;
    answer('post', '/callbacks/signals/s-1/actions/answer', async (request) => {
      sent = [request.headers.get('If-Match'), await request.json()];
      return json({ ...signal, state: 'answered', allowed_actions: [], version: 2 });
    });
    const { user } = openSignedIn('/callbacks?tab=signals', as);
    const row = await screen.findByRole('row', { name: /是否为本人所说/ });
    await user.click(within(row).getByRole('button', { name: /核\s*实/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('核实情况'), '均为本人评价');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await waitFor(() => expect(sent).toEqual(['"1"', { answer: '均为本人评价' }]));
  });

  it('show the quotas with their source; setting one is for who may', async () => {
    const quota = {
      id: 'q-1',
      level: 'simple',
      department: null,
      version: 1,
      percent: 20,
      source: '建议值，待县里确认',
      source_en: null,
      valid_from: '2000-01-01',
      is_in_force: true,
      created_at: AT,
    };
    answer('get', '/callbacks/quotas', page([quota]));
    openSignedIn('/callbacks?tab=quotas', as);
    expect(await screen.findByRole('row', { name: /简单.*20%.*建议值/ })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '设定比例' })).toBeNull();
  });
});
