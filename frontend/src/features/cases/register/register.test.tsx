import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../../shared/api/session';
import { clearAllDrafts } from '../../../shared/lib/local-draft';
import { answerReference } from '../../../testing/answers';
import { caseView, me, problem } from '../../../testing/factories';
import { answer, json, problemResponse } from '../../../testing/http';
import { openSignedIn } from '../../../testing/render';

type User = ReturnType<typeof openSignedIn>['user'];

beforeEach(() => {
  answerReference();
  answer('post', '/cases/similar', { items: [] });
});

async function fill(user: User) {
  await user.type(await screen.findByLabelText('姓名'), '王小明');
  await user.type(screen.getByLabelText('联系电话'), '13812341234');
  await user.type(screen.getByLabelText('事项'), '楼上漏水');
  await user.type(screen.getByLabelText('具体情况'), '三楼漏水到二楼');
}

const submit = (user: User) => user.click(screen.getByRole('button', { name: '提交登记' }));

describe('registering', () => {
  it('needs only who and what, and gives the receipt', async () => {
    let sent: unknown;
    answer('post', '/cases', async (request) => {
      sent = await request.json();
      expect(request.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
      return json(caseView({ receipt: { tracking_code: '48213907' } }), 201);
    });
    const { user } = openSignedIn('/register');
    await fill(user);
    await submit(user);
    expect(await screen.findByTestId('tracking-code')).toHaveTextContent('48213907');
    expect(screen.getByTestId('case-no')).toHaveTextContent('330281-20261120-000001');
    expect(sent).toEqual({
      title: '楼上漏水',
      narrative: '三楼漏水到二楼',
      channel: 'walk_in',
      parties: [{ role: 'applicant', kind: 'person', name: '王小明', phone: '13812341234' }],
    });
  });

  it('says whom to call before anything is written down', async () => {
    answer('post', '/cases/similar', async (request) => {
      const { narrative = '' } = (await request.json()) as { narrative?: string };
      const isUrgent = narrative.includes('持刀');
      return json({
        items: [],
        emergencies: isUrgent ? [{ kind: 'violence', text: '请马上报警', phones: ['110'] }] : [],
        report: isUrgent
          ? {
              by_phone_until: '2026-11-20T01:20:00Z',
              in_writing_until: '2026-11-20T01:40:00Z',
              source: '紧急信息报送',
            }
          : null,
      });
    });
    const { user } = openSignedIn('/register');
    await user.type(await screen.findByLabelText('事项'), '邻居争吵打架');
    await user.type(screen.getByLabelText('具体情况'), '对方持刀堵门');
    const alert = await screen.findByTestId('emergency');
    expect(alert).toHaveTextContent('110');
    expect(alert).toHaveTextContent('09:20');
  });

  it('says what is missing before anything is sent', async () => {
    const { user } = openSignedIn('/register');
    await screen.findByLabelText('姓名');
    await submit(user);
    expect(await screen.findByText('请填写姓名')).toBeVisible();
    expect(screen.getByText('请填写事项')).toBeVisible();
  });

  it('puts a refusal under the field it points at', async () => {
    answer('post', '/cases', () =>
      problemResponse(
        problem(422, 'request.validation', {
          errors: [
            {
              pointer: '/parties/0/phone',
              code: 'phone',
              params: {},
              detail: '不是有效的电话号码',
            },
          ],
        }),
      ),
    );
    const { user } = openSignedIn('/register');
    await fill(user);
    await submit(user);
    const message = await screen.findByText('不是有效的电话号码');
    const phone = screen.getByLabelText('联系电话');
    expect(message.closest('.ant-form-item')).toContainElement(phone);
    expect(phone).toHaveAttribute('aria-invalid', 'true');
  });

  it('repeats the same key for the same input and takes a new one for other input', async () => {
    const keys: (string | null)[] = [];
    answer('post', '/cases', (request) => {
      keys.push(request.headers.get('Idempotency-Key'));
      return problemResponse(problem(503, 'server.busy'));
    });
    const { user } = openSignedIn('/register');
    await fill(user);
    await submit(user);
    await waitFor(() => expect(keys).toHaveLength(1));
    await submit(user);
    await waitFor(() => expect(keys).toHaveLength(2));
    await user.type(screen.getByLabelText('事项'), '很久');
    await submit(user);
    await waitFor(() => expect(keys).toHaveLength(3));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('registers anonymously without a name', async () => {
    let sent: { parties?: unknown; anonymous?: boolean } = {};
    answer('post', '/cases', async (request) => {
      sent = await request.json();
      return json(caseView(), 201);
    });
    const { user } = openSignedIn('/register');
    await user.click(await screen.findByLabelText('群众要求匿名'));
    expect(screen.queryByLabelText('姓名')).not.toBeInTheDocument();
    await user.type(screen.getByLabelText('事项'), '楼上漏水');
    await user.type(screen.getByLabelText('具体情况'), '三楼漏水');
    await submit(user);
    await screen.findByText('受理登记回执');
    expect(sent.anonymous).toBe(true);
    expect(sent.parties).toBeUndefined();
  });

  it('offers similar cases beside the form while typing', async () => {
    answer('post', '/cases/similar', async (request) => {
      expect(await request.json()).toEqual({ title: '楼上漏水' });
      return json({
        items: [
          {
            id: 'case-9',
            case_no: '330281-20261101-000009',
            title: '楼上漏水三次',
            status: 'in_progress',
            score: 0.82,
            registered_at: '2026-11-01T01:00:00Z',
            region_name: '东山街道',
            owner_department_name: '住建局',
          },
        ],
      });
    });
    const { user } = openSignedIn('/register');
    await user.type(await screen.findByLabelText('事项'), '楼上漏水');
    const panel = await screen.findByRole('complementary', { name: '是不是同一件事？' });
    expect(await within(panel).findByRole('link', { name: '楼上漏水三次' })).toBeVisible();
    expect(within(panel).getByText(/办理中.*住建局/)).toBeVisible();
  });

  describe('unsent input', () => {
    const KEY = 'zongzhi.draft.u-1.register.cap-1';
    const stored = () => sessionStorage.getItem(KEY);

    it('is kept in the tab, without document numbers, and nowhere on the PC', async () => {
      const first = openSignedIn('/register');
      await fill(first.user);
      await first.user.click(screen.getByText('补充内容（可登记后再补）'));
      await first.user.type(screen.getByLabelText('证件号码'), '990101199001011234');
      await waitFor(() => expect(stored()).toContain('三楼漏水到二楼'));
      expect(stored()).not.toContain('990101199001011234');
      expect(JSON.stringify(localStorage)).not.toContain('王小明');
    });

    it('comes back after the server ended the session, to the same account', async () => {
      const first = openSignedIn('/register');
      await fill(first.user);
      act(() => session.end('server'));
      await waitFor(() => expect(stored()).toContain('王小明'));
      cleanup();
      openSignedIn('/register');
      await waitFor(() => expect(screen.getByLabelText('姓名')).toHaveValue('王小明'));
    });

    it('is gone once another account signs in on the PC', async () => {
      const first = openSignedIn('/register');
      await fill(first.user);
      act(() => session.end('server'));
      await waitFor(() => expect(stored()).toContain('王小明'));
      cleanup();
      // As an earlier version of the pages left it.
      localStorage.setItem('zongzhi.draft.register.cap-1', '{"title":"旧草稿"}');
      const other = { id: 'u-2', username: 'other', must_change_password: false, has_otp: false };
      openSignedIn('/register', me({ user: other }));
      expect(await screen.findByLabelText('姓名')).toHaveValue('');
      expect(stored()).toBeNull();
      expect(localStorage.getItem('zongzhi.draft.register.cap-1')).toBeNull();
    });

    it('is gone once its owner signs out', async () => {
      const { user } = openSignedIn('/register');
      await fill(user);
      await waitFor(() => expect(stored()).toContain('王小明'));
      clearAllDrafts();
      act(() => session.end('person'));
      await waitFor(() => expect(screen.queryByLabelText('姓名')).not.toBeInTheDocument());
      expect(stored()).toBeNull();
    });
  });
});
