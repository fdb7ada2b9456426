import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SavedView } from '../../../shared/api/types';
import { answerReference } from '../../../testing/answers';
import { caseSummary, me, problem } from '../../../testing/factories';
import { answer, json, problemResponse } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';
import { isSameSearch, searchOfView } from './case-search';

const view = (over: Partial<SavedView>): SavedView => ({
  id: 'v-1',
  name: '退回给我的',
  origin: 'shipped',
  role: 'dispatcher',
  person: null,
  filters: { queue: 'mine', status: ['returned'], sort: 'due_at' },
  columns: [],
  is_hidden: false,
  created_at: null,
  updated_at: null,
  version: 1,
  allowed_actions: [],
  ...over,
});

const own = view({
  id: 'v-2',
  name: '急件',
  origin: 'own',
  role: null,
  filters: { lamp: ['red'] },
  columns: ['limit', 'people'],
  allowed_actions: ['update', 'remove'],
});

const page = (items: SavedView[]) => ({ items, next_cursor: null, total: items.length });

beforeEach(() => {
  localStorage.clear();
  answerReference();
  answer('get', '/cases', { items: [caseSummary()], next_cursor: null, total: null });
  answer('get', '/views', page([view({}), own]) as never);
});

describe('saved views', () => {
  it('open their filters and columns', async () => {
    const { user, router } = openSignedIn('/cases');
    await user.click(await screen.findByRole('button', { name: '急件' }));
    await waitFor(() => expect(router.state.location.searchStr).toBe('?lamp=red'));
    expect(screen.getByRole('button', { name: '急件', pressed: true })).toBeVisible();
    expect(screen.getByRole('columnheader', { name: '件 / 人' })).toBeVisible();
    expect(screen.queryByRole('columnheader', { name: '当前责任方' })).not.toBeInTheDocument();
  });

  it('say that they did not load, and load when asked again', async () => {
    answer('get', '/views', () => problemResponse(problem(503, 'server.busy')));
    const { user } = openSignedIn('/cases');
    const bar = await screen.findByRole('region', { name: '常用视图' });
    const again = await within(bar).findByRole('button', { name: /重\s*试/ });
    answer('get', '/views', page([own]) as never);
    await user.click(again);
    expect(await within(bar).findByRole('button', { name: '急件' })).toBeVisible();
    expect(within(bar).queryByRole('alert')).not.toBeInTheDocument();
  });

  it('save what stands in the address, for a role where one is chosen', async () => {
    let sent: unknown;
    answer('post', '/views', async (request) => {
      sent = await request.json();
      return json(own as never, 201);
    });
    const publisher = me({ nav: [...me().nav, 'view_publish'] });
    const { user } = openSignedIn('/cases?status=registered&sort=due_at', publisher);
    await user.click(await screen.findByRole('button', { name: '保存为常用视图' }));
    await user.type(await screen.findByLabelText('名称'), '待分流');
    await user.click(screen.getByLabelText('发布给本中心的岗位'));
    await user.click(await screen.findByTitle('综合窗口人员'));
    await user.click(screen.getByRole('button', { name: /^保\s*存$/ }));
    await waitFor(() => expect(sent).toBeDefined());
    expect(sent).toMatchObject({
      name: '待分流',
      role: 'clerk',
      filters: { status: ['registered'], sort: 'due_at' },
    });
  });

  it('are published by whom the server lets', async () => {
    const { user } = openSignedIn('/cases?status=registered');
    await user.click(await screen.findByRole('button', { name: '保存为常用视图' }));
    expect(await screen.findByLabelText('名称')).toBeVisible();
    expect(screen.queryByLabelText('发布给本中心的岗位')).not.toBeInTheDocument();
  });

  it('are hidden, ordered and removed for oneself', async () => {
    const arranged: unknown[] = [];
    answer('post', '/views/actions/arrange', async (request) => {
      arranged.push(await request.json());
      return json(page([own, view({ is_hidden: true })]) as never);
    });
    let removed: string | null = null;
    answer('post', '/views/v-2/actions/remove', (request) => {
      removed = request.headers.get('if-match');
      return json(own as never);
    });
    const { user } = openSignedIn('/cases');
    await user.click(await screen.findByRole('button', { name: '管理视图' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByRole('button', { name: '删除视图：退回给我的' })).not.toBeInTheDocument();
    await user.click(dialog.getByRole('button', { name: '下移：退回给我的' }));
    await waitFor(() => expect(arranged).toHaveLength(1));
    expect(arranged[0]).toEqual({
      places: [
        { id: 'v-2', is_hidden: false },
        { id: 'v-1', is_hidden: false },
      ],
    });
    expect(await dialog.findByText(/已隐藏/)).toBeVisible();
    await user.click(dialog.getByRole('button', { name: '删除视图：急件' }));
    await waitFor(() => expect(removed).toBe('"1"'));
  });

  it('kept on this PC go to the account once', async () => {
    const local = [{ name: '旧视图', search: { lamp: ['yellow'] }, columns: ['limit'] }];
    localStorage.setItem('zongzhi.views.cases.u-1', JSON.stringify(local));
    const sent: unknown[] = [];
    answer('post', '/views', async (request) => {
      sent.push(await request.json());
      return json(own as never, 201);
    });
    openSignedIn('/cases');
    expect(await screen.findByText('已把本机保存的 1 个视图转存到账号')).toBeVisible();
    expect(sent).toEqual([
      { name: '旧视图', role: null, filters: { lamp: ['yellow'] }, columns: ['limit'] },
    ]);
    expect(localStorage.getItem('zongzhi.views.cases.u-1')).toBeNull();
  });
});

describe('the filters of a view', () => {
  it('are shown whole or not at all', () => {
    expect(searchOfView({ region_id: ['r-1'], type_code: ['02'], owner: ['director'] })).toEqual({
      region_id: 'r-1',
      type_code: '02',
      owner: ['director'],
    });
    expect(searchOfView({ region_id: ['r-1', 'r-2'] })).toBeNull();
    expect(searchOfView({ source_system: '12345' })).toBeNull();
  });

  it('are the same in any order', () => {
    expect(isSameSearch({ q: 'a', sort: 'due_at' }, { sort: 'due_at', q: 'a' })).toBe(true);
    expect(isSameSearch({ q: 'a' }, { q: 'b' })).toBe(false);
    expect(isSameSearch({ queue: 'mine' }, { queue: 'mine', sort: 'due_at' })).toBe(true);
  });
});
