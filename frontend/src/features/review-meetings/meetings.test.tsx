import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AgendaItem, CaseTask, ReviewMeeting } from '../../shared/api/types';
import { answerReference } from '../../testing/answers';
import { me, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const director = { id: 'p-7', name: '朱任' };
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

const task: CaseTask = {
  id: 'task-1',
  origin: 'decision',
  case: { id: 'case-1', case_no: '990101-20261120-000001', title: '漏水', is_readable: true },
  center: { id: 'c-1', name: '演示县综治中心' },
  department: { id: 'd-1', name: '住建局' },
  text: '约谈双方',
  due_on: '2026-11-18',
  state: 'overdue',
  is_late: true,
  set_by: director,
  set_at: AT,
  reception_id: null,
  meeting_id: 'm-0',
  done_at: null,
  done_by: null,
  done_note: null,
  withdrawn_at: null,
  withdraw_reason: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['complete'],
  refused_actions: {},
};

const item: AgendaItem = {
  id: 'item-1',
  position: 1,
  case: {
    id: 'case-1',
    case_no: '990101-20261120-000001',
    title: '楼上漏水',
    status: 'in_progress',
    type_code: '01',
    level: 'ordinary',
    lead_department: { id: 'd-1', name: '住建局' },
    people_count: 6,
    due_at: AT,
  },
  grounds: [
    {
      rule: 'open_decision',
      sentence: '上次议定未办结：应于 2026-11-18 前，已超 2 天',
      due_on: '2026-11-18',
      days_over: 2,
      people_count: null,
      same_parties: null,
      alike: null,
    },
  ],
  as_of: AT,
  is_by_hand: false,
  added_by: null,
  reason: null,
  removed: null,
  owed: [task],
  decisions: [],
};

function meeting(over: Partial<ReviewMeeting> = {}): ReviewMeeting {
  return {
    id: 'm-1',
    center: { id: 'c-1', name: '演示县综治中心' },
    kind: 'weekly',
    state: 'started',
    starts_at: AT,
    place: '会商室',
    chair: director,
    called_by: director,
    agenda_as_of: AT,
    item_count: 1,
    left_out_count: 0,
    decision_count: 0,
    open_decision_count: 0,
    items: [item],
    units: [{ department: { id: 'd-1', name: '住建局' }, is_present: true }],
    started_at: AT,
    closed_at: null,
    summary: null,
    cancel_reason: null,
    minutes_no: null,
    created_at: AT,
    updated_at: AT,
    version: 3,
    allowed_actions: ['decide', 'attend', 'close'],
    refused_actions: {},
    ...over,
  };
}

const as = me({ nav: ['home', 'review_meetings', 'review_meeting_new'] });

beforeEach(() => {
  answerReference();
  answer('get', '/review-meetings', page([meeting()]));
  answer('get', '/review-meetings/chairs', page([director]));
  answer('get', '/review-meetings/m-1', meeting());
});

describe('the list of meetings', () => {
  it('leads to each and says how much is open', async () => {
    answer(
      'get',
      '/review-meetings',
      page([meeting({ decision_count: 3, open_decision_count: 1 })]),
    );
    openSignedIn('/review-meetings', as);
    const row = await screen.findByRole('row', { name: /每周研判会/ });
    expect(row).toHaveTextContent('3 项，未办结 1 项');
    expect(within(row).getByRole('link')).toHaveAttribute('href', '/review-meetings/m-1');
  });

  it('is empty in words, and calls only for who may', async () => {
    answer('get', '/review-meetings', page([]));
    openSignedIn('/review-meetings', me({ nav: ['home', 'review_meetings'] }));
    expect(await screen.findByText('没有符合条件的会议。')).toBeVisible();
    expect(screen.queryByRole('button', { name: '召集研判会' })).not.toBeInTheDocument();
  });

  it('says when there is no right', async () => {
    answer('get', '/review-meetings', () => problemResponse(problem(403, 'auth.not_allowed')));
    openSignedIn('/review-meetings', as);
    expect(await screen.findByRole('heading', { name: '没有此项权限' })).toBeVisible();
  });
});

describe('one meeting', () => {
  it('says why a case is on the agenda, and what is still owed', async () => {
    openSignedIn('/review-meetings/m-1', as);
    const row = await screen.findByTestId('agenda-item');
    expect(within(row).getByTestId('ground-open_decision')).toHaveTextContent('已超 2 天');
    expect(within(row).getByTestId('task')).toHaveTextContent('已逾期');
  });

  it('decides on an item in the version seen', async () => {
    let sent: unknown;
    let seen: string | null = null;
    answer('post', '/review-meetings/m-1/actions/decide', async (request) => {
      seen = request.headers.get('If-Match');
      sent = await request.json();
      return json(meeting({ version: 4, decision_count: 1 }));
    });
    const { user } = openSignedIn('/review-meetings/m-1', as);
    const row = await screen.findByTestId('agenda-item');
    await user.click(within(row).getByRole('button', { name: /议\s*定/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('议定内容'), '约谈双方');
    await user.click(within(dialog).getByRole('combobox', { name: '责任单位' }));
    await user.click(await screen.findByTitle('住建局'));
    await user.type(within(dialog).getByLabelText('期限'), '2099-01-05{Enter}');
    await user.click(within(dialog).getByRole('button', { name: /议\s*定/ }));
    await waitFor(() =>
      expect(sent).toEqual({
        item_id: 'item-1',
        department_id: 'd-1',
        text: '约谈双方',
        due_on: '2099-01-05',
      }),
    );
    expect(seen).toBe('"3"');
  });

  it('has minutes to print, a draft until it is closed', async () => {
    answer('get', '/review-meetings/m-1/minutes', {
      meeting: meeting(),
      kind_name: '每周研判会',
      type_names: { '01': '住房' },
      is_final: false,
      paper: null,
      as_of: AT,
    });
    openSignedIn('/review-meetings/m-1/minutes', as);
    expect(await screen.findByRole('heading', { name: '每周研判会纪要' })).toBeVisible();
    expect(screen.getByText('草稿，散会后定稿')).toBeVisible();
    expect(screen.getByText(/楼上漏水 住房 住建局/)).toBeVisible();
    expect(screen.getByRole('button', { name: '下载草稿文档' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '出具纪要' })).not.toBeInTheDocument();
  });

  it('issues the minutes of a closed meeting once, and shows their number', async () => {
    const minutes = (over: Partial<ReviewMeeting>, paper: object | null) => ({
      meeting: meeting({ state: 'closed', ...over }),
      kind_name: '每周研判会',
      type_names: {},
      is_final: true,
      paper,
      as_of: AT,
    });
    const issued = {
      document_no: 'DOC990101-20261120-000003',
      check_code: '0123456789abcdef',
      content_hash: '0'.repeat(64),
      file_hash: '0'.repeat(64),
      verify_url: 'http://127.0.0.1:8080/verify?no=DOC990101-20261120-000003',
      issued_at: AT,
      issued_by: director,
    };
    let isIssued = false;
    answer('get', '/review-meetings/m-1/minutes', () =>
      json(
        isIssued
          ? minutes({ version: 4, allowed_actions: [] }, issued)
          : minutes({ allowed_actions: ['issue_minutes'] }, null),
      ),
    );
    answer('post', '/review-meetings/m-1/actions/issue_minutes', () => {
      isIssued = true;
      return json(meeting({ version: 4, minutes_no: issued.document_no, allowed_actions: [] }));
    });
    const { user } = openSignedIn('/review-meetings/m-1/minutes', as);
    await user.click(await screen.findByRole('button', { name: '出具纪要' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '出具纪要' }));
    expect(await screen.findByTestId('minutes-paper')).toHaveTextContent(issued.document_no);
    expect(screen.getByRole('button', { name: '下载纪要文档' })).toBeVisible();
  });
});
