import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { problem } from '../testing/factories';
import { answer, json, problemResponse } from '../testing/http';
import type { Tracked } from './api';
import { App } from './app';
import { CheckScreen } from './check-screen';
import { emptyDraft } from './draft';
import { LanguageProvider } from './language';
import { texts } from './texts';

const AT = '2026-11-20T01:30:00Z';
const unit = { name: '东岭镇综治中心', phone: '0990-8800001', address: null, opening_hours: null };

const tracked: Tracked = {
  case_no: '990101-20261120-000001',
  registered_at: AT,
  type_name: '邻里纠纷',
  summary: '县住建局正在办理',
  steps: [
    { name: 'received', text: '收到并登记', state: 'done', at: AT },
    { name: 'handling', text: '单位办理', state: 'current', at: null },
  ],
  with: unit,
  next: { text: '县住建局办理并报告结果', by: AT, is_late: true },
  waiting: null,
  outcome: null,
  reopen_until: null,
  changes: [{ seq: 2, at: AT, text: '已转给县住建局办理', is_new: true }],
  notices: [
    {
      at: AT,
      title: '延长办理期限告知书',
      paragraphs: ['新的办理期限为 2026-12-01。'],
      until_on: '2026-12-01',
    },
  ],
  replies: [{ at: AT, unit: '县住房和城乡建设局', text: '维修安排在本周五上午。' }],
  complaints: [{ at: AT, answer: '已约谈经办人员。', answered_at: AT }],
  new_count: 1,
  event_count: 2,
  as_of: AT,
  last_looked_at: AT,
  allowed_actions: ['comment', 'complain'],
  refused_actions: { rate: 'public.not_rateable' },
};

const open = (path: string) => {
  const user = userEvent.setup();
  render(<App path={path} />);
  return user;
};

const type = async (user: ReturnType<typeof userEvent.setup>, label: RegExp, text: string) =>
  user.type(await screen.findByLabelText(label), text);

const next = (user: ReturnType<typeof userEvent.setup>) =>
  user.click(screen.getByRole('button', { name: '下一步' }));

beforeEach(() => {
  localStorage.clear();
  globalThis.location.hash = '';
  answer('get', '/public/centers', {
    items: [
      {
        id: 'c-1',
        level: 'township',
        region: { id: 'r-1', name: '东岭镇' },
        unit,
        regions: [{ id: 'r-2', name: '柳树村' }],
        reception_days: [
          {
            held_on: '2026-11-25',
            starts_at: '2026-11-25T01:00:00Z',
            ends_at: '2026-11-25T04:00:00Z',
            leader_name: '凌示例',
            leader_title: '副县长',
            place: '一楼接访室',
            is_called_off: false,
          },
        ],
      },
    ],
    next_cursor: null,
    total: 1,
  });
});

describe('submitting', () => {
  it('asks one question a screen, shows the summary, and ends with number, code and QR', async () => {
    let sent: unknown;
    answer('post', '/public/cases', async (request) => {
      sent = await request.json();
      return json({
        confirmation_token: 'token',
        delivery: 'shown',
        expires_at: AT,
        center: unit,
        region_name: '东岭镇柳树村',
        emergencies: [],
      });
    });
    answer('post', '/public/cases/confirmations', {
      case_no: tracked.case_no,
      code: '48151623',
      registered_at: AT,
      center: unit,
      next: { text: '综治中心确定由哪个单位办理', by: AT, is_late: false },
    });
    const user = open('/public/submit');
    await next(user);
    expect(screen.getByText('请先填写这一项')).toBeInTheDocument();
    await type(user, /^事情/, '楼上多次漏水');
    await next(user);
    await next(user);
    await user.selectOptions(await screen.findByLabelText(/^乡镇/), '东岭镇');
    await user.selectOptions(screen.getByLabelText(/^村/), '柳树村');
    await next(user);
    await next(user);
    await user.click(screen.getByLabelText('愿意'));
    await next(user);
    await type(user, /^姓名/, '李示例');
    await type(user, /^电话/, '13800001234');
    await next(user);
    expect(await screen.findByRole('heading', { name: '请核对一遍' })).toHaveFocus();
    expect(screen.getByText('楼上多次漏水')).toBeInTheDocument();
    await user.click(await screen.findByRole('button', { name: '确认提交' }));
    expect(await screen.findByTestId('code')).toHaveTextContent('48151623');
    expect(screen.getByRole('img', { name: /二维码/ })).toBeInTheDocument();
    expect(sent).toMatchObject({
      region_id: 'r-2',
      willing_to_mediate: true,
      anonymous: false,
      applicant: { name: '李示例', phone: '13800001234' },
    });
  });
});

describe('what cannot wait', () => {
  it('is diverted to the telephone before it is confirmed', async () => {
    answer('post', '/public/cases', {
      confirmation_token: 'token',
      delivery: 'shown',
      expires_at: AT,
      center: unit,
      region_name: '东岭镇柳树村',
      emergencies: [{ kind: 'violence', text: '请马上报警', phones: ['110'] }],
    });
    let sent: unknown;
    answer('post', '/public/cases/confirmations', async (request) => {
      sent = await request.json();
      return json({
        case_no: tracked.case_no,
        code: '48151623',
        registered_at: AT,
        center: unit,
        next: { text: '综治中心确定由哪个单位办理', by: AT, is_late: false },
      });
    });
    const draft = { ...emptyDraft, narrative: '邻居持刀堵门', centerId: 'c-1', regionId: 'r-2' };
    const user = userEvent.setup();
    render(
      <LanguageProvider>
        <CheckScreen draft={draft} centers={[]} onBack={() => {}} onDone={() => {}} />
      </LanguageProvider>,
    );
    const alert = await screen.findByTestId('emergency');
    expect(within(alert).getByRole('link', { name: '拨打 110' })).toHaveAttribute(
      'href',
      'tel:110',
    );
    await user.click(screen.getByRole('button', { name: '已经求助或者不紧急，确认提交' }));
    await waitFor(() =>
      expect(sent).toEqual({ confirmation_token: 'token', not_an_emergency: true }),
    );
  });
});

describe('tracking', () => {
  const look = async (user: ReturnType<typeof userEvent.setup>) => {
    await type(user, /^编号/, tracked.case_no);
    await type(user, /^查询码/, '48151623');
    await user.click(screen.getByRole('button', { name: '查询' }));
  };

  it('says who has it, what is next, what is late and what is new', async () => {
    answer('post', '/public/track', tracked);
    const user = open('/public/track');
    await look(user);
    expect(await screen.findByRole('heading', { name: '县住建局正在办理' })).toBeInTheDocument();
    expect(screen.getByText(/1 条新情况/)).toBeInTheDocument();
    expect(screen.getByText(/已超过/)).toBeInTheDocument();
    const [notices, replies, complaints, way] = screen.getAllByRole('list');
    expect(notices).toHaveTextContent('新的办理期限为 2026-12-01');
    expect(replies).toHaveTextContent('县住房和城乡建设局');
    expect(complaints).toHaveTextContent('已约谈经办人员');
    const steps = within(way as HTMLElement);
    expect(steps.getByText('正在进行')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '评价' })).toBeNull();
  });

  it('tells a wrong number or code in the words of the server, and when to try again', async () => {
    answer('post', '/public/track', () =>
      problemResponse(problem(404, 'public.unknown_case', { title: '编号或查询码不正确' })),
    );
    const user = open('/public/track');
    await look(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('编号或查询码不正确');
  });

  it.each([
    [['rate', 'reopen'], '由原单位重新办理'],
    [['rate'], '督办人员核实'],
  ])('says before it is sent what "not solved" leads to', async (allowed_actions, words) => {
    answer('post', '/public/track', { ...tracked, allowed_actions, refused_actions: {} });
    const user = open('/public/track');
    await look(user);
    await user.click(await screen.findByRole('button', { name: '评价' }));
    await user.click(screen.getByText('没有解决'));
    expect(screen.getByRole('status')).toHaveTextContent(words);
  });

  it('opens what was scanned, and takes the code out of the address', async () => {
    answer('post', '/public/track', tracked);
    globalThis.location.hash = `#no=${tracked.case_no}&code=48151623`;
    open('/public/track');
    await screen.findByRole('heading', { name: '县住建局正在办理' });
    expect(globalThis.location.hash).toBe('');
  });

  it('sends a comment and shows the case as it is then', async () => {
    answer('post', '/public/track', tracked);
    let sent: unknown;
    answer('post', '/public/track/comments', async (request) => {
      sent = await request.json();
      return json({ ...tracked, event_count: 3 });
    });
    const user = open('/public/track');
    await look(user);
    await user.click(await screen.findByRole('button', { name: '补充说明' }));
    await user.click(screen.getByRole('button', { name: '提交' }));
    expect(screen.getByRole('alert')).toHaveTextContent('请先填写');
    await type(user, /^具体情况/, '昨天又漏了');
    await user.click(screen.getByRole('button', { name: '提交' }));
    await waitFor(() =>
      expect(sent).toEqual({ case_no: tracked.case_no, code: '48151623', text: '昨天又漏了' }),
    );
    expect(await screen.findByText('已经提交，谢谢。')).toBeInTheDocument();
  });
});

describe('the texts', () => {
  it('keep to their language', () => {
    const all = (value: unknown): string[] => {
      if (typeof value === 'string') return [value];
      return typeof value === 'object' && value ? Object.values(value).flatMap(all) : [];
    };
    const han = /\p{Script=Han}/u;
    const { language: _, ...english } = texts.en;
    expect(all(english).filter((text) => han.test(text))).toEqual([]);
    const { language: _language, ...chinese } = texts['zh-CN'];
    expect(all(chinese).filter((text) => /[a-z]/i.test(text) && !han.test(text))).toEqual([]);
  });

  it('are spoken in the other language at once', async () => {
    const user = open('/public');
    await user.click(screen.getByRole('button', { name: 'English' }));
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Tell us');
    expect(document.documentElement.lang).toBe('en');
  });
});
