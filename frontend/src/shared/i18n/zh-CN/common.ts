export const app = {
  title: '综治中心工作平台',
  short: '综治',
  demo: '演示县综治中心',
};

export const common = {
  save: '保存',
  cancel: '取消',
  close: '关闭',
  confirm: '确定',
  edit: '修改',
  create: '新建',
  retry: '重试',
  search: '查询',
  reset: '重置',
  more: '加载更多',
  all: '全部',
  yes: '是',
  no: '否',
  none: '无',
  optional: '选填',
  loading: '正在加载',
  print: '打印',
  back: '返回',
  saved: '已保存',
  unknownName: '（未命名）',
  required: '请填写{{label}}',
  requiredChoice: '请选择{{label}}',
  noMore: '已全部显示，共 {{count}} 条',
  loadFailed: '没有加载成功',
  emptyList: '没有符合条件的内容',
  language: '语言',
  columns: '显示列',
  total: '共 {{count}} 条',
  findIn: '在{{label}}中查找',
  countTotal: '统计总数',
  noted: '{{text}}（{{note}}）',
  undo: '撤销',
  separator: '、',
};

export const problem = {
  network: '连接不上服务器，请检查网络后重试。',
  requestId: '问题编号：{{id}}',
  wait: '请在 {{time}} 后再试（分:秒）。',
  waited: '现在可以再试。',
  notFoundTitle: '没有找到',
  notFound: '内容不存在，或不在您当前岗位的范围内。',
  pageNotFound: '没有这个页面，请检查地址。',
  forbiddenTitle: '没有此项权限',
  forbidden:
    '您当前的岗位不能查看此页。如有其他岗位身份，可在右上角切换；如应当有权限，请联系系统管理员。',
  crashTitle: '页面出错了',
  crash: '这不是您的操作造成的。请重试；反复出现时请点右上角“反映问题”。',
  home: '回到工作台',
};

export const conflict = {
  title: '内容已被他人修改',
  intro: '您打开之后，{{who}}作了修改。请核对后选择：',
  someone: '其他人员',
  field: '项目',
  theirs: '现在的内容',
  mine: '您的内容',
  before: '您打开时',
  keepMine: '仍按我的办',
  takeTheirs: '用现在的内容',
  nothing: '所列项目没有变化，可以直接再次提交。',
  newEvents: '期间新增的记录',
};

export const limits = {
  sentenceNone: '无时限',
  stopped: '已暂停',
  finished: '完成 {{at}}',
  due: '到期 {{at}}',
};
