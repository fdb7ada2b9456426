export const shell = {
  skip: '跳到主要内容',
  nav: '主导航',
  openNav: '打开导航',
  searchLabel: '查找案件',
  searchPlaceholder: '编号、事项、内容（按 / 键）',
  actingAs: '当前岗位：{{name}}',
  switchCapacity: '切换岗位',
  switched: '已切换为：{{name}}',
  noCapacity: '未分配岗位',
  accountOf: '我的账号：{{name}}',
  changePassword: '修改密码',
  signOut: '退出登录',
  help: '快捷键',
  offline: '网络已断开，填写的内容保存在本机，恢复后再提交。',
};

export const nav = {
  group: { work: '工作', reference: '中心建设', admin: '管理' },
  home: '工作台',
  register: '登记受理',
  cases: '案件',
  supervision: '督办',
  departments: '单位',
  centers: '综治中心',
  people: '人员',
  users: '账号',
  calendar: '工作日历',
  time_limit_rules: '时限规则',
  audit: '安全日志',
  feedback: '问题与负担',
};

export const shortcuts = {
  title: '键盘快捷键',
  search: '查找案件',
  next: '下一条',
  previous: '上一条',
  act: '办理当前案件',
  queues: '回到工作台',
  help: '显示本帮助',
  close: '关闭对话框',
  after: '然后按',
};
