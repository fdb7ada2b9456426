import type { zhCN } from '../zh-CN';

export const feedback: typeof zhCN.feedback = {
  open: 'Report a problem or a burden',
  intro:
    'What does not work, what is asked for twice, what costs time for nothing: say it here. The page is noted; you see the answer under "Problems and burdens".',
  kind: 'Kind',
  text: 'What is it?',
  send: 'Send',
  sent: 'Sent. The answer appears under "Problems and burdens".',
  title: 'Problems and burdens',
  note: 'Somebody deals with each of them; the result appears here.',
  page: 'Page',
  state: 'State',
  reply: 'Answer',
  noReply: 'Not answered yet',
  by: 'By',
  at: 'Sent',
  empty: 'Nothing reported yet. Use "Report a problem or a burden" at the top right.',
  handle: 'Answer',
  manage: 'Manage',
};
