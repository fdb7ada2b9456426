import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const field = { required: false, yes: [], no: [] };

const adapter: Adapter = {
  code: 'hotline_12345',
  name: '12345政务服务便民热线工单',
  system: '12345',
  channel: 'hotline_12345',
  is_active: true,
  source: 'DB44/T 2479—2024附录A',
  reason: null,
  updated_at: null,
  version: 1,
  allowed_actions: ['try', 'update'],
  definition: {
    number: '/order_no',
    fields: [
      { ...field, to: 'title', from: ['/title'], rule: 'text', required: true },
      { ...field, to: 'type_code', from: ['/category_code'], rule: 'code', table: 'category' },
    ],
    parties: [
      {
        role: 'applicant',
        kind: 'person',
        fields: [{ ...field, to: 'name', from: ['/caller/name'], rule: 'text' }],
      },
    ],
    anonymous_without_parties: true,
    tables: [
      {
        code: 'category',
        source: 'DB44/T 2479—2024附录A',
        by_prefix: true,
        otherwise: '99',
        rows: [{ from: '0306', to: '0402' }],
      },
    ],
    refusals: [
      {
        code: 'invalid_request',
        name: '无效诉求',
        source: 'DB44/T 2479—2024附录A 9907',
        from: '/category_code',
        values: ['9907'],
        by_prefix: true,
        ground_codes: [],
      },
    ],
    statuses: [{ status: 'in_progress', word: '办理中' }],
  },
  example: { order_no: '1' },
};

const nav = ['home', 'adapters'];

beforeEach(() => {
  answerReference();
  answer('get', '/adapters', page([adapter]));
  answer('get', '/adapters/hotline_12345', adapter);
  answer('get', '/adapters/hotline_12345/messages', page([]));
});

describe('an adapter', () => {
  it('shows field by field where a case comes from, and why none is made', async () => {
    openSignedIn('/adapters/hotline_12345', me({ nav }));
    const [fields] = await screen.findAllByRole('region', { name: '字段对照' });
    expect(fields).toHaveTextContent('/category_code');
    expect(fields).toHaveTextContent('代码对照表“category”');
    expect(screen.getByText('/category_code 以 9907 开头')).toBeInTheDocument();
    expect(screen.getByText('无效诉求')).toBeInTheDocument();
    expect(await screen.findByText('还没有收到报文。')).toBeInTheDocument();
  });

  it('tells what of a pasted message does not fit, where it stands', async () => {
    answer('post', '/adapters/hotline_12345/actions/try', {
      is_acceptable: false,
      number: '1',
      case: null,
      refusal: null,
      problems: [{ pointer: '/accepted_at', code: 'adapter.not_a_time', detail: '不是约定的格式' }],
    });
    const { user } = openSignedIn('/adapters/hotline_12345', me({ nav }));
    const text = await screen.findByLabelText('报文');
    fireEvent.change(text, { target: { value: 'no JSON' } });
    await user.click(screen.getByRole('button', { name: /试\s*读/ }));
    expect(await screen.findByText('不是有效的 JSON 对象')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: '填入示例' }));
    await user.click(screen.getByRole('button', { name: /试\s*读/ }));
    expect(await screen.findByText('不能登记')).toBeInTheDocument();
    expect(screen.getByText('/accepted_at')).toBeInTheDocument();
  });

  it('is stopped with a reason', async () => {
    let sent: unknown;
    answer('patch', '/adapters/hotline_12345', async (request) => {
      sent = await request.json();
      return json({ ...adapter, is_active: false, version: 2, reason: '对方升级' });
    });
    const { user } = openSignedIn('/adapters/hotline_12345', me({ nav }));
    await user.click(await screen.findByRole('button', { name: '停止接收' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('修改原因'), '对方升级');
    await user.click(within(dialog).getByRole('button', { name: '停止接收' }));
    await waitFor(() =>
      expect(sent).toEqual({ reason: '对方升级', is_active: false, examples: [] }),
    );
    expect(await screen.findByRole('button', { name: '恢复接收' })).toBeInTheDocument();
  });

  it('is made known with what a source needs, by whoever keeps the mappings', async () => {
    let sent: unknown;
    answer('post', '/adapters', async (request) => {
      sent = await request.json();
      return json({ ...adapter, code: 'hospital_mediation', system: '医院医调委' }, 201);
    });
    const { user } = openSignedIn('/adapters', me({ nav }));
    await user.click(await screen.findByRole('button', { name: '登记来源' }));
    const dialog = await screen.findByRole('dialog');
    const values = {
      系统: '医疗纠纷人民调解委员会',
      来源标识: '医院医调委',
      代码: 'hospital_mediation',
      依据: '双方约定',
      登记原因: '按月比对',
    };
    for (const [label, text] of Object.entries(values)) {
      fireEvent.change(within(dialog).getByLabelText(label), { target: { value: text } });
    }
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    await waitFor(() =>
      expect(sent).toEqual({
        code: 'hospital_mediation',
        system: '医院医调委',
        name: '医疗纠纷人民调解委员会',
        channel: 'other',
        source: '双方约定',
        reason: '按月比对',
        examples: [],
      }),
    );
  });

  it('is made known by nobody else', async () => {
    answer('get', '/adapters', page([{ ...adapter, allowed_actions: ['send'] }]));
    openSignedIn('/adapters', me({ nav }));
    expect(await screen.findByText(adapter.name)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '登记来源' })).toBeNull();
  });

  it('nobody knows is missing', async () => {
    answer('get', '/adapters/nobody', () => problemResponse(problem(404, 'request.not_found')));
    openSignedIn('/adapters/nobody', me({ nav }));
    expect(await screen.findByText('没有找到')).toBeInTheDocument();
  });
});
