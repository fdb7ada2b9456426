export const feedback = {
  open: '反映问题或负担',
  intro:
    '系统不好用、重复填报、耗时无用，都可以在这里说。系统会记下当前页面，答复可在“问题与负担”中查看。',
  kind: '类别',
  text: '内容',
  send: '提交',
  sent: '已提交，答复将显示在“问题与负担”中。',
  title: '问题与负担',
  page: '页面',
  state: '状态',
  reply: '答复',
  noReply: '尚未答复',
  by: '反映人',
  at: '时间',
  empty: '还没有反映过问题。可点右上角“反映问题或负担”。',
  handle: '答复',
};
