import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { answerCase, answerReference } from '../../testing/answers';
import { caseEvent, caseParty, caseView, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const reply = {
  id: 'r-1',
  case_id: 'case-1',
  text: '维修安排在本周五上午。',
  center: { id: 'c-1', name: '演示县综治中心' },
  department: { id: 'd-1', name: '住建局' },
  message_id: null,
  written_by: { id: 'p-1', name: '李雪梅' },
  created_at: AT,
};

beforeEach(answerReference);

const open = () => openSignedIn('/cases/case-1');
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

describe('what is said about a case', () => {
  it('is answered by a unit, and a telephone number is pointed out before', async () => {
    answerCase(caseView());
    answer('get', '/cases/case-1/replies', page([reply]));
    let sent: unknown;
    answer('post', '/cases/case-1/replies', async (request) => {
      sent = await request.json();
      return json({ ...reply, id: 'r-2' }, 201);
    });
    const { user } = open();
    const panel = await screen.findByTestId('case-replies');
    expect(await within(panel).findByText('维修安排在本周五上午。')).toBeInTheDocument();
    expect(panel).toHaveTextContent('住建局（经办：李雪梅）');
    await user.click(within(panel).getByTestId('reply'));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('答复'), '请拨打 13800001234 联系');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('电话号码');
    // A hint only: the words are the writer's.
    await user.click(within(dialog).getByRole('button', { name: '保存' }));
    await waitFor(() => expect(sent).toEqual({ text: '请拨打 13800001234 联系' }));
  });

  it('answers one of the messages of the citizen', async () => {
    answerCase(caseView());
    answer('get', '/cases/case-1/replies', page([{ ...reply, message_id: 'm-1' }]));
    const said = caseEvent({
      id: 'event-2',
      seq: 2,
      kind: 'citizen_commented',
      data: { message_id: 'm-1', text_hash: 'ab' },
      sentence: '群众补充说明：昨天又漏了一次',
    });
    answer('get', '/cases/case-1/events', page([caseEvent(), said]));
    let sent: unknown;
    answer('post', '/cases/case-1/replies', async (request) => {
      sent = await request.json();
      return json({ ...reply, id: 'r-2', message_id: 'm-1' }, 201);
    });
    const { user } = open();
    const panel = await screen.findByTestId('case-replies');
    expect(await within(panel).findByText(/答复留言：群众补充说明：昨天又漏了一次/)).toBeVisible();
    await user.click(within(panel).getByTestId('reply'));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText('答复哪条留言'));
    await user.click(await screen.findByTitle(/昨天又漏了一次/));
    await user.type(within(dialog).getByLabelText('答复'), '周五上午来修。');
    await user.click(within(dialog).getByRole('button', { name: '保存' }));
    await waitFor(() => expect(sent).toEqual({ text: '周五上午来修。', message_id: 'm-1' }));
  });

  it('says on what ground it is asked, when somebody wants to know', async () => {
    answerCase(caseView());
    let asked = '';
    answer('get', '/data-fields', (request) => {
      asked = new URL(request.url).search;
      return json(
        page([
          {
            object: 'correspondence',
            table: 'case_replies',
            column: 'text',
            name: '公开答复',
            origin: 'entered',
            owner: '经办单位',
            basis: '信访工作条例第二十二条',
            retention: '随案卷',
            is_personal: false,
            asked_by: [],
            changed_by: [],
            reused_by: [],
          },
        ]),
      );
    });
    const { user } = open();
    await user.click(await screen.findByTestId('reply'));
    const dialog = await screen.findByRole('dialog');
    expect(asked).toBe('');
    await user.click(within(dialog).getByText('为什么要填这些：依据和保存期限'));
    expect(await within(dialog).findByText(/信访工作条例第二十二条/)).toBeVisible();
    expect(within(dialog).getByText(/保存：随案卷/)).toBeVisible();
    expect(asked).toBe('?form=correspondence_reply');
  });

  it('keeps notes from whom they are not for', async () => {
    answerCase(caseView({ beside: [] }));
    open();
    const replies = await screen.findByTestId('case-replies');
    expect(within(replies).queryByTestId('reply')).not.toBeInTheDocument();
    expect(screen.queryByTestId('case-notes')).not.toBeInTheDocument();
  });

  it('says why a note was not taken', async () => {
    answerCase(caseView());
    answer('post', '/cases/case-1/notes', () => problemResponse(problem(409, 'case.has_ended')));
    const { user } = open();
    const panel = await screen.findByTestId('case-notes');
    expect(await within(panel).findByText('还没有备注。')).toBeInTheDocument();
    await user.click(within(panel).getByRole('button', { name: '写备注' }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('备注'), '已联系物业');
    await user.click(within(dialog).getByRole('button', { name: '保存' }));
    expect(await within(dialog).findByText('案件已终结，不能再补充或更正')).toBeInTheDocument();
  });
});

describe('a party', () => {
  it('is corrected with a reason, and only in what was typed', async () => {
    const party = caseParty();
    answerCase(caseView({ parties: [party] }));
    let sent: unknown;
    answer('patch', `/cases/case-1/parties/${party.id}`, async (request) => {
      sent = [await request.json(), request.headers.get('If-Match')];
      return json(party);
    });
    const { user } = open();
    const name = `更正第 ${party.party_no} 位当事人`;
    await user.click(await screen.findByRole('button', { name }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('更正理由'), '来电更正号码');
    await user.click(within(dialog).getByRole('button', { name: '更正' }));
    expect(await within(dialog).findByText('请填写要更正的内容')).toBeInTheDocument();
    await user.type(within(dialog).getByLabelText('联系电话'), '13800005678');
    await user.click(within(dialog).getByRole('button', { name: '更正' }));
    await waitFor(() =>
      expect(sent).toEqual([{ phone: '13800005678', reason: '来电更正号码' }, '"3"']),
    );
  });
});
