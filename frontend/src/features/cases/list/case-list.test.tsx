import { cleanup, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerReference } from '../../../testing/answers';
import { caseSummary, me } from '../../../testing/factories';
import { answer, json } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';
import { parseCaseSearch } from './case-search';

let asked: URLSearchParams[] = [];

beforeEach(() => {
  asked = [];
  answerReference();
  answer('get', '/cases', (request) => {
    const { searchParams } = new URL(request.url);
    asked.push(searchParams);
    if (searchParams.get('cursor') === 'next') {
      return json({ items: [caseSummary({ id: 'case-2', title: '第二页' })], next_cursor: null });
    }
    const total = searchParams.get('count') ? 134 : null;
    return json({ items: [caseSummary()], next_cursor: 'next', total });
  });
});

describe('the case list', () => {
  it('asks for what the address says', async () => {
    openSignedIn('/cases?status=dispatched&status=returned&queue=mine&region_id=r-1&q=漏水');
    await screen.findByRole('link', { name: /楼上漏水协商不成/ });
    const [query] = asked;
    expect(query?.getAll('status')).toEqual(['dispatched', 'returned']);
    expect(query?.get('queue')).toBe('mine');
    expect(query?.getAll('region_id')).toEqual(['r-1']);
    expect(query?.get('q')).toBe('漏水');
  });

  it('goes through a queue by its limits, unless told otherwise', async () => {
    const { user, router } = openSignedIn('/cases?queue=mine');
    await screen.findByRole('link', { name: /楼上漏水协商不成/ });
    expect(asked[0]?.get('sort')).toBe('due_at');
    await user.click(screen.getByRole('combobox', { name: '排序' }));
    await user.click(await screen.findByTitle('最近登记在前'));
    await waitFor(() => expect(asked.at(-1)?.get('sort')).toBe('-registered_at'));
    expect(router.state.location.searchStr).toContain('sort=-registered_at');
  });

  it('leaves the columns of one person to that person on a shared PC', async () => {
    const { user } = openSignedIn('/cases');
    const owner = { name: '当前责任方' };
    expect(await screen.findByRole('columnheader', owner)).toBeVisible();
    await user.click(screen.getByRole('button', { name: /显示列/ }));
    await user.click(await screen.findByRole('checkbox', owner));
    await waitFor(() => expect(screen.queryByRole('columnheader', owner)).not.toBeInTheDocument());
    cleanup();
    openSignedIn('/cases', me({ user: { ...me().user, id: 'u-2' } }));
    expect(await screen.findByRole('columnheader', owner)).toBeVisible();
  });

  it('never sends a parameter the API does not know', async () => {
    openSignedIn('/cases?utm_source=mail&queue=nonsense');
    await screen.findByRole('link', { name: /楼上漏水协商不成/ });
    expect([...(asked[0]?.keys() ?? [])]).toEqual(['limit']);
  });

  it('shows a dispatcher what was handed between levels as lists of their own', async () => {
    const { user, router } = openSignedIn('/cases');
    await screen.findByRole('link', { name: /楼上漏水协商不成/ });
    expect(screen.getAllByRole('link', { name: '全部案件', current: 'page' })).not.toHaveLength(0);
    await user.click(screen.getAllByRole('link', { name: '上报' })[0] as HTMLElement);
    await waitFor(() => expect(router.state.location.searchStr).toBe('?handed=up'));
    await waitFor(() => expect(asked.at(-1)?.get('handed')).toBe('up'));
    expect(screen.getByRole('heading', { level: 1, name: '上报' })).toBeVisible();
    expect(
      screen.queryByRole('link', { name: '全部案件', current: 'page' }),
    ).not.toBeInTheDocument();
  });

  it('calls what waits for a leader the cases in the leader’s charge', async () => {
    const [dispatcher] = me().capacities;
    if (!dispatcher) throw new Error('the factory gives one capacity');
    openSignedIn('/cases?queue=mine', me({ capacities: [{ ...dispatcher, role: 'leader' }] }));
    expect(await screen.findByRole('heading', { level: 1, name: '我包的案' })).toBeVisible();
    expect(screen.queryByRole('link', { name: '上报' })).not.toBeInTheDocument();
  });

  it('writes the filters into the address', async () => {
    const { user, router } = openSignedIn('/cases');
    await screen.findByRole('link', { name: /楼上漏水协商不成/ });
    await user.type(screen.getByLabelText('查找内容'), '工资{Enter}');
    await waitFor(() => expect(router.state.location.searchStr).toBe('?q=%E5%B7%A5%E8%B5%84'));
    expect(asked.at(-1)?.get('q')).toBe('工资');
  });

  it('loads on from where the last page ended', async () => {
    const { user } = openSignedIn('/cases');
    await user.click(await screen.findByRole('button', { name: '加载更多' }));
    expect(await screen.findByRole('link', { name: /第二页/ })).toBeVisible();
    expect(screen.getByText('已全部显示，共 2 件')).toBeVisible();
  });

  it('counts everything only when asked', async () => {
    const { user } = openSignedIn('/cases');
    await user.click(await screen.findByRole('button', { name: '统计总数' }));
    expect(await screen.findByText('共 134 件')).toBeVisible();
  });

  it('tells a limit in words beside its shape', async () => {
    openSignedIn('/cases');
    expect(await screen.findByText('剩 1 个工作日')).toHaveTextContent('△');
  });

  it('moves through the rows with j and k', async () => {
    const { user } = openSignedIn('/cases');
    const row = await screen.findByRole('link', { name: /楼上漏水协商不成/ });
    await user.keyboard('j');
    expect(row).toHaveFocus();
  });
});

describe('reading an address', () => {
  it('leaves out what is empty or unknown', () => {
    expect(parseCaseSearch({ status: '', q: '  ', queue: 'x', lamp: 'red', other: 1 })).toEqual({
      lamp: ['red'],
    });
  });
});
