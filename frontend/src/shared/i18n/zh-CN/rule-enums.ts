/** The enumerations of automation rules. */
export const ruleEnums = {
  ruleState: {
    draft: '草稿',
    active: '已启用',
    paused: '已暂停',
    retired: '已停用',
  },
  ruleAction: {
    set_level: '定级',
    dispatch: '转办',
    add_assist: '增加协办',
    note: '提示',
    notify: '通知',
    issue_order: '发出督办件',
  },
  ruleRecipient: {
    lead: '主办单位',
    assists: '协办单位',
    dispatcher: '分流岗',
    supervisor: '督办岗',
    center_director: '中心主任',
  },
  ruleMember: {
    name: '名称',
    source: '依据',
    trigger: '触发',
    condition: '条件',
    actions: '动作',
    valid_from: '生效日期',
    valid_to: '失效日期',
  },
  ruleTurn: {
    activate: '启用',
    pause: '暂停',
    retire: '停用',
  },
};
