import type { ProblemCode } from '../api/types';

/**
 * What a person reads when the server refuses, in both languages. A record over the enum of the
 * contract: a code without a text does not compile.
 */
export const problemMessages: Record<ProblemCode, { zh: string; en: string }> = {
  'request.malformed': { zh: '请求格式不正确', en: 'The request is malformed' },
  'request.malformed_json': { zh: '请求正文不是有效的 JSON', en: 'The body is not valid JSON' },
  'request.invalid_parameter': {
    zh: '请求参数不正确或不存在',
    en: 'A parameter is unknown or invalid',
  },
  'request.invalid_path': { zh: '地址中的编号格式不正确', en: 'An id in the path is malformed' },
  'request.invalid_cursor': { zh: '翻页标记无效', en: 'The cursor is invalid' },
  'request.invalid_header': { zh: '请求头格式不正确', en: 'A header is malformed' },
  'request.not_found': { zh: '没有找到', en: 'Not found' },
  'request.method_not_allowed': { zh: '此地址不支持该操作', en: 'The method is not allowed here' },
  'request.timeout': { zh: '请求超时', en: 'The request took too long to arrive' },
  'request.too_large': { zh: '请求内容过大', en: 'The body is too large' },
  'request.unsupported_media_type': {
    zh: '请求正文的类型或字符集不被接受',
    en: 'The type or charset of the body is not accepted',
  },
  'request.validation': { zh: '填写内容有误', en: 'Some fields are not acceptable' },
  'request.if_match_missing': { zh: '缺少 If-Match 请求头', en: 'If-Match is required' },
  'request.stale_version': { zh: '内容已被他人修改', en: 'Somebody changed it in the meantime' },
  'request.rate_limited': { zh: '操作过于频繁', en: 'Too many requests' },
  'idempotency.key_reused': {
    zh: '同一幂等键用于不同的请求',
    en: 'The Idempotency-Key was used for another request',
  },
  'idempotency.in_progress': { zh: '相同的请求正在处理', en: 'The same request is still running' },
  'auth.required': { zh: '请先登录', en: 'Sign in first' },
  'auth.invalid_token': { zh: '登录凭证无效', en: 'The access token is invalid' },
  'auth.expired_token': { zh: '登录已过期', en: 'The access token has expired' },
  'auth.bad_credentials': { zh: '用户名或密码不正确', en: 'User name or password is wrong' },
  'auth.otp_required': { zh: '请输入一次性口令', en: 'A one-time password is needed' },
  'auth.bad_otp': {
    zh: '一次性口令不正确或已使用',
    en: 'The one-time password is wrong or was used before',
  },
  'auth.otp_enabled': { zh: '一次性口令已启用', en: 'One-time passwords are on already' },
  'auth.otp_not_begun': {
    zh: '尚未启用一次性口令',
    en: 'One-time passwords have not been set up',
  },
  'auth.password_change_required': {
    zh: '请先修改初始密码',
    en: 'Choose a new password first',
  },
  'auth.invalid_refresh': {
    zh: '登录已失效，请重新登录',
    en: 'The session has ended; sign in again',
  },
  'auth.locked': {
    zh: '登录失败次数过多，暂时锁定',
    en: 'Too many failed sign-ins; locked for a while',
  },
  'auth.not_allowed': { zh: '没有此项权限', en: 'You may not do this' },
  'auth.unknown_capacity': { zh: '没有这个岗位身份', en: 'You do not hold this capacity' },
  'auth.weak_password': { zh: '密码强度不足', en: 'The password is too weak' },
  'auth.password_reused': { zh: '不能使用最近用过的密码', en: 'The password was used before' },
  'region.unknown': { zh: '行政区划不存在', en: 'The region does not exist' },
  'department.unknown': {
    zh: '单位不存在或已停用',
    en: 'The department does not exist or is closed',
  },
  'department.duplicate_name': {
    zh: '同一区划下已有同名单位',
    en: 'A department of this name exists here',
  },
  'department.cycle': {
    zh: '上级单位不能是自己或下级',
    en: 'The parent may not be the department itself or one below it',
  },
  'center.unknown': { zh: '综治中心不存在', en: 'The centre does not exist' },
  'center.duplicate': { zh: '该区划已有综治中心', en: 'The region has a centre already' },
  'code.unknown': { zh: '代码不存在或已停用', en: 'The code does not exist or is no longer valid' },
  'person.unknown': { zh: '人员不存在', en: 'The person does not exist' },
  'user.duplicate_name': { zh: '用户名已被使用', en: 'The user name is taken' },
  'capacity.exclusive_roles': {
    zh: '三员角色互斥',
    en: 'The three administrator roles exclude each other',
  },
  'capacity.duplicate': {
    zh: '该人员已有相同的岗位身份',
    en: 'The person holds this capacity already',
  },
  'case.illegal_transition': {
    zh: '当前状态不能进行此操作',
    en: "The case's state does not allow this",
  },
  'case.stale_version': { zh: '案件已被他人修改', en: 'Somebody changed the case in the meantime' },
  'case.source_duplicate': { zh: '该来源编号已登记', en: 'A case from this source number exists' },
  'case.not_classified': {
    zh: '分流前须先确定类型和等级',
    en: 'Classify the case before dispatching it',
  },
  'case.department_out_of_reach': {
    zh: '该单位不管辖案件所在区划',
    en: "The department does not cover the case's region",
  },
  'case.not_your_referral': {
    zh: '本单位不是该案承办单位',
    en: 'Your department does not hold this referral',
  },
  'case.nothing_to_sign': {
    zh: '本单位没有待签收的转办件',
    en: 'Your department has nothing to sign for',
  },
  'case.return_limit': {
    zh: '退回已达上限，须由中心主任裁定',
    en: 'Returned twice already; only a ruling moves it',
  },
  'case.ruled_final': { zh: '经裁定的案件不能再退回', en: 'A ruled case cannot be returned' },
  'case.ruling_required': {
    zh: '退回已达上限，须由中心主任裁定',
    en: "Only the director's ruling may dispatch it now",
  },
  'case.assistant_open': {
    zh: '仍有协办单位未办结',
    en: 'An assisting department has not finished',
  },
  'case.assist_duplicate': {
    zh: '该单位已在承办',
    en: 'The department already has a part in it',
  },
  'case.no_assist_open': {
    zh: '该单位没有未办结的协办件',
    en: 'The department has no part as an assistant that is not done',
  },
  'case.suspension_too_long': {
    zh: '承办单位历次中止合计超过规定天数，或不定期的，须向督办岗申请',
    en: "Beyond a department's own days for stops, or for no named time, a supervisor is asked",
  },
  'case.suspension_pending': {
    zh: '已有待审批的中止申请',
    en: 'A stop is being decided on already',
  },
  'case.no_suspension_pending': { zh: '没有待审批的中止申请', en: 'No stop was asked for' },
  'case.no_procedure': {
    zh: '本案不是因法定程序中止的',
    en: 'The case waits for no procedure of the law',
  },
  'case.procedure_extension': {
    zh: '超过该程序依法可以延长的天数',
    en: 'More days than the organ in charge may make the limit longer by',
  },
  'case.extension_too_late': {
    zh: '办理期限已届满，不能再申请延期',
    en: 'The limit has ended; it cannot be extended any more',
  },
  'case.extension_used': { zh: '本案已延期一次', en: 'The limit was extended once already' },
  'case.extension_too_long': {
    zh: '延期不得超过原期限的规定比例',
    en: 'An extension may be at most the share of the limit the rule allows',
  },
  'case.extension_pending': {
    zh: '已有待审批的延期申请',
    en: 'An extension is being decided on already',
  },
  'case.no_extension_pending': {
    zh: '没有待审批的延期申请',
    en: 'No extension was asked for',
  },
  'case.not_above_or_below': {
    zh: '只能移交上级或下级综治中心',
    en: 'The centre is neither above nor below',
  },
  'case.merge_target': {
    zh: '目标案件不存在、已结束或就是本案',
    en: 'The other case does not exist, has ended, or is this one',
  },
  'case.not_a_part': {
    zh: '本案不是拆分出的案件',
    en: 'The case was not split from another',
  },
  'case.part_worked': {
    zh: '拆出的案件已开始办理，不能撤销拆分',
    en: 'Somebody has begun to work on the part',
  },
  'case.not_bulk': {
    zh: '该操作不能批量办理',
    en: 'This cannot be done to many cases at once',
  },
  'case.already_restricted': { zh: '本案已限制知悉', en: 'The case is restricted already' },
  'case.not_restricted': { zh: '本案未限制知悉', en: 'The case is not restricted' },
  'view.duplicate_name': { zh: '已有同名视图', en: 'A view of this name exists' },
  'view.too_many': { zh: '视图已达上限', en: 'There are too many views' },
  'view.unknown': { zh: '视图不存在', en: 'The view does not exist' },
  'case.reason_required': { zh: '请填写理由', en: 'Give the reason' },
  'case.callbacks_missing': {
    zh: '须在不同日期两次回访未果后方可直接办结',
    en: 'Two failed callbacks on different days come first',
  },
  'case.reopen_window': { zh: '已超过可重新办理的期限', en: 'The time for reopening is over' },
  'case.unknown_party': { zh: '当事人不存在', en: 'The party does not exist' },
  'case.field_empty': { zh: '该项没有内容', en: 'The field is empty' },
  'case.party_required': {
    zh: '请填写一名当事人，或选择匿名',
    en: 'Name one party or register anonymously',
  },
  'case.invalid_time': { zh: '时间不合理', en: 'The time is not possible' },
  'precedent.retired': { zh: '该先例已停止适用', en: 'The precedent is retired already' },
  'report.unknown': { zh: '没有这张报表或单元格', en: 'There is no such report or cell' },
  'report.month_not_over': { zh: '本月尚未结束，不能月结', en: 'The month is not over yet' },
  'report.already_closed': { zh: '该月已经月结', en: 'The month is closed already' },
  'report.out_of_order': { zh: '须按月份顺序月结', en: 'Months are closed one after the other' },
  'report.not_current': {
    zh: '台账正在更新，请稍后再月结',
    en: 'The figures are still being brought up to date; try again shortly',
  },
  'report.too_many_rows': {
    zh: '导出行数过多，请缩小时间或地区范围',
    en: 'Too many rows to export; narrow the period or the region',
  },
  'visit.first_contact_differs': {
    zh: '首问与来访来电记录不一致',
    en: 'The visit says another first contact',
  },
  'visit.ended': {
    zh: '该来访来电已登记或了结',
    en: 'The visit was registered or closed already',
  },
  'visit.nothing_offered': { zh: '没有待接收的移交', en: 'Nothing is being handed over' },
  'visit.unknown': {
    zh: '来访来电记录不存在或已了结',
    en: 'The visit does not exist or has ended',
  },
  'visit.receiver': {
    zh: '请指定另一名人员或一个单位接收',
    en: 'Name another person, or a department',
  },
  'visit.case_unknown': { zh: '案件不存在', en: 'The case does not exist' },
  'visit.personal_data': {
    zh: '请勿填写电话、证件等号码',
    en: 'No telephone or identity numbers here',
  },
  'reception.leader': {
    zh: '请指定本中心的一名领导',
    en: 'Name a leader of the centre',
  },
  'reception.times': {
    zh: '起止时间须在今后的同一天，先起后止',
    en: 'Both times lie on one day to come, the start first',
  },
  'reception.duplicate': {
    zh: '该领导当天已安排接访',
    en: 'The leader receives on that day already',
  },
  'reception.lead_time': {
    zh: '接访日须按规定天数提前公布，逾期公布请说明理由',
    en: 'Later than the lead in force asks for: say why it is published late',
  },
  'reception.nothing_to_publish': {
    zh: '这段时间没有待公布的接访日',
    en: 'There is nothing to publish in these days',
  },
  'reception.wrong_state': {
    zh: '接访日当前状态不能进行此操作',
    en: "The reception day's state does not allow this",
  },
  'reception.slots_booked': {
    zh: '号次不能少于已预约的号',
    en: 'A place that is booked cannot be taken away',
  },
  'reception.swap_day': {
    zh: '只能与本中心另一位领导已公布且未到期的接访日对调',
    en: 'Only with a published day to come of another leader of the centre',
  },
  'reception.swap_pending': {
    zh: '其中一天已有待答复的对调申请',
    en: 'One of the days is being exchanged already',
  },
  'reception.swap_ended': {
    zh: '对调申请已有结果或已过期',
    en: 'The exchange was decided on, or its day has come',
  },
  'reception.full': {
    zh: '预约已满',
    en: 'Every place is booked',
  },
  'reception.slot_taken': {
    zh: '该号次不存在或已被预约',
    en: 'There is no such place, or it is booked',
  },
  'reception.appointment_ended': {
    zh: '该预约已接待、取消或未到',
    en: 'The appointment was kept, cancelled or missed already',
  },
  'reception.appointment_unknown': {
    zh: '预约不存在或已了结',
    en: 'There is no such open appointment on this day',
  },
  'reception.not_yet': {
    zh: '接访日尚未到',
    en: 'The day has not come yet',
  },
  'reception.case_required': {
    zh: '接访须关联案件或当场登记',
    en: 'Link a case, or register one',
  },
  'reception.case_unknown': {
    zh: '案件不存在',
    en: 'The case does not exist',
  },
  'case_task.case': {
    zh: '请指明属于哪个案件',
    en: 'Say which of the cases it is about',
  },
  'case_task.case_ended': {
    zh: '案件已终结，不能再交办',
    en: 'The case has ended; no task can be set on it',
  },
  'case_task.due_day': {
    zh: '期限须在今天起一年以内',
    en: 'The day lies between today and a year from now',
  },
  'case_task.ended': {
    zh: '任务已办结或已撤回',
    en: 'The task is done or was withdrawn',
  },
  'case_task.promise_stays': {
    zh: '领导接访的承诺不能撤回，只能兑现',
    en: 'A promise cannot be withdrawn, only kept',
  },
  'review_meeting.wrong_state': {
    zh: '研判会当前状态不能进行此操作',
    en: "The meeting's state does not allow this",
  },
  'review_meeting.time': {
    zh: '会议时间须在今天起一年以内',
    en: 'The meeting lies between today and a year from now',
  },
  'review_meeting.chair': {
    zh: '请指定本中心的领导或主任主持',
    en: 'Name a leader or the director of the centre as the chair',
  },
  'review_meeting.item_unknown': {
    zh: '议程中没有这一项',
    en: 'There is no such item on the agenda',
  },
  'review_meeting.item_duplicate': {
    zh: '该案件已在议程中',
    en: 'The case is on the agenda already',
  },
  'review_meeting.case_unknown': {
    zh: '案件不存在或不由本中心负责',
    en: 'There is no such case in the charge of the centre',
  },
  'review_meeting.minutes_issued': {
    zh: '会议纪要已出具',
    en: 'The minutes are issued already',
  },
  'supervision_order.case_unknown': {
    zh: '没有找到这个案件',
    en: 'There is no such case',
  },
  'supervision_order.case_not_handled': {
    zh: '案件当前没有单位在承办，不能督办',
    en: 'No department is handling the case now',
  },
  'supervision_order.department_not_handling': {
    zh: '该单位没有承办这个案件',
    en: 'The department has no part in the case',
  },
  'supervision_order.open_already': {
    zh: '该案已有未办结的督办件',
    en: 'The case is under an open order to this department already',
  },
  'supervision_order.reply_day': {
    zh: '回复期限须为今后的工作日',
    en: 'The reply must be due on a working day to come',
  },
  'supervision_order.illegal_transition': {
    zh: '督办件当前状态不能进行此操作',
    en: "The order's state does not allow this",
  },
  'supervision_order.own_reply': {
    zh: '被督办单位不得审核本单位的回复',
    en: 'A department may not decide on its own reply',
  },
  'calendar.unknown': { zh: '没有这个日历', en: 'There is no such calendar' },
  'calendar.range_too_long': { zh: '日期范围过长', en: 'The range of dates is too long' },
  'time_limit.overlap': {
    zh: '与该规则其他版本，或适用范围相同的其他规则的有效期重叠',
    en: 'Another version, or another rule for the same cases, is in force then',
  },
  'time_limit.in_the_past': {
    zh: '早于今天，只有更正才可以',
    en: 'Before today; only a correction may be',
  },
  'time_limit.not_in_force': {
    zh: '尚未生效的变更不能用于正在计时的时限',
    en: 'A change not in force yet cannot apply to limits that run',
  },
  'time_limit.gap': { zh: '此后将没有适用的时限规则', en: 'No rule would apply afterwards' },
  'time_limit.other_clock': {
    zh: '同一规则各版本的环节和程序须一致',
    en: 'Every version of a rule watches the same',
  },
  'time_limit.ended': { zh: '该版本的有效期已经结束', en: 'The version is no longer in force' },
  'procedure_rule.not_ahead': {
    zh: '自明天起方可生效',
    en: 'It may begin tomorrow at the earliest',
  },
  'procedure_rule.order': {
    zh: '催办、督办、通报须依次在后',
    en: 'Urging, order and bulletin follow each other',
  },
  'time_limit.simulation_required': {
    zh: '改变正在计时的时限前须先试算',
    en: 'Simulate before changing limits that run',
  },
  'time_limit.simulation_unknown': {
    zh: '没有这次试算或已过期',
    en: 'There is no such simulation, or no longer',
  },
  'time_limit.simulation_differs': {
    zh: '发布内容与试算内容不一致，请重新试算',
    en: 'What was simulated is not what is published; look again',
  },
  'time_limit.simulation_stale': {
    zh: '试算后规则或日历已有变化，请重新试算',
    en: 'Rules or calendars have changed since the simulation; look again',
  },
  'server.busy': { zh: '系统繁忙，请稍后再试', en: 'The server is busy; try again shortly' },
  'server.internal': { zh: '系统内部错误', en: 'Something went wrong inside' },
  'auth.no_capacity': {
    zh: '尚未授予岗位身份，请联系系统管理员',
    en: 'No capacity has been granted to you yet',
  },
  'user.own_account': { zh: '不能停用自己的账号', en: 'You may not close your own account' },
  'capacity.in_use': {
    zh: '不能撤销自己正在使用的岗位身份',
    en: 'You may not withdraw the capacity you act in',
  },
  'capacity.wrong_level': { zh: '该角色不设在这一级', en: 'The role does not exist at this level' },
  'capacity.wrong_region': {
    zh: '区划须为单位所在区划或其下级',
    en: "The region must be the department's own or below it",
  },
  'automation.condition_too_deep': { zh: '条件嵌套过深', en: 'The condition is nested too deeply' },
  'automation.condition_too_large': { zh: '条件过多', en: 'The condition has too many parts' },
  'automation.condition_empty': {
    zh: '条件组不能为空',
    en: 'A group of conditions may not be empty',
  },
  'automation.operator_mismatch': {
    zh: '该字段不能用这种比较',
    en: 'The field cannot be compared this way',
  },
  'automation.value_required': { zh: '请填写比较的值', en: 'Say what to compare with' },
  'automation.value_unknown': { zh: '没有这个取值', en: 'The field has no such value' },
  'automation.part_unexpected': { zh: '此处不应填写', en: 'This does not belong here' },
  'automation.action_required': { zh: '至少要有一项动作', en: 'A rule does at least one thing' },
  'automation.action_not_held': {
    zh: '您本人没有这项动作的权限，不能让规则去做',
    en: 'You may not do this yourself, so no rule of yours may',
  },
  'automation.validity_reversed': {
    zh: '失效日期早于生效日期',
    en: 'The last day is before the first',
  },
  'automation.incomplete': {
    zh: '启用前须填写依据和生效日期',
    en: 'Source and validity come before activation',
  },
  'automation.wrong_state': {
    zh: '规则当前状态不能进行此操作',
    en: "The rule's state does not allow this",
  },
  'automation.duplicate_name': {
    zh: '本中心已有同名规则',
    en: 'The centre has a rule of this name',
  },
  'notice.address_not_allowed': {
    zh: '只能使用本单位规定域名的邮箱',
    en: 'Only addresses of the domains of the settings are allowed',
  },
  'substitution.unknown_capacity': {
    zh: '没有这个岗位身份，或不是本人的',
    en: 'The capacity does not exist or is not yours',
  },
  'substitution.self': {
    zh: '不能由本人代班',
    en: 'Nobody replaces themselves',
  },
  'substitution.admin_role': {
    zh: '三员岗位不得代班',
    en: 'The three administrators are never substituted',
  },
  'substitution.exclusive_roles': {
    zh: '代班人所任角色与该岗位互斥',
    en: "The substitute's own roles exclude this one",
  },
  'substitution.other_unit': {
    zh: '只能指定本单位人员代班，跨单位由主任安排',
    en: 'Name somebody of your unit; across units the director does',
  },
  'substitution.invalid_dates': {
    zh: '代班日期不能在过去，结束不早于开始，最长一年',
    en: 'The dates lie in the past, end before they begin, or span more than a year',
  },
  'substitution.overlap': {
    zh: '该岗位在此期间已有代班人',
    en: 'The capacity has a substitute in these days already',
  },
  'substitution.chain': {
    zh: '代班不得接力：一方在此期间已另有代班安排',
    en: 'No chains: one of the two is absent or replaces somebody in these days',
  },
  'substitution.over': {
    zh: '代班已结束',
    en: 'The substitution is over',
  },
  'public.unknown_case': {
    zh: '编号或查询码不正确',
    en: 'The number or the code is wrong',
  },
  'public.confirmation_unknown': {
    zh: '确认已过期或已使用，请重新提交',
    en: 'The confirmation has expired or was used; submit again',
  },
  'public.code_wrong': {
    zh: '验证码不正确',
    en: 'The code is wrong',
  },
  'public.mail_not_sent': {
    zh: '验证码邮件未能发出，请稍后再试或不填邮箱',
    en: 'The mail with the code could not be sent; try again or leave the address out',
  },
  'public.too_many_attempts': {
    zh: '查询码输错次数过多，请稍后再试',
    en: 'Too many wrong codes; try again later',
  },
  'public.too_many_messages': {
    zh: '今天提交的说明已较多，请明天再提交',
    en: 'Enough was said for today; come back tomorrow',
  },
  'public.already_rated': {
    zh: '本事项已经评价过',
    en: 'It was rated already',
  },
  'public.emergency': {
    zh: '听起来很紧急：请先打电话求助，再确认提交',
    en: 'It sounds urgent: call for help first, then confirm',
  },
  'public.office_network': {
    zh: '请用自己的手机或电脑评价，办公网络上不能评价',
    en: "Rate from a device of your own; nobody rates from the offices' network",
  },
  'public.not_rateable': {
    zh: '办结后方可评价',
    en: 'It can be rated once it is resolved',
  },
  'callback.signal_answered': {
    zh: '该疑点已核实',
    en: 'The question was answered already',
  },
  'callback.quota_in_the_past': {
    zh: '生效日期不能早于今天',
    en: 'It cannot apply before today',
  },
  'mediation.case_not_open': {
    zh: '案件已办结或不在办理中，不能调解',
    en: 'The case is no longer being handled',
  },
  'mediation.invalid_time': {
    zh: '调解时间不合理：须为今天起 180 天内同一天，15 分钟至 12 小时',
    en: 'A session lies on one day within 180 days and lasts 15 minutes to 12 hours',
  },
  'mediation.room_unknown': {
    zh: '调解室不存在或已停用',
    en: 'The room does not exist or is not in use',
  },
  'mediation.mediator_unknown': {
    zh: '调解员不在名册中',
    en: 'The mediator is not on the register',
  },
  'mediation.not_qualified': {
    zh: '调解员当日不具备有效资格',
    en: 'The mediator is not qualified on that day',
  },
  'mediation.conflict': {
    zh: '调解员与当事人有利害关系或已回避',
    en: 'The mediator is close to a party or has withdrawn',
  },
  'mediation.room_taken': {
    zh: '该时段调解室已被预约或占用',
    en: 'The room is taken then',
  },
  'mediation.mediator_taken': {
    zh: '该时段调解员已有调解',
    en: 'A mediator has another session then',
  },
  'mediation.case_taken': {
    zh: '该时段本案已有调解',
    en: 'The case has another session then',
  },
  'mediation.consent_missing': {
    zh: '须先记录双方同意调解',
    en: 'Both sides have to consent first',
  },
  'mediation.consent_refused': {
    zh: '有当事人明确拒绝调解，不得调解',
    en: 'A party refuses to be mediated',
  },
  'mediation.mediator_missing': {
    zh: '没有调解员，请先改派',
    en: 'Nobody mediates; name somebody first',
  },
  'mediation.mediator_unfit': {
    zh: '有调解员资格已到期、已离册或与当事人有利害关系，请改派',
    en: 'A mediator is no longer qualified or is close to a party; name somebody else',
  },
  'mediation.start_outside_slot': {
    zh: '只能在预约开始前 60 分钟至预约结束后 60 分钟内开始；其他时间请先改期',
    en: 'A session begins within an hour of its slot; move it first to hold it at another time',
  },
  'mediation.illegal_transition': {
    zh: '调解当前状态不能进行此操作',
    en: "The session's state does not allow this",
  },
  'mediation.minutes_signed': {
    zh: '笔录已签字，不能再改',
    en: 'The minutes are signed and cannot be changed',
  },
  'mediation.minutes_missing': {
    zh: '请先填写笔录',
    en: 'Write the minutes first',
  },
  'mediation.route_required': {
    zh: '调解不成须告知仲裁、行政、司法等途径；达成协议不必填写',
    en: 'Name a procedure other than mediation where it failed, and none where all was agreed',
  },
  'room.duplicate_name': {
    zh: '本中心已有同名调解室',
    en: 'The centre has a room of this name',
  },
  'room.in_use': {
    zh: '调解室已有预约，不能停用',
    en: 'Sessions are booked in the room',
  },
  'mediator.duplicate': {
    zh: '该人员已在调解员名册中',
    en: 'The person is on the register already',
  },
  'mediator.validity': {
    zh: '资格失效日期早于生效日期',
    en: 'The last day of the qualification is before the first',
  },
  'agreement.case_not_open': {
    zh: '案件已结束，不能登记协议',
    en: 'The case has ended',
  },
  'agreement.invalid_day': {
    zh: '日期不合理',
    en: 'The day is not possible',
  },
  'agreement.mediation_unknown': {
    zh: '该次调解不属于本案或未达成协议',
    en: 'The session is of another case or led to no agreement',
  },
  'agreement.exists': {
    zh: '该次调解的协议已登记',
    en: 'The agreement of this session was recorded already',
  },
  'agreement.illegal_transition': {
    zh: '协议当前状态不能进行此操作',
    en: "The agreement's state does not allow this",
  },
  'agreement.item_unknown': {
    zh: '协议没有这一项',
    en: 'The agreement has no such item',
  },
  'agreement.item_settled': {
    zh: '该项已履行',
    en: 'The item was performed already',
  },
  'agreement.amount': {
    zh: '金额与约定不符：部分履行须少于余额，履行完毕须等于余额',
    en: 'A part is less than what is left, and all of it is what is left',
  },
  'agreement.not_confirmable': {
    zh: '涉及身份关系的协议不适用司法确认',
    en: 'No court confirms agreements on personal status',
  },
  'agreement.confirmation_too_late': {
    zh: '已超过申请司法确认的三十日',
    en: 'The time for asking the court is over',
  },
  'agreement.not_joint': {
    zh: '司法确认须由双方共同申请',
    en: 'Both sides apply together',
  },
  'agreement.court_no_required': {
    zh: '请填写法院裁定案号',
    en: "Name the number of the court's decision",
  },
  'document.field_missing': {
    zh: '缺少该项内容',
    en: 'This is missing',
  },
  'document.field_from_case': {
    zh: '该项取自案件，不能另行填写',
    en: 'This comes from the case and is not typed',
  },
  'document.about_required': {
    zh: '本案没有可供出具的转办件、督办件或催办记录',
    en: 'The case has nothing this paper could be about',
  },
  'document.about_unknown': {
    zh: '所指的转办件、督办件或催办记录不存在',
    en: 'What it is about does not exist in this case',
  },
  'document.replaces_unknown': {
    zh: '本案没有这份可替代的同类文书',
    en: 'The case has no such paper to be replaced',
  },
  'document.no_template': {
    zh: '目前没有适用的文书模板',
    en: 'No template is in force today',
  },
  'document.issued_already': {
    zh: '同一文书已出具且有效，请改为出具新版',
    en: 'A valid one was issued already; issue its next edition',
  },
  'document.not_valid': {
    zh: '该文书已被替代或作废',
    en: 'The document was replaced or voided already',
  },
  'document.case_changed': {
    zh: '案件刚有变化，请核对后重新出具',
    en: 'The case has just changed; look again and issue it anew',
  },
  'document_template.unknown_field': {
    zh: '模板中没有声明这个字段，或没有这项案件信息',
    en: 'The template declares no such field, or there is no such fact',
  },
  'document_template.unused_field': {
    zh: '声明了字段却未在版式中使用',
    en: 'The field is declared and never shown',
  },
  'document_template.uneven_columns': {
    zh: '各行的格数与列数不一致',
    en: 'The cells do not fit the columns',
  },
  'document_template.no_basis': {
    zh: '自定义字段须有填报依据和保存期限',
    en: 'A field of its own needs a ground and a term',
  },
  'document_template.in_the_past': {
    zh: '生效日期不能早于今天',
    en: 'It may not be in force before today',
  },
  'attachment.bad_name': {
    zh: '文件名不能含路径、控制字符，须带扩展名',
    en: 'A file name has an ending, and neither a path nor control characters',
  },
  'attachment.type_not_allowed': {
    zh: '不支持这种类型的文件',
    en: 'Files of this type are not accepted',
  },
  'attachment.type_differs': {
    zh: '文件内容与扩展名不符或已损坏',
    en: "The content is not what the name's ending says, or is broken",
  },
  'attachment.too_large': { zh: '文件超过大小上限', en: 'The file is larger than allowed' },
  'attachment.size_differs': {
    zh: '收到的内容与登记的大小不一致',
    en: 'What arrived is not as long as announced',
  },
  'attachment.hash_differs': {
    zh: '收到的内容与登记的摘要不一致',
    en: 'What arrived does not have the hash announced',
  },
  'attachment.expands': { zh: '压缩文件展开后过大', en: 'The archive would expand to too much' },
  'attachment.too_many_pixels': { zh: '图片像素过多', en: 'The picture has too many pixels' },
  'attachment.infected': { zh: '文件未通过病毒检查', en: 'The virus scanner refused the file' },
  'attachment.scanner_unreachable': {
    zh: '病毒检查服务不可用，请稍后再试',
    en: 'The virus scanner cannot be reached; try again later',
  },
  'attachment.store_unavailable': {
    zh: '文件存储暂不可用，请稍后再试',
    en: 'The store of files is not available; try again later',
  },
  'attachment.interrupted': { zh: '上传中断', en: 'The upload was interrupted' },
  'attachment.not_awaited': {
    zh: '该附件已上传、正在上传或登记已过期',
    en: 'The content is there, on its way, or no longer awaited',
  },
  'attachment.not_kept': {
    zh: '附件尚未上传完成或已删除',
    en: 'The attachment has no content yet, or no longer',
  },
  'attachment.too_many': {
    zh: '本案附件已达上限',
    en: 'The case has as many attachments as it may have',
  },
  'attachment.case_ended': {
    zh: '案件已终结，不能再添加附件',
    en: 'The case has ended; nothing is added any more',
  },
  'attachment.case_closed': { zh: '结案后不能删除附件', en: 'After closing, nothing is removed' },
  'attachment.reason_required': {
    zh: '查看身份材料须说明理由',
    en: 'Give the reason for opening an identity paper',
  },
  'attachment.unknown_document': {
    zh: '卷宗目录中没有这一项',
    en: 'The dossier has no such document',
  },
  'attachment.ticket_invalid': {
    zh: '下载凭证无效或不属于本人',
    en: "The ticket is invalid or somebody else's",
  },
  'attachment.ticket_expired': { zh: '下载凭证已过期', en: 'The ticket has expired' },
  'attachment.range': {
    zh: '请求的范围超出文件大小',
    en: 'The range lies beyond the end of the file',
  },
  'dossier.not_sealed': {
    zh: '归档前须先封存卷宗',
    en: 'The dossier is sealed before the case is archived',
  },
  'dossier.sealed': {
    zh: '卷宗已封存，不能再改动',
    en: 'The dossier is sealed; nothing of it changes any more',
  },
  'dossier.not_closed': {
    zh: '结案后方可封存卷宗',
    en: 'A dossier is sealed once the case is closed',
  },
  'dossier.front_outdated': {
    zh: '封面或卷内目录出具后材料又有变动，请重新出具后再封存',
    en: 'The cover or the contents were issued before the dossier changed last; issue them anew',
  },
  'dossier.incomplete': { zh: '卷宗缺少必须的材料', en: 'Required documents are missing' },
  'case.has_ended': {
    zh: '案件已终结，不能再补充或更正',
    en: 'The case has ended; nothing is added or corrected any more',
  },
  'case.too_many_parties': {
    zh: '本案当事人已达上限',
    en: 'The case has as many parties as it may have',
  },
  'case.party_unchanged': { zh: '没有需要更正的内容', en: 'Nothing would be corrected' },
  'correspondence.unknown_message': {
    zh: '本案没有这条群众留言',
    en: 'The citizen said no such thing about this case',
  },
  'applicant_notice.told': { zh: '申请人已被告知', en: 'The applicant was told already' },
  'dossier.case_no_differs': { zh: '案件编号不一致', en: 'This is not the number of the case' },
  'post.duplicate_name': { zh: '本中心已有同名岗位', en: 'The centre has a post of this name' },
  'post.in_use': { zh: '岗位上还有派驻义务，不能停用', en: 'Something is still owed at the post' },
  'stationing_obligation.post_unknown': {
    zh: '岗位不存在、已停用或不归本中心管理',
    en: 'There is no such post in use that you may keep',
  },
  'stationing_obligation.weekdays': {
    zh: '工作日岗位选周一至周五，休息日值班选周六、周日',
    en: 'Monday to Friday for working days, Saturday and Sunday for rest-day duty',
  },
  'stationing_obligation.rest_block': {
    zh: '休息日值班按日轮换',
    en: 'Rest-day duty changes by the day',
  },
  'stationing_obligation.tour': {
    zh: '连续轮次上限不能小于下限',
    en: 'The longest tour is shorter than the shortest',
  },
  'stationing_obligation.mix': {
    zh: '要求具备某项技能的人数超过应派人数',
    en: 'More people with a skill than people are owed',
  },
  'stationing_obligation.validity': {
    zh: '截止日期早于起始日期',
    en: 'The last day is before the first',
  },
  'stationing_obligation.out_of_reach': {
    zh: '该单位与中心不在同一区划系统',
    en: 'The department and the centre belong to different regions',
  },
  'stationing_obligation.overlap': {
    zh: '该单位在此岗位已有同期同类派驻义务',
    en: 'The department owes the same at this post in some of these days already',
  },
  'stationing_obligation.nominee': {
    zh: '所列人员不是该单位在职人员',
    en: 'Not somebody at work of the department',
  },
  'stationing_obligation.named_twice': { zh: '同一人只能列一次', en: 'Nobody is named twice' },
  'stationing.dates': {
    zh: '日期前后不符，或此处不填日期',
    en: 'The days do not fit, or none is named here',
  },
  'stationing.other_department': {
    zh: '该人员不属于派驻单位',
    en: 'The person does not belong to the department',
  },
  'stationing.duplicate': {
    zh: '该人员在本中心已有未了结的准入',
    en: 'An entry of this person to this centre is open already',
  },
  'stationing.wrong_state': { zh: '当前状态不能进行此操作', en: 'The state does not allow this' },
  'stationing.own_request': {
    zh: '不能审批本人提出或涉及本人的申请',
    en: 'Nobody decides on their own request, or about themselves',
  },
  'stationing.reason_required': { zh: '请说明理由', en: 'Give the reason' },
  'leave.dates': {
    zh: '请假最早自三十天前起，结束不早于开始，最长一年',
    en: 'At most 30 days back, not ending before it begins, a year at most',
  },
  'leave.overlap': { zh: '这些日期已有请假', en: 'Another leave has some of these days already' },
  'leave.wrong_state': { zh: '当前状态不能进行此操作', en: 'The state does not allow this' },
  'leave.own': { zh: '不能审批本人的请假', en: 'Nobody decides on their own leave' },
  'leave.reason_required': { zh: '不批准须说明理由', en: 'Say why it is refused' },
  'qualification.of_register': {
    zh: '调解资格在调解员名册中登记',
    en: 'That is kept in the register of mediators',
  },
  'qualification.validity': { zh: '失效日期早于生效日期', en: 'The last day is before the first' },
  'qualification.overlap': {
    zh: '该项资格在此期间已登记',
    en: 'The same qualification is entered for some of these days already',
  },
  'rotation_plan.period': {
    zh: '方案期间须起止有序，最长一年',
    en: 'The period ends after it begins and is a year at most',
  },
  'rotation_plan.centers': {
    zh: '只能包括本中心及下级中心',
    en: 'Only the own centre and those below it',
  },
  'rotation_plan.wrong_state': {
    zh: '方案当前状态不能进行此操作',
    en: 'The state of the plan does not allow this',
  },
  'rotation_plan.nothing_owed': {
    zh: '这些中心在此期间没有派驻义务',
    en: 'Nothing is owed to these centres in this period',
  },
  'rotation_plan.no_roster': {
    zh: '方案还没有排班，请先生成',
    en: 'There is no roster yet; solve it first',
  },
  'rotation_plan.breaks_rules': { zh: '排班违反硬性规则', en: 'The roster breaks a rule' },
  'rotation_plan.overlap': {
    zh: '同期已发布的方案还包括其他日子或其他中心',
    en: 'A published plan has some of these days and centres, and others',
  },
  'rotation_plan.elsewhere': {
    zh: '有人同期已在其他已发布方案中在岗，请重新生成',
    en: 'Somebody is on duty by another plan that was published meanwhile; solve it again',
  },
  'rotation_plan.locks_clash': {
    zh: '锁定的安排互相冲突或不再符合条件',
    en: 'What is locked clashes, or no longer fits',
  },
  'rotation_plan.unsolvable': {
    zh: '派驻义务的数据不能用于排班',
    en: 'No roster can be made of what is owed as it is',
  },
  'rotation_plan.person_unknown': {
    zh: '该人员未列入此岗位人选',
    en: 'The person is not named for this obligation',
  },
  'rotation_plan.block_unknown': { zh: '方案期间没有这一轮次', en: 'The period has no such block' },
  'rotation_plan.obligation_unknown': {
    zh: '方案中没有这项派驻义务',
    en: 'The plan has no such obligation',
  },
  'rotation_plan.repair_days': {
    zh: '修复从今天或以后、方案期内的一天开始，起止有序',
    en: 'A repair begins today or later within the plan, and ends after it begins',
  },
  'rotation_plan.base_superseded': {
    zh: '所修复的方案已被新版替代，请对新版重新修复',
    en: 'The plan it repairs was superseded; repair the new edition',
  },
  'rotation_plan.import_file': {
    zh: '不是导出格式的排班表',
    en: 'This is no workbook as rosters are exported',
  },
  'rotation_plan.import_lines': {
    zh: '排班表中有几行与方案不符',
    en: 'Some lines of the workbook do not fit the plan',
  },
  'rotation_plan.line_twice': { zh: '同一安排出现两次', en: 'The same turn stands in two lines' },
  'swap_request.turn': {
    zh: '只能对调已发布方案中本人或对方尚未开始的轮次',
    en: 'Only turns of a published plan that have not begun, one’s own and the other’s',
  },
  'swap_request.self': { zh: '不能与本人换班', en: 'Nobody swaps with themselves' },
  'swap_request.pending': {
    zh: '该轮次已有换班申请未了结',
    en: 'A swap of this turn is open already',
  },
  'swap_request.breaks_rules': { zh: '换班会违反排班规则', en: 'The swap would break a rule' },
  'swap_request.wrong_state': { zh: '当前状态不能进行此操作', en: 'The state does not allow this' },
  'swap_request.own': { zh: '不能审批本人参与的换班', en: 'Nobody decides on a swap of their own' },
  'swap_request.ended': {
    zh: '排班已变动或轮次已开始，此申请不再有效',
    en: 'The roster has moved on, or the turn has begun',
  },
  'swap_request.reason_required': { zh: '请说明理由', en: 'Give the reason' },
  'duty_feed.none': { zh: '没有启用的日历订阅', en: 'There is no calendar feed in use' },
  'assessment_scheme.formula': { zh: '公式有误', en: 'This is no formula' },
  'assessment_scheme.unknown_word': {
    zh: '公式只能使用 share（守约比例）和 failed（失约次数）',
    en: 'A formula knows share and failed, and nothing else',
  },
  'assessment_scheme.divisor': {
    zh: '公式中只能除以不为零的数',
    en: 'A formula divides by a number other than 0 only',
  },
  'assessment_scheme.rewards_failing': {
    zh: '按此公式，失约更多或办件更多反而得分更高',
    en: 'By this formula failing more, or doing more of the same, would pay',
  },
  'assessment_scheme.weights': { zh: '各项指标权重之和须为 100', en: 'The weights sum to 100' },
  'assessment_scheme.source_twice': {
    zh: '同一类事实只能设一项指标',
    en: 'Facts of one kind make one indicator',
  },
  'assessment_scheme.source_subject': {
    zh: '这类事实属于单位，不能用于考核个人',
    en: "These facts are a department's, not a person's",
  },
  'assessment_scheme.line': {
    zh: '没有可修订的方案，或考核对象、周期与原方案不一致',
    en: 'There is no such scheme to revise, or subject or period differ from it',
  },
  'assessment_scheme.wrong_state': {
    zh: '考核方案当前状态不能进行此操作',
    en: "The scheme's state does not allow this",
  },
  'assessment_scheme.not_simulated': {
    zh: '发布前须先以上一考核期试算',
    en: 'Simulate the scheme over the last period before publishing it',
  },
  'assessment_scheme.period_start': {
    zh: '生效日期须为今天或以后某一考核期的第一天',
    en: 'It applies from the first day of a period, today or later',
  },
  'assessment_scheme.period_end': {
    zh: '失效日期须为生效后、今天或以后某一考核期的最后一天',
    en: 'It applies to the last day of a period, today or later',
  },
  'assessment.period_unknown': {
    zh: '没有这个考核期，或方案在此期间未生效',
    en: 'No such period, or the scheme was not in force',
  },
  'assessment.period_not_over': { zh: '考核期尚未结束', en: 'The period is not over yet' },
  'assessment.period_closed': { zh: '该考核期已结算', en: 'The period is closed already' },
  'assessment.appeal_too_late': { zh: '已超过申诉期限', en: 'The time for an appeal is over' },
  'assessment.appeal_open': { zh: '已有申诉正在复核', en: 'An appeal is being decided on already' },
  'assessment.corrected': {
    zh: '该结果已有更正结果，请对更正结果提出',
    en: 'There is a corrected result beside this one',
  },
  'assessment.fact_unknown': {
    zh: '该结果没有这项失约事实，或已作出认定',
    en: 'The result has no such failed fact, or it was ruled on already',
  },
  'assessment.rulings': {
    zh: '须对申诉的每项事实各作一次认定，且至少改变一项',
    en: 'Each fact of the appeal is ruled on once, and one at least changes',
  },
  'assessment.appeal_decided': { zh: '该申诉已有结论', en: 'The appeal was decided already' },
  'assessment.head_unknown': {
    zh: '请指定该单位在岗的承办人或调解员',
    en: 'Name a handler or mediator of the department',
  },
  'assessment.head_ended': {
    zh: '该负责人登记已终止',
    en: 'The person does not head the department any more',
  },
  'duty_stand_in.obligation_unknown': {
    zh: '没有可以申请替班的这项派驻义务',
    en: 'There is no such obligation you may ask a stand-in for',
  },
  'duty_stand_in.dates': {
    zh: '替班最早自三十天前起，结束不早于开始，最长两个月',
    en: 'At most 30 days back, not ending before it begins, two months at most',
  },
  'duty_stand_in.same': { zh: '不能由本人替本人的班', en: 'Nobody stands in for themselves' },
  'duty_stand_in.not_of_department': {
    zh: '该人员不是派驻单位在职人员',
    en: 'Not somebody at work of the department',
  },
  'duty_stand_in.not_admitted': {
    zh: '替班人在这些日子未准入本中心',
    en: 'Whoever stands in is not admitted to the centre on these days',
  },
  'duty_stand_in.overlap': {
    zh: '该人员在这些日子已有替班',
    en: 'The place has a stand-in on some of these days already',
  },
  'duty_stand_in.wrong_state': {
    zh: '当前状态不能进行此操作',
    en: 'The state does not allow this',
  },
  'duty_stand_in.own': {
    zh: '不能审批本人提出或涉及本人的替班',
    en: 'Nobody decides on what they asked for or have a part in',
  },
  'duty_stand_in.reason_required': { zh: '不批准须说明理由', en: 'Say why it is refused' },
  'presence_record.not_due': {
    zh: '该人员当日在此岗位没有值守安排',
    en: 'The person is not due at this post on this day',
  },
  'presence_record.too_early': {
    zh: '该岗位当日值守尚未开始',
    en: 'The duty of this day has not begun',
  },
  'presence_record.too_late': {
    zh: '只能登记七日以内的巡查',
    en: 'Records are made within seven days',
  },
  'presence_record.finding': {
    zh: '随驻岗位登记是否应召，其他岗位登记是否在岗',
    en: 'On-call posts are answered, the others are served',
  },
  'presence_record.note_required': {
    zh: '未见在岗或未应召须写明情况',
    en: 'Say what was found where nobody was there',
  },
  'presence_record.own': {
    zh: '不能登记本人的在岗情况',
    en: 'Nobody keeps a record about themselves',
  },
  'presence_record.twice': {
    zh: '您已登记过该人员当日的情况',
    en: 'You have a record of this person and day already',
  },
  'presence_record.withdrawn': { zh: '该记录已撤销', en: 'The record was withdrawn' },
  'duty_workstation.post_unknown': {
    zh: '岗位不存在、已停用或不归本中心管理',
    en: 'There is no such post in use that you may keep',
  },
  'duty_workstation.removed': {
    zh: '该电脑的登记已取消',
    en: "The computer is no longer one of the window's",
  },
  'auth.scope_missing': {
    zh: '应用的授权范围不包括此项操作',
    en: "The application's scopes do not include this",
  },
  'auth.people_only': {
    zh: '此项操作只供本人登录后使用，不对应用开放',
    en: 'This is for people who signed in, not for applications',
  },
  'auth.outside_limits': {
    zh: '超出应用获准的事项类别或区划',
    en: 'Beyond the classes or regions the application is allowed',
  },
  'oauth.invalid_request': { zh: '令牌请求不正确', en: 'The token request is malformed' },
  'oauth.invalid_client': {
    zh: '应用标识或密钥不正确，或应用未启用',
    en: 'The client or its secret is wrong, or the application is not active',
  },
  'oauth.unsupported_grant_type': {
    zh: '只支持 client_credentials',
    en: 'Only client credentials are supported',
  },
  'oauth.invalid_scope': {
    zh: '授权范围不存在或未获准',
    en: 'A scope is unknown or was not granted',
  },
  'application.scope_without_right': {
    zh: '您本人的岗位没有这项权限，不能授予应用',
    en: 'Your own capacity has no such right to give',
  },
  'application.region_outside': {
    zh: '区划不在您的岗位所辖范围',
    en: "The region is not within your capacity's",
  },
  'application.expiry_wrong': {
    zh: '有效期须在今天以后、两年以内',
    en: 'It ends after today and within two years',
  },
  'application.capacity_borrowed': {
    zh: '代班期间不能为他人岗位创建应用',
    en: 'Whoever stands in makes no applications of that capacity',
  },
  'application.wrong_state': {
    zh: '应用当前状态不能进行此操作',
    en: "The application's state does not allow this",
  },
  'application.suspended_by_other': {
    zh: '由安全管理员停用的应用只能由安全管理员恢复',
    en: 'What a security administrator suspended only one of them resumes',
  },
  'application.two_secrets': {
    zh: '已有两个有效密钥，请先作废一个',
    en: 'Two secrets are live already; revoke one first',
  },
  'application.too_many': {
    zh: '您的应用已达上限，请先撤销不再使用的',
    en: 'You have as many applications as one may have; revoke one first',
  },
  'application.secret_unknown': { zh: '没有这个有效密钥', en: 'There is no such live secret' },
  'api_settings.origin_invalid': {
    zh: '来源须为 https://主机[:端口]，不带路径',
    en: 'An origin is a scheme, a host and perhaps a port, without a path',
  },
  'api_settings.body_too_large': {
    zh: '不能超过服务器配置的请求上限',
    en: "No more than the server's own setting allows",
  },
  'server.timeout': { zh: '处理时间过长，已停止', en: 'It took too long and was stopped' },
  'adapter.inactive': {
    zh: '该系统的对接已停用',
    en: 'Messages of this system are not accepted now',
  },
  'adapter.refused': { zh: '按对接规则不予接收', en: 'Such a message makes no case' },
  'adapter.unknown_code': { zh: '对照表中没有该代码', en: 'The table of codes has no such code' },
  'adapter.not_a_time': { zh: '日期时间不是约定的格式', en: 'Not a time in the agreed form' },
  'adapter.not_a_number': { zh: '不是可用的数字', en: 'Not a number that can be used' },
  'adapter.not_a_flag': { zh: '不能识别为是或否', en: 'Means neither yes nor no' },
  'adapter.not_a_text': {
    zh: '应为单个值，不是列表或对象',
    en: 'One value is wanted, no list and no object',
  },
  'adapter.not_a_list': { zh: '应为列表', en: 'A list is wanted' },
  'adapter.pointer': { zh: '不是有效的字段位置（JSON Pointer）', en: 'Not a JSON pointer' },
  'adapter.target_elsewhere': { zh: '该项目不在此处', en: 'This member does not belong here' },
  'adapter.target_missing': { zh: '缺少必需的项目', en: 'A member that is needed is missing' },
  'adapter.rule_unfit': { zh: '该项目不能用此规则', en: 'This rule makes no such value' },
  'adapter.rule_incomplete': {
    zh: '规则缺少必需的内容，或有多余的内容',
    en: 'The rule lacks what it needs, or has what it does not',
  },
  'adapter.table_unknown': { zh: '没有这张对照表', en: 'There is no such table' },
  'adapter.status_missing': { zh: '每个案件状态都要有对方的说法', en: 'Every status needs a word' },
  'adapter.example_refused': {
    zh: '按此对照，该示例报文不能登记',
    en: 'By this mapping the example is no registration',
  },
  'adapter.known': {
    zh: '已有使用该代码或该来源名称的系统',
    en: 'Another system has this code or this name of a source',
  },
  'adapter.position_unknown': { zh: '没有这个位置', en: 'There is no such position' },
  'device.duplicate': { zh: '该设备编码已登记', en: 'The code is entered already' },
  'device.code_invalid': {
    zh: '不是 GB/T 28181 前端设备的 20 位编码',
    en: 'Not the 20-digit code of a device (GB/T 28181)',
  },
  'device.not_in_use': { zh: '该设备故障或已停用', en: 'The device is faulty or retired' },
  'device.player_not_configured': {
    zh: '尚未配置视频平台的播放地址，请联系系统管理员',
    en: 'No player is configured; ask the administrator',
  },
  'device.case_unknown': {
    zh: '没有您可以查看的这件案件',
    en: 'There is no such case you may read',
  },
  'webhook.url': {
    zh: '须为 https 地址，不含账号和片段',
    en: 'An https address without an account and a fragment',
  },
  'webhook.https_required': {
    zh: '须使用 https；http 只用于系统设置允许的网络',
    en: 'Use https; http is for networks the settings allow',
  },
  'webhook.address_refused': {
    zh: '不允许推送到该地址',
    en: 'Events are not delivered to this address',
  },
  'webhook.event_type_unknown': { zh: '没有这种事件', en: 'There is no such type of event' },
  'webhook.too_many': { zh: '事件推送已达上限', en: 'There are too many webhooks already' },
  'webhook.disabled': { zh: '事件推送已停用', en: 'The webhook is disabled' },
  'webhook.enabled': { zh: '事件推送已启用', en: 'The webhook is enabled' },
  'webhook.application': {
    zh: '须为本岗位已启用且可查看案件的应用',
    en: 'An active application of this capacity that may see cases',
  },
  'webhook.since': { zh: '起始时间须早于现在', en: 'It must lie in the past' },
  'job.wrong_state': { zh: '该任务已结束或正在取消', en: 'The job has ended, or is ending' },
  'job.owner_gone': {
    zh: '提交人已不在该岗位或不再有此权限',
    en: 'Whoever asked for it may do it no more',
  },
  'job.too_many_open': {
    zh: '您有过多任务尚未完成，请等待或取消其中一些',
    en: 'Too many of your jobs are not done yet: wait, or cancel some',
  },
  'import.format': {
    zh: '只接受 CSV、XLSX、JSON Lines 文件（.csv、.xlsx、.jsonl）',
    en: 'Files are CSV, XLSX or JSON Lines (.csv, .xlsx, .jsonl)',
  },
  'import.too_large': { zh: '文件超过允许的大小', en: 'The file is larger than is allowed' },
  'import.mapping': { zh: '字段对应关系与文件不符', en: 'The mapping does not fit the file' },
  'import.unreadable': { zh: '文件无法读取', en: 'The file cannot be read' },
  'import.not_awaited': {
    zh: '该导入的文件已上传或已过期',
    en: 'The file of this import is there already, or too late',
  },
  'import.not_ready': {
    zh: '文件未上传、任务未结束，或文件已删除',
    en: 'The file is not there, is being worked on, or is gone again',
  },
  'export.not_ready': { zh: '导出尚未完成或未成功', en: 'The export is not done, or failed' },
  'export.too_many': {
    zh: '符合条件的案件过多，请缩小筛选范围',
    en: 'More cases than an export may have: filter more',
  },
  'reconciliation.no_center': {
    zh: '本岗位所在区划没有综治中心，不能比对',
    en: 'The region of your capacity has no centre to reconcile for',
  },
  'reconciliation.month': { zh: '该月尚未开始，请选择本月或以前', en: 'The month has not begun' },
  'reconciliation.source_unknown': {
    zh: '本中心没有这一来源的案件，也没有这一来源的对接系统；请核对来源名称',
    en: 'No case of the centre and no connected system has this source; look its name up',
  },
  'reconciliation.registered': {
    zh: '该编号已登记，无需询问',
    en: 'The number is registered; nothing is to be asked',
  },
  'reconciliation.asked': { zh: '已就该编号询问过', en: 'It was asked about already' },
  'reconciliation.unit_unknown': {
    zh: '请指定本中心辖区内的单位',
    en: 'Name a department within the region of the centre',
  },
  'question.answered': { zh: '该事项已答复', en: 'The question was answered already' },
  'question.ground': {
    zh: '该情形不适用于此事项',
    en: 'This kind of answer does not fit the question',
  },
};
