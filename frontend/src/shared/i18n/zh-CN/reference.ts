export const calendar = {
  title: '{{year}} 年工作日历',
  version: '日历第 {{version}} 版，放假安排已公布至 {{announced_through}}',
  previous: '上一年',
  next: '下一年',
  unpublished: '{{year}} 年放假安排尚未公布',
  unpublishedWhy: '公布前暂按周一至周五为工作日推算；公布后时限会自动重新计算。',
  legend: '图例',
  off: '休',
  on: '班',
  sources: '依据',
};

export const audit = {
  note: '登录、账号和权限变更的记录，不含案件内容和个人信息。',
  empty: '还没有记录。',
  at: '时间',
  username: '账号',
  nobody: '未知账号',
  system: '系统命令',
  action: '操作',
  object: '对象',
};

export const rules = {
  note: '各环节时限及依据。修改规则不影响已在计时的案件，它们按起算时的版本执行。',
  clock: '环节',
  scope: '适用范围',
  everything: '全部案件',
  amount: '时限',
  calendar_one: '{{count}} 天（自然日）',
  calendar_other: '{{count}} 天（自然日）',
  working_one: '{{count}} 个工作日',
  working_other: '{{count}} 个工作日',
  start: '起算',
  roll: '期满遇休息日',
  source: '依据',
  valid: '有效期',
  since: '{{from}} 起',
  between: '{{from}} 至 {{to}}',
  version: '版本',
};
