import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ApplicantNotice } from '../../shared/api/types';
import { answerCase, answerReference } from '../../testing/answers';
import { caseView, problem } from '../../testing/factories';
import { answer, json, problemResponse } from '../../testing/http';
import { openSignedIn } from '../../testing/render';

const AT = '2026-11-20T01:30:00Z';
const notice: ApplicantNotice = {
  id: 'n-1',
  case_id: 'case-1',
  kind: 'suspended',
  title: '暂停办理告知书',
  paragraphs: ['您反映的事项由县住建局办理。', '原因：等待鉴定、评估。'],
  unit: '县住建局',
  center: '演示县综治中心',
  reason: '等待鉴定、评估',
  until_on: '2026-12-01',
  days: null,
  state: 'to_tell',
  way: null,
  told_at: null,
  told_by: null,
  error: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
  allowed_actions: ['tell'],
  refused_actions: {},
};
const page = (items: object[]) => ({ items, next_cursor: null, total: null });

beforeEach(() => {
  answerReference();
  answerCase(caseView());
});

describe('notices to the applicant', () => {
  it('say who has to be told, and are written down once somebody told them', async () => {
    answer('get', '/cases/case-1/applicant-notices', page([notice]));
    let sent: unknown;
    answer('post', '/cases/case-1/applicant-notices/n-1/actions/tell', async (request) => {
      sent = [request.headers.get('If-Match'), await request.json()];
      return json({ ...notice, state: 'told', way: 'phone', version: 2 });
    });
    const { user } = openSignedIn('/cases/case-1');
    const panel = await screen.findByTestId('applicant-notices');
    expect(panel).toHaveTextContent('待告知 · 没有可用的电子联系方式');
    expect(panel).toHaveTextContent('至 2026-12-01');
    await user.click(within(panel).getByTestId('tell-applicant'));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('radio', { name: '电话' }));
    await user.click(within(dialog).getByRole('button', { name: '已告知申请人' }));
    await waitFor(() => expect(sent).toEqual(['"1"', { way: 'phone' }]));
  });

  it('say how and by whom the applicant was told', async () => {
    const told = { state: 'sent', way: 'email', told_at: AT, allowed_actions: [] };
    answer('get', '/cases/case-1/applicant-notices', page([{ ...notice, ...told }]));
    openSignedIn('/cases/case-1');
    const panel = await screen.findByTestId('applicant-notices');
    expect(panel).toHaveTextContent(/已告知（电子邮件）.*系统/);
    expect(within(panel).queryByTestId('tell-applicant')).not.toBeInTheDocument();
  });

  it('take no room where there is nothing to tell, and say when they did not load', async () => {
    openSignedIn('/cases/case-1');
    await screen.findByTestId('case-replies');
    expect(screen.queryByTestId('applicant-notices')).not.toBeInTheDocument();
  });

  it('say when they did not load', async () => {
    answer('get', '/cases/case-1/applicant-notices', () =>
      problemResponse(problem(500, 'server.internal')),
    );
    openSignedIn('/cases/case-1');
    const panel = await screen.findByTestId('applicant-notices');
    expect(await within(panel).findByRole('alert')).toBeInTheDocument();
  });

  it('are printed in the name of the centre', async () => {
    answer('get', '/cases/case-1/applicant-notices', page([notice]));
    openSignedIn('/cases/case-1/notices/n-1');
    const paper = await screen.findByTestId('applicant-notice');
    expect(paper).toHaveTextContent('暂停办理告知书');
    expect(paper).toHaveTextContent('原因：等待鉴定、评估。');
    expect(paper).toHaveTextContent('演示县综治中心');
  });
});

describe('rights', () => {
  it('are explained on a page of their own: inputs with versions, steps, result', async () => {
    answer('get', '/cases/case-1/rights', {
      as_of: AT,
      action: 'dispatch',
      action_name: '转办',
      inputs: {
        role: 'dispatcher',
        role_name: '分流岗',
        department_id: null,
        department_name: null,
        status: 'registered',
        status_name: '已登记待分流',
        case_version: 3,
        rights_version: '0.1.0',
      },
      steps: [{ code: 'status', text: '“转办”须在以下状态进行', holds: true, facts: [] }],
      result: { is_allowed: true, refusal: null, sentence: '现在可以“转办”', who: [] },
    });
    openSignedIn('/cases/case-1/rights?action=dispatch');
    const explained = await screen.findByTestId('rights-page');
    expect(await within(explained).findByText('现在可以“转办”')).toBeInTheDocument();
    expect(explained).toHaveTextContent('权限表版本0.1.0');
    expect(within(explained).getByRole('button', { name: /打\s*印/ })).toBeInTheDocument();
  });
});
