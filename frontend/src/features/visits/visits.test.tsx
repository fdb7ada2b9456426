import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Visit } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const clerk = { id: 'p-1', name: '李雪梅' };

function visit(over: Partial<Visit> = {}): Visit {
  return {
    id: 'v-1',
    center: { id: 'c-1', name: '演示县综治中心' },
    channel: 'walk_in',
    subject: '咨询拖欠工资',
    people_count: 1,
    came_at: AT,
    due_at: '2026-11-20T15:59:59Z',
    is_overdue: true,
    state: 'open',
    asked_person: clerk,
    noted_by: clerk,
    owner: { person: clerk, department: null, since: AT },
    offer: null,
    close_reason_code: null,
    guided_department: null,
    ended_at: null,
    case: null,
    chain: [
      {
        seq: 1,
        kind: 'noted',
        kind_name: '首问记录',
        actor: clerk,
        person: clerk,
        department: null,
        note: null,
        at: AT,
      },
    ],
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['hand_over', 'close', 'link'],
    refused_actions: {},
    ...over,
  };
}

const as = me({ nav: ['home', 'register', 'visits', 'visit_new'] });

beforeEach(() => {
  answerReference();
  answer('get', '/visits', { items: [visit()], next_cursor: null, total: null });
});

describe('the list of visits', () => {
  it('says what is overdue and leads to its registration', async () => {
    openSignedIn('/visits?state=open', as);
    const row = await screen.findByRole('row', { name: /咨询拖欠工资/ });
    expect(row).toHaveTextContent('已逾期');
    const link = within(row).getByRole('link', { name: '登记为案件' });
    expect(link).toHaveAttribute('href', '/register?visit_id=v-1');
  });

  it('asks for what the chosen view holds', async () => {
    let asked = '';
    answer('get', '/visits', (request) => {
      asked = new URL(request.url).search;
      return json({ items: [], next_cursor: null, total: null });
    });
    const { user } = openSignedIn('/visits', as);
    await user.click(await screen.findByText('逾期未登记'));
    await waitFor(() => expect(asked).toContain('is_overdue=true'));
    expect(await screen.findByText('没有符合条件的来访来电。')).toBeInTheDocument();
  });

  it('offers to note one only to who may', async () => {
    openSignedIn('/visits', me({ nav: ['home', 'visits'] }));
    expect(await screen.findByRole('row', { name: /咨询拖欠工资/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: '记录来访来电' })).not.toBeInTheDocument();
  });

  it('notes one with the channel alone', async () => {
    let sent: unknown;
    answer('post', '/visits', async (request) => {
      sent = await request.json();
      return json(visit(), 201);
    });
    const { user } = openSignedIn('/visits', as);
    await user.click(await screen.findByRole('button', { name: '记录来访来电' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await waitFor(() => expect(sent).toEqual({ channel: 'walk_in', people_count: 1 }));
  });
});

describe('one visit', () => {
  it('is handed over to a person the server names', async () => {
    answer('get', '/visits/v-1', visit());
    const asked: string[] = [];
    answer('get', '/visits/v-1/receivers', (request) => {
      asked.push(new URL(request.url).search);
      return json({ items: [{ id: 'p-7', name: '范流' }], next_cursor: null, total: 1 });
    });
    let sent: unknown;
    answer('post', '/visits/v-1/actions/hand_over', async (request) => {
      sent = await request.json();
      return json(visit({ version: 2, allowed_actions: [] }));
    });
    const { user } = openSignedIn('/visits', as);
    await user.click(await screen.findByRole('button', { name: /详\s*情/ }));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('button', { name: /移\s*交/ }));
    await user.click(within(dialog).getByLabelText('个人'));
    const receiver = within(dialog).getByRole('combobox', { name: '接收人' });
    await user.click(receiver);
    await user.type(receiver, '范');
    await waitFor(() => expect(asked.at(-1)).toBe(`?q=${encodeURIComponent('范')}`));
    await user.click(await screen.findByTitle('范流'));
    const submit = within(dialog)
      .getAllByRole('button', { name: /移\s*交/ })
      .at(-1);
    await user.click(submit as HTMLElement);
    await waitFor(() => expect(sent).toEqual({ person_id: 'p-7' }));
  });

  it('shows who was faster, and keeps what was filled in', async () => {
    answer('get', '/visits/v-1', visit());
    const versions: (string | null)[] = [];
    answer('post', '/visits/v-1/actions/hand_over', (request) => {
      versions.push(request.headers.get('If-Match'));
      return problemResponse(problem(412, 'request.stale_version'));
    });
    const { user } = openSignedIn('/visits', as);
    await user.click(await screen.findByRole('button', { name: /详\s*情/ }));
    const dialog = await screen.findByRole('dialog');
    await user.click(await within(dialog).findByRole('button', { name: /移\s*交/ }));
    await user.click(within(dialog).getByRole('combobox', { name: '接收单位' }));
    await user.click(await screen.findByTitle('住建局'));
    await user.type(within(dialog).getByLabelText('说明'), '请答复');
    const step = {
      seq: 2,
      kind: 'accepted' as const,
      kind_name: '接收',
      actor: { id: 'p-9', name: '周建国' },
      person: null,
      department: null,
      note: null,
      at: AT,
    };
    answer('get', '/visits/v-1', visit({ version: 2, chain: [...visit().chain, step] }));
    const submit = within(dialog)
      .getAllByRole('button', { name: /移\s*交/ })
      .at(-1);
    await user.click(submit as HTMLElement);
    const row = await within(dialog).findByRole('row', { name: /经手过程|流转/ });
    expect(row).toHaveTextContent('接收 · 周建国');
    expect(within(dialog).queryByRole('alert')).not.toBeInTheDocument();
    expect(within(dialog).getByLabelText('说明')).toHaveValue('请答复');
    await user.click(within(dialog).getByRole('button', { name: '仍按我的办' }));
    await waitFor(() => expect(versions).toEqual(['"1"', '"2"']));
  });

  it('is accepted in its version and shows the chain', async () => {
    const offered = visit({
      version: 2,
      offer: { person: null, department: { id: 'd-1', name: '住建局' }, at: AT },
      allowed_actions: ['accept'],
    });
    answer('get', '/visits/v-1', offered);
    let seen: string | null = null;
    answer('post', '/visits/v-1/actions/accept', (request) => {
      seen = request.headers.get('if-match');
      return json(visit({ version: 3, allowed_actions: [] }));
    });
    const { user } = openSignedIn('/visits', as);
    await user.click(await screen.findByRole('button', { name: /详\s*情/ }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/首问记录/)).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: /接\s*收/ }));
    await waitFor(() => expect(seen).toBe('"2"'));
  });
});
