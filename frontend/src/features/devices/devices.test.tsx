import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me } from '../../testing/factories';
import { answer, json } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-03-02T01:00:00Z';
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const device: Device = {
  id: 'dv-1',
  national_code: '99010100001320000001',
  name: '人民广场东入口',
  center: { id: 'c-1', name: '演示县综治中心' },
  region: { id: 'r-1', code: '990101', name: '演示县' },
  address: null,
  lng: null,
  lat: null,
  owner_department: null,
  state: 'in_use',
  state_name: '在用',
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['look', 'read_looks'],
};

const nav = ['home', 'devices'];

beforeEach(() => {
  answerReference();
  answer('get', '/devices', page([device]));
  answer('get', '/devices/dv-1', device);
  answer('get', '/devices/dv-1/looks', page([]));
});

describe('a look through a device', () => {
  it('needs a reason, and comes back as a link to open', async () => {
    let sent: unknown;
    answer('post', '/devices/dv-1/actions/look', async (request) => {
      sent = await request.json();
      const url = 'https://video.example.cn/player#ticket=t';
      return json({ id: 'l-1', url, expires_at: '2026-03-02T01:02:00Z' });
    });
    const { user } = openSignedIn('/devices', me({ nav }));
    await user.click(await screen.findByRole('button', { name: '调看：人民广场东入口' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('调看理由'), '核实');
    await user.click(within(dialog).getByRole('button', { name: /调\s*看/ }));
    expect(await within(dialog).findByText('理由至少 5 个字')).toBeInTheDocument();
    await user.type(within(dialog).getByLabelText('调看理由'), '占道堵路现场');
    await user.click(within(dialog).getByRole('button', { name: /调\s*看/ }));
    await waitFor(() => expect(sent).toEqual({ reason: '核实占道堵路现场' }));
    const link = await screen.findByRole('link', { name: '打开视频平台' });
    expect(link).toHaveAttribute('href', 'https://video.example.cn/player#ticket=t');
  });

  it('is told to who may read the log, without a case that is not theirs', async () => {
    answer(
      'get',
      '/devices/dv-1/looks',
      page([
        {
          id: 'l-1',
          person: { id: 'p-2', name: '范流' },
          capacity_id: 'cap-2',
          reason: '核实占道堵路现场',
          is_for_case: true,
          case_id: null,
          at: AT,
          expires_at: AT,
        },
      ]),
    );
    openSignedIn('/devices/dv-1', me({ nav }));
    expect(await screen.findByText('范流')).toBeInTheDocument();
    expect(screen.getByText('有（无权查看）')).toBeInTheDocument();
  });
});
