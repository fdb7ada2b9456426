//! THE table of problems: code, status, title in both languages.
//!
//! `docs/errors.md` and the enum in the OpenAPI document are made from it. A code never changes
//! its meaning; a new reason is a new row.

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::lang::Lang;

macro_rules! codes {
    ($($variant:ident = $code:tt, $status:ident, $zh:literal, $en:literal;)*) => {
        /// What went wrong, as `slice.reason`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        pub enum ErrorCode {
            $(#[doc = $en] #[serde(rename = $code)] $variant,)*
        }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as it is written on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The HTTP status it is answered with.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status),* }
            }

            /// The short text for people.
            pub const fn title(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, Lang::Zh) => $zh, (Self::$variant, Lang::En) => $en,)*
                }
            }
        }
    };
}

codes! {
    // The request itself.
    RequestMalformed = "request.malformed", BAD_REQUEST, "请求格式不正确", "The request is malformed";
    RequestMalformedJson = "request.malformed_json", BAD_REQUEST, "请求正文不是有效的 JSON", "The body is not valid JSON";
    RequestInvalidParameter = "request.invalid_parameter", BAD_REQUEST, "请求参数不正确或不存在", "A parameter is unknown or invalid";
    RequestInvalidPath = "request.invalid_path", BAD_REQUEST, "地址中的编号格式不正确", "An id in the path is malformed";
    RequestInvalidCursor = "request.invalid_cursor", BAD_REQUEST, "翻页标记无效", "The cursor is invalid";
    RequestInvalidHeader = "request.invalid_header", BAD_REQUEST, "请求头格式不正确", "A header is malformed";
    RequestNotFound = "request.not_found", NOT_FOUND, "没有找到", "Not found";
    RequestMethodNotAllowed = "request.method_not_allowed", METHOD_NOT_ALLOWED, "此地址不支持该操作", "The method is not allowed here";
    RequestTimeout = "request.timeout", REQUEST_TIMEOUT, "请求超时", "The request took too long to arrive";
    RequestTooLarge = "request.too_large", PAYLOAD_TOO_LARGE, "请求内容过大", "The body is too large";
    RequestUnsupportedMediaType = "request.unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "请求正文的类型或字符集不被接受", "The type or charset of the body is not accepted";
    RequestValidation = "request.validation", UNPROCESSABLE_ENTITY, "填写内容有误", "Some fields are not acceptable";
    RequestIfMatchMissing = "request.if_match_missing", PRECONDITION_REQUIRED, "缺少 If-Match 请求头", "If-Match is required";
    RequestStaleVersion = "request.stale_version", PRECONDITION_FAILED, "内容已被他人修改", "Somebody changed it in the meantime";
    RequestRateLimited = "request.rate_limited", TOO_MANY_REQUESTS, "操作过于频繁", "Too many requests";
    // Idempotency-Key.
    IdempotencyKeyReused = "idempotency.key_reused", UNPROCESSABLE_ENTITY, "同一幂等键用于不同的请求", "The Idempotency-Key was used for another request";
    IdempotencyInProgress = "idempotency.in_progress", CONFLICT, "相同的请求正在处理", "The same request is still running";
    // Signing in.
    AuthRequired = "auth.required", UNAUTHORIZED, "请先登录", "Sign in first";
    AuthInvalidToken = "auth.invalid_token", UNAUTHORIZED, "登录凭证无效", "The access token is invalid";
    AuthExpiredToken = "auth.expired_token", UNAUTHORIZED, "登录已过期", "The access token has expired";
    AuthBadCredentials = "auth.bad_credentials", UNAUTHORIZED, "用户名或密码不正确", "User name or password is wrong";
    AuthOtpRequired = "auth.otp_required", UNAUTHORIZED, "请输入一次性口令", "A one-time password is needed";
    AuthBadOtp = "auth.bad_otp", UNAUTHORIZED, "一次性口令不正确或已使用", "The one-time password is wrong or was used before";
    AuthOtpEnabled = "auth.otp_enabled", CONFLICT, "一次性口令已启用", "One-time passwords are on already";
    AuthOtpNotBegun = "auth.otp_not_begun", CONFLICT, "尚未启用一次性口令", "One-time passwords have not been set up";
    AuthPasswordChangeRequired = "auth.password_change_required", FORBIDDEN, "请先修改初始密码", "Choose a new password first";
    AuthInvalidRefresh = "auth.invalid_refresh", UNAUTHORIZED, "登录已失效，请重新登录", "The session has ended; sign in again";
    AuthLocked = "auth.locked", TOO_MANY_REQUESTS, "登录失败次数过多，暂时锁定", "Too many failed sign-ins; locked for a while";
    AuthNotAllowed = "auth.not_allowed", FORBIDDEN, "没有此项权限", "You may not do this";
    AuthUnknownCapacity = "auth.unknown_capacity", UNPROCESSABLE_ENTITY, "没有这个岗位身份", "You do not hold this capacity";
    AuthNoCapacity = "auth.no_capacity", FORBIDDEN, "尚未授予岗位身份，请联系系统管理员", "No capacity has been granted to you yet";
    AuthWeakPassword = "auth.weak_password", UNPROCESSABLE_ENTITY, "密码强度不足", "The password is too weak";
    // Applications.
    AuthScopeMissing = "auth.scope_missing", FORBIDDEN, "应用的授权范围不包括此项操作", "The application's scopes do not include this";
    AuthPeopleOnly = "auth.people_only", FORBIDDEN, "此项操作只供本人登录后使用，不对应用开放", "This is for people who signed in, not for applications";
    AuthOutsideLimits = "auth.outside_limits", UNPROCESSABLE_ENTITY, "超出应用获准的事项类别或区划", "Beyond the classes or regions the application is allowed";
    OauthInvalidRequest = "oauth.invalid_request", BAD_REQUEST, "令牌请求不正确", "The token request is malformed";
    OauthInvalidClient = "oauth.invalid_client", UNAUTHORIZED, "应用标识或密钥不正确，或应用未启用", "The client or its secret is wrong, or the application is not active";
    OauthUnsupportedGrantType = "oauth.unsupported_grant_type", BAD_REQUEST, "只支持 client_credentials", "Only client credentials are supported";
    OauthInvalidScope = "oauth.invalid_scope", BAD_REQUEST, "授权范围不存在或未获准", "A scope is unknown or was not granted";
    ApplicationScopeWithoutRight = "application.scope_without_right", UNPROCESSABLE_ENTITY, "您本人的岗位没有这项权限，不能授予应用", "Your own capacity has no such right to give";
    ApplicationRegionOutside = "application.region_outside", UNPROCESSABLE_ENTITY, "区划不在您的岗位所辖范围", "The region is not within your capacity's";
    ApplicationExpiryWrong = "application.expiry_wrong", UNPROCESSABLE_ENTITY, "有效期须在今天以后、两年以内", "It ends after today and within two years";
    ApplicationCapacityBorrowed = "application.capacity_borrowed", CONFLICT, "代班期间不能为他人岗位创建应用", "Whoever stands in makes no applications of that capacity";
    ApplicationWrongState = "application.wrong_state", CONFLICT, "应用当前状态不能进行此操作", "The application's state does not allow this";
    ApplicationSuspendedByOther = "application.suspended_by_other", CONFLICT, "由安全管理员停用的应用只能由安全管理员恢复", "What a security administrator suspended only one of them resumes";
    ApplicationTwoSecrets = "application.two_secrets", CONFLICT, "已有两个有效密钥，请先作废一个", "Two secrets are live already; revoke one first";
    ApplicationTooMany = "application.too_many", CONFLICT, "您的应用已达上限，请先撤销不再使用的", "You have as many applications as one may have; revoke one first";
    ApplicationSecretUnknown = "application.secret_unknown", UNPROCESSABLE_ENTITY, "没有这个有效密钥", "There is no such live secret";
    ApiSettingsOriginInvalid = "api_settings.origin_invalid", UNPROCESSABLE_ENTITY, "来源须为 https://主机[:端口]，不带路径", "An origin is a scheme, a host and perhaps a port, without a path";
    ApiSettingsBodyTooLarge = "api_settings.body_too_large", UNPROCESSABLE_ENTITY, "不能超过服务器配置的请求上限", "No more than the server's own setting allows";
    AuthPasswordReused = "auth.password_reused", UNPROCESSABLE_ENTITY, "不能使用最近用过的密码", "The password was used before";
    // Reference data.
    RegionUnknown = "region.unknown", UNPROCESSABLE_ENTITY, "行政区划不存在", "The region does not exist";
    DepartmentUnknown = "department.unknown", UNPROCESSABLE_ENTITY, "单位不存在或已停用", "The department does not exist or is closed";
    DepartmentDuplicateName = "department.duplicate_name", CONFLICT, "同一区划下已有同名单位", "A department of this name exists here";
    DepartmentCycle = "department.cycle", UNPROCESSABLE_ENTITY, "上级单位不能是自己或下级", "The parent may not be the department itself or one below it";
    CenterUnknown = "center.unknown", UNPROCESSABLE_ENTITY, "综治中心不存在", "The centre does not exist";
    CenterDuplicate = "center.duplicate", CONFLICT, "该区划已有综治中心", "The region has a centre already";
    CodeUnknown = "code.unknown", UNPROCESSABLE_ENTITY, "代码不存在或已停用", "The code does not exist or is no longer valid";
    PersonUnknown = "person.unknown", UNPROCESSABLE_ENTITY, "人员不存在", "The person does not exist";
    UserDuplicateName = "user.duplicate_name", CONFLICT, "用户名已被使用", "The user name is taken";
    UserOwnAccount = "user.own_account", CONFLICT, "不能停用自己的账号", "You may not close your own account";
    CapacityExclusiveRoles = "capacity.exclusive_roles", UNPROCESSABLE_ENTITY, "三员角色互斥", "The three administrator roles exclude each other";
    CapacityDuplicate = "capacity.duplicate", CONFLICT, "该人员已有相同的岗位身份", "The person holds this capacity already";
    CapacityInUse = "capacity.in_use", CONFLICT, "不能撤销自己正在使用的岗位身份", "You may not withdraw the capacity you act in";
    CapacityWrongLevel = "capacity.wrong_level", UNPROCESSABLE_ENTITY, "该角色不设在这一级", "The role does not exist at this level";
    CapacityWrongRegion = "capacity.wrong_region", UNPROCESSABLE_ENTITY, "区划须为单位所在区划或其下级", "The region must be the department's own or below it";
    // Cases.
    CaseIllegalTransition = "case.illegal_transition", CONFLICT, "当前状态不能进行此操作", "The case's state does not allow this";
    CaseStaleVersion = "case.stale_version", PRECONDITION_FAILED, "案件已被他人修改", "Somebody changed the case in the meantime";
    CaseSourceDuplicate = "case.source_duplicate", CONFLICT, "该来源编号已登记", "A case from this source number exists";
    CaseNotClassified = "case.not_classified", UNPROCESSABLE_ENTITY, "分流前须先确定类型和等级", "Classify the case before dispatching it";
    CaseDepartmentOutOfReach = "case.department_out_of_reach", UNPROCESSABLE_ENTITY, "该单位不管辖案件所在区划", "The department does not cover the case's region";
    CaseNotYourReferral = "case.not_your_referral", FORBIDDEN, "本单位不是该案承办单位", "Your department does not hold this referral";
    CaseNothingToSign = "case.nothing_to_sign", CONFLICT, "本单位没有待签收的转办件", "Your department has nothing to sign for";
    CaseReturnLimit = "case.return_limit", CONFLICT, "退回已达上限，须由中心主任裁定", "Returned twice already; only a ruling moves it";
    CaseRuledFinal = "case.ruled_final", CONFLICT, "经裁定的案件不能再退回", "A ruled case cannot be returned";
    CaseRulingRequired = "case.ruling_required", CONFLICT, "退回已达上限，须由中心主任裁定", "Only the director's ruling may dispatch it now";
    CaseAssistantOpen = "case.assistant_open", CONFLICT, "仍有协办单位未办结", "An assisting department has not finished";
    CaseAssistDuplicate = "case.assist_duplicate", CONFLICT, "该单位已在承办", "The department already has a part in it";
    CaseNoAssistOpen = "case.no_assist_open", CONFLICT, "该单位没有未办结的协办件", "The department has no part as an assistant that is not done";
    CaseSuspensionTooLong = "case.suspension_too_long", FORBIDDEN, "承办单位历次中止合计超过规定天数，或不定期的，须向督办岗申请", "Beyond a department's own days for stops, or for no named time, a supervisor is asked";
    CaseSuspensionPending = "case.suspension_pending", CONFLICT, "已有待审批的中止申请", "A stop is being decided on already";
    CaseNoSuspensionPending = "case.no_suspension_pending", CONFLICT, "没有待审批的中止申请", "No stop was asked for";
    CaseNoProcedure = "case.no_procedure", CONFLICT, "本案不是因法定程序中止的", "The case waits for no procedure of the law";
    CaseProcedureExtension = "case.procedure_extension", UNPROCESSABLE_ENTITY, "超过该程序依法可以延长的天数", "More days than the organ in charge may make the limit longer by";
    CaseExtensionTooLate = "case.extension_too_late", CONFLICT, "办理期限已届满，不能再申请延期", "The limit has ended; it cannot be extended any more";
    CaseExtensionUsed = "case.extension_used", CONFLICT, "本案已延期一次", "The limit was extended once already";
    CaseExtensionTooLong = "case.extension_too_long", UNPROCESSABLE_ENTITY, "延期不得超过原期限的规定比例", "An extension may be at most the share of the limit the rule allows";
    CaseExtensionPending = "case.extension_pending", CONFLICT, "已有待审批的延期申请", "An extension is being decided on already";
    CaseNoExtensionPending = "case.no_extension_pending", CONFLICT, "没有待审批的延期申请", "No extension was asked for";
    CaseNotAboveOrBelow = "case.not_above_or_below", UNPROCESSABLE_ENTITY, "只能移交上级或下级综治中心", "The centre is neither above nor below";
    CaseMergeTarget = "case.merge_target", UNPROCESSABLE_ENTITY, "目标案件不存在、已结束或就是本案", "The other case does not exist, has ended, or is this one";
    CaseNotAPart = "case.not_a_part", CONFLICT, "本案不是拆分出的案件", "The case was not split from another";
    CasePartWorked = "case.part_worked", CONFLICT, "拆出的案件已开始办理，不能撤销拆分", "Somebody has begun to work on the part";
    CaseNotBulk = "case.not_bulk", UNPROCESSABLE_ENTITY, "该操作不能批量办理", "This cannot be done to many cases at once";
    CaseReasonRequired = "case.reason_required", UNPROCESSABLE_ENTITY, "请填写理由", "Give the reason";
    CaseCallbacksMissing = "case.callbacks_missing", CONFLICT, "须在不同日期两次回访未果后方可直接办结", "Two failed callbacks on different days come first";
    CaseReopenWindow = "case.reopen_window", CONFLICT, "已超过可重新办理的期限", "The time for reopening is over";
    CaseUnknownParty = "case.unknown_party", UNPROCESSABLE_ENTITY, "当事人不存在", "The party does not exist";
    CaseFieldEmpty = "case.field_empty", UNPROCESSABLE_ENTITY, "该项没有内容", "The field is empty";
    CasePartyRequired = "case.party_required", UNPROCESSABLE_ENTITY, "请填写一名当事人，或选择匿名", "Name one party or register anonymously";
    CaseInvalidTime = "case.invalid_time", UNPROCESSABLE_ENTITY, "时间不合理", "The time is not possible";
    // Supervision orders.
    SupervisionOrderCaseUnknown = "supervision_order.case_unknown", UNPROCESSABLE_ENTITY, "没有找到这个案件", "There is no such case";
    SupervisionOrderCaseNotHandled = "supervision_order.case_not_handled", UNPROCESSABLE_ENTITY, "案件当前没有单位在承办，不能督办", "No department is handling the case now";
    SupervisionOrderDepartmentNotHandling = "supervision_order.department_not_handling", UNPROCESSABLE_ENTITY, "该单位没有承办这个案件", "The department has no part in the case";
    SupervisionOrderOpenAlready = "supervision_order.open_already", UNPROCESSABLE_ENTITY, "该案已有未办结的督办件", "The case is under an open order to this department already";
    SupervisionOrderReplyDay = "supervision_order.reply_day", UNPROCESSABLE_ENTITY, "回复期限须为今后的工作日", "The reply must be due on a working day to come";
    SupervisionOrderIllegalTransition = "supervision_order.illegal_transition", CONFLICT, "督办件当前状态不能进行此操作", "The order's state does not allow this";
    SupervisionOrderOwnReply = "supervision_order.own_reply", FORBIDDEN, "被督办单位不得审核本单位的回复", "A department may not decide on its own reply";
    // Saved views.
    ViewDuplicateName = "view.duplicate_name", CONFLICT, "已有同名视图", "A view of this name exists";
    ViewTooMany = "view.too_many", CONFLICT, "视图已达上限", "There are too many views";
    ViewUnknown = "view.unknown", UNPROCESSABLE_ENTITY, "视图不存在", "The view does not exist";
    // Precedents and visits.
    PrecedentRetired = "precedent.retired", CONFLICT, "该先例已停止适用", "The precedent is retired already";
    VisitEnded = "visit.ended", CONFLICT, "该来访来电已登记或了结", "The visit was registered or closed already";
    VisitNothingOffered = "visit.nothing_offered", CONFLICT, "没有待接收的移交", "Nothing is being handed over";
    VisitFirstContactDiffers = "visit.first_contact_differs", UNPROCESSABLE_ENTITY, "首问与来访来电记录不一致", "The visit says another first contact";
    VisitUnknown = "visit.unknown", UNPROCESSABLE_ENTITY, "来访来电记录不存在或已了结", "The visit does not exist or has ended";
    VisitReceiver = "visit.receiver", UNPROCESSABLE_ENTITY, "请指定另一名人员或一个单位接收", "Name another person, or a department";
    VisitCaseUnknown = "visit.case_unknown", UNPROCESSABLE_ENTITY, "案件不存在", "The case does not exist";
    VisitPersonalData = "visit.personal_data", UNPROCESSABLE_ENTITY, "请勿填写电话、证件等号码", "No telephone or identity numbers here";
    // Leader receptions, tasks on cases, review meetings.
    ReceptionLeader = "reception.leader", UNPROCESSABLE_ENTITY, "请指定本中心的一名领导", "Name a leader of the centre";
    ReceptionTimes = "reception.times", UNPROCESSABLE_ENTITY, "起止时间须在今后的同一天，先起后止", "Both times lie on one day to come, the start first";
    ReceptionDuplicate = "reception.duplicate", CONFLICT, "该领导当天已安排接访", "The leader receives on that day already";
    ReceptionLeadTime = "reception.lead_time", UNPROCESSABLE_ENTITY, "接访日须按规定天数提前公布，逾期公布请说明理由", "Later than the lead in force asks for: say why it is published late";
    ReceptionNothingToPublish = "reception.nothing_to_publish", CONFLICT, "这段时间没有待公布的接访日", "There is nothing to publish in these days";
    ReceptionWrongState = "reception.wrong_state", CONFLICT, "接访日当前状态不能进行此操作", "The reception day's state does not allow this";
    ReceptionSlotsBooked = "reception.slots_booked", UNPROCESSABLE_ENTITY, "号次不能少于已预约的号", "A place that is booked cannot be taken away";
    ReceptionSwapDay = "reception.swap_day", UNPROCESSABLE_ENTITY, "只能与本中心另一位领导已公布且未到期的接访日对调", "Only with a published day to come of another leader of the centre";
    ReceptionSwapPending = "reception.swap_pending", CONFLICT, "其中一天已有待答复的对调申请", "One of the days is being exchanged already";
    ReceptionSwapEnded = "reception.swap_ended", CONFLICT, "对调申请已有结果或已过期", "The exchange was decided on, or its day has come";
    ReceptionFull = "reception.full", CONFLICT, "预约已满", "Every place is booked";
    ReceptionSlotTaken = "reception.slot_taken", UNPROCESSABLE_ENTITY, "该号次不存在或已被预约", "There is no such place, or it is booked";
    ReceptionAppointmentEnded = "reception.appointment_ended", CONFLICT, "该预约已接待、取消或未到", "The appointment was kept, cancelled or missed already";
    ReceptionAppointmentUnknown = "reception.appointment_unknown", UNPROCESSABLE_ENTITY, "预约不存在或已了结", "There is no such open appointment on this day";
    ReceptionNotYet = "reception.not_yet", CONFLICT, "接访日尚未到", "The day has not come yet";
    ReceptionCaseRequired = "reception.case_required", UNPROCESSABLE_ENTITY, "接访须关联案件或当场登记", "Link a case, or register one";
    ReceptionCaseUnknown = "reception.case_unknown", UNPROCESSABLE_ENTITY, "案件不存在", "The case does not exist";
    CaseTaskCase = "case_task.case", UNPROCESSABLE_ENTITY, "请指明属于哪个案件", "Say which of the cases it is about";
    CaseTaskCaseEnded = "case_task.case_ended", UNPROCESSABLE_ENTITY, "案件已终结，不能再交办", "The case has ended; no task can be set on it";
    CaseTaskDueDay = "case_task.due_day", UNPROCESSABLE_ENTITY, "期限须在今天起一年以内", "The day lies between today and a year from now";
    CaseTaskEnded = "case_task.ended", CONFLICT, "任务已办结或已撤回", "The task is done or was withdrawn";
    CaseTaskPromiseStays = "case_task.promise_stays", CONFLICT, "领导接访的承诺不能撤回，只能兑现", "A promise cannot be withdrawn, only kept";
    ReviewMeetingWrongState = "review_meeting.wrong_state", CONFLICT, "研判会当前状态不能进行此操作", "The meeting's state does not allow this";
    ReviewMeetingTime = "review_meeting.time", UNPROCESSABLE_ENTITY, "会议时间须在今天起一年以内", "The meeting lies between today and a year from now";
    ReviewMeetingChair = "review_meeting.chair", UNPROCESSABLE_ENTITY, "请指定本中心的领导或主任主持", "Name a leader or the director of the centre as the chair";
    ReviewMeetingItemUnknown = "review_meeting.item_unknown", UNPROCESSABLE_ENTITY, "议程中没有这一项", "There is no such item on the agenda";
    ReviewMeetingItemDuplicate = "review_meeting.item_duplicate", UNPROCESSABLE_ENTITY, "该案件已在议程中", "The case is on the agenda already";
    ReviewMeetingCaseUnknown = "review_meeting.case_unknown", UNPROCESSABLE_ENTITY, "案件不存在或不由本中心负责", "There is no such case in the charge of the centre";
    ReviewMeetingMinutesIssued = "review_meeting.minutes_issued", CONFLICT, "会议纪要已出具", "The minutes are issued already";
    // Calendars and limits.
    CalendarUnknown = "calendar.unknown", NOT_FOUND, "没有这个日历", "There is no such calendar";
    CalendarRangeTooLong = "calendar.range_too_long", BAD_REQUEST, "日期范围过长", "The range of dates is too long";
    // Changes of limits.
    TimeLimitOverlap = "time_limit.overlap", UNPROCESSABLE_ENTITY, "与该规则其他版本，或适用范围相同的其他规则的有效期重叠", "Another version, or another rule for the same cases, is in force then";
    TimeLimitInThePast = "time_limit.in_the_past", UNPROCESSABLE_ENTITY, "早于今天，只有更正才可以", "Before today; only a correction may be";
    TimeLimitNotInForce = "time_limit.not_in_force", UNPROCESSABLE_ENTITY, "尚未生效的变更不能用于正在计时的时限", "A change not in force yet cannot apply to limits that run";
    TimeLimitGap = "time_limit.gap", UNPROCESSABLE_ENTITY, "此后将没有适用的时限规则", "No rule would apply afterwards";
    TimeLimitOtherClock = "time_limit.other_clock", UNPROCESSABLE_ENTITY, "同一规则各版本的环节和程序须一致", "Every version of a rule watches the same";
    TimeLimitEnded = "time_limit.ended", CONFLICT, "该版本的有效期已经结束", "The version is no longer in force";
    ProcedureRuleNotAhead = "procedure_rule.not_ahead", UNPROCESSABLE_ENTITY, "自明天起方可生效", "It may begin tomorrow at the earliest";
    ProcedureRuleOrder = "procedure_rule.order", UNPROCESSABLE_ENTITY, "催办、督办、通报须依次在后", "Urging, order and bulletin follow each other";
    TimeLimitSimulationRequired = "time_limit.simulation_required", UNPROCESSABLE_ENTITY, "改变正在计时的时限前须先试算", "Simulate before changing limits that run";
    TimeLimitSimulationUnknown = "time_limit.simulation_unknown", UNPROCESSABLE_ENTITY, "没有这次试算或已过期", "There is no such simulation, or no longer";
    TimeLimitSimulationDiffers = "time_limit.simulation_differs", CONFLICT, "发布内容与试算内容不一致，请重新试算", "What was simulated is not what is published; look again";
    TimeLimitSimulationStale = "time_limit.simulation_stale", CONFLICT, "试算后规则或日历已有变化，请重新试算", "Rules or calendars have changed since the simulation; look again";
    // Notices and substitutes.
    NoticeAddressNotAllowed = "notice.address_not_allowed", UNPROCESSABLE_ENTITY, "只能使用本单位规定域名的邮箱", "Only addresses of the domains of the settings are allowed";
    SubstitutionUnknownCapacity = "substitution.unknown_capacity", UNPROCESSABLE_ENTITY, "没有这个岗位身份，或不是本人的", "The capacity does not exist or is not yours";
    SubstitutionSelf = "substitution.self", UNPROCESSABLE_ENTITY, "不能由本人代班", "Nobody replaces themselves";
    SubstitutionAdminRole = "substitution.admin_role", UNPROCESSABLE_ENTITY, "三员岗位不得代班", "The three administrators are never substituted";
    SubstitutionExclusiveRoles = "substitution.exclusive_roles", UNPROCESSABLE_ENTITY, "代班人所任角色与该岗位互斥", "The substitute's own roles exclude this one";
    SubstitutionOtherUnit = "substitution.other_unit", UNPROCESSABLE_ENTITY, "只能指定本单位人员代班，跨单位由主任安排", "Name somebody of your unit; across units the director does";
    SubstitutionInvalidDates = "substitution.invalid_dates", UNPROCESSABLE_ENTITY, "代班日期不能在过去，结束不早于开始，最长一年", "The dates lie in the past, end before they begin, or span more than a year";
    SubstitutionOverlap = "substitution.overlap", CONFLICT, "该岗位在此期间已有代班人", "The capacity has a substitute in these days already";
    SubstitutionChain = "substitution.chain", CONFLICT, "代班不得接力：一方在此期间已另有代班安排", "No chains: one of the two is absent or replaces somebody in these days";
    SubstitutionOver = "substitution.over", CONFLICT, "代班已结束", "The substitution is over";
    // Rules that act by themselves.
    AutomationConditionTooDeep = "automation.condition_too_deep", UNPROCESSABLE_ENTITY, "条件嵌套过深", "The condition is nested too deeply";
    AutomationConditionTooLarge = "automation.condition_too_large", UNPROCESSABLE_ENTITY, "条件过多", "The condition has too many parts";
    AutomationConditionEmpty = "automation.condition_empty", UNPROCESSABLE_ENTITY, "条件组不能为空", "A group of conditions may not be empty";
    AutomationOperatorMismatch = "automation.operator_mismatch", UNPROCESSABLE_ENTITY, "该字段不能用这种比较", "The field cannot be compared this way";
    AutomationValueRequired = "automation.value_required", UNPROCESSABLE_ENTITY, "请填写比较的值", "Say what to compare with";
    AutomationValueUnknown = "automation.value_unknown", UNPROCESSABLE_ENTITY, "没有这个取值", "The field has no such value";
    AutomationPartUnexpected = "automation.part_unexpected", UNPROCESSABLE_ENTITY, "此处不应填写", "This does not belong here";
    AutomationActionRequired = "automation.action_required", UNPROCESSABLE_ENTITY, "至少要有一项动作", "A rule does at least one thing";
    AutomationActionNotHeld = "automation.action_not_held", UNPROCESSABLE_ENTITY, "您本人没有这项动作的权限，不能让规则去做", "You may not do this yourself, so no rule of yours may";
    AutomationValidityReversed = "automation.validity_reversed", UNPROCESSABLE_ENTITY, "失效日期早于生效日期", "The last day is before the first";
    AutomationIncomplete = "automation.incomplete", CONFLICT, "启用前须填写依据和生效日期", "Source and validity come before activation";
    AutomationWrongState = "automation.wrong_state", CONFLICT, "规则当前状态不能进行此操作", "The rule's state does not allow this";
    AutomationDuplicateName = "automation.duplicate_name", CONFLICT, "本中心已有同名规则", "The centre has a rule of this name";
    // The citizen's side, and callbacks.
    PublicUnknownCase = "public.unknown_case", NOT_FOUND, "编号或查询码不正确", "The number or the code is wrong";
    PublicConfirmationUnknown = "public.confirmation_unknown", NOT_FOUND, "确认已过期或已使用，请重新提交", "The confirmation has expired or was used; submit again";
    PublicCodeWrong = "public.code_wrong", UNPROCESSABLE_ENTITY, "验证码不正确", "The code is wrong";
    PublicMailNotSent = "public.mail_not_sent", SERVICE_UNAVAILABLE, "验证码邮件未能发出，请稍后再试或不填邮箱", "The mail with the code could not be sent; try again or leave the address out";
    PublicTooManyAttempts = "public.too_many_attempts", TOO_MANY_REQUESTS, "查询码输错次数过多，请稍后再试", "Too many wrong codes; try again later";
    PublicTooManyMessages = "public.too_many_messages", TOO_MANY_REQUESTS, "今天提交的说明已较多，请明天再提交", "Enough was said for today; come back tomorrow";
    PublicAlreadyRated = "public.already_rated", CONFLICT, "本事项已经评价过", "It was rated already";
    PublicEmergency = "public.emergency", UNPROCESSABLE_ENTITY, "听起来很紧急：请先打电话求助，再确认提交", "It sounds urgent: call for help first, then confirm";
    PublicOfficeNetwork = "public.office_network", CONFLICT, "请用自己的手机或电脑评价，办公网络上不能评价", "Rate from a device of your own; nobody rates from the offices' network";
    PublicNotRateable = "public.not_rateable", CONFLICT, "办结后方可评价", "It can be rated once it is resolved";
    CallbackSignalAnswered = "callback.signal_answered", CONFLICT, "该疑点已核实", "The question was answered already";
    CallbackQuotaInThePast = "callback.quota_in_the_past", UNPROCESSABLE_ENTITY, "生效日期不能早于今天", "It cannot apply before today";
    // Ledgers and reports.
    ReportUnknown = "report.unknown", NOT_FOUND, "没有这张报表或单元格", "There is no such report or cell";
    ReportMonthNotOver = "report.month_not_over", UNPROCESSABLE_ENTITY, "本月尚未结束，不能月结", "The month is not over yet";
    ReportAlreadyClosed = "report.already_closed", CONFLICT, "该月已经月结", "The month is closed already";
    ReportOutOfOrder = "report.out_of_order", CONFLICT, "须按月份顺序月结", "Months are closed one after the other";
    ReportNotCurrent = "report.not_current", CONFLICT, "台账正在更新，请稍后再月结", "The figures are still being brought up to date; try again shortly";
    ReportTooManyRows = "report.too_many_rows", UNPROCESSABLE_ENTITY, "导出行数过多，请缩小时间或地区范围", "Too many rows to export; narrow the period or the region";
    // Joint mediation and agreements.
    MediationCaseNotOpen = "mediation.case_not_open", CONFLICT, "案件已办结或不在办理中，不能调解", "The case is no longer being handled";
    MediationInvalidTime = "mediation.invalid_time", UNPROCESSABLE_ENTITY, "调解时间不合理：须为今天起 180 天内同一天，15 分钟至 12 小时", "A session lies on one day within 180 days and lasts 15 minutes to 12 hours";
    MediationRoomUnknown = "mediation.room_unknown", UNPROCESSABLE_ENTITY, "调解室不存在或已停用", "The room does not exist or is not in use";
    MediationMediatorUnknown = "mediation.mediator_unknown", UNPROCESSABLE_ENTITY, "调解员不在名册中", "The mediator is not on the register";
    MediationNotQualified = "mediation.not_qualified", UNPROCESSABLE_ENTITY, "调解员当日不具备有效资格", "The mediator is not qualified on that day";
    MediationConflict = "mediation.conflict", UNPROCESSABLE_ENTITY, "调解员与当事人有利害关系或已回避", "The mediator is close to a party or has withdrawn";
    MediationRoomTaken = "mediation.room_taken", CONFLICT, "该时段调解室已被预约或占用", "The room is taken then";
    MediationMediatorTaken = "mediation.mediator_taken", CONFLICT, "该时段调解员已有调解", "A mediator has another session then";
    MediationCaseTaken = "mediation.case_taken", CONFLICT, "该时段本案已有调解", "The case has another session then";
    MediationConsentMissing = "mediation.consent_missing", CONFLICT, "须先记录双方同意调解", "Both sides have to consent first";
    MediationConsentRefused = "mediation.consent_refused", CONFLICT, "有当事人明确拒绝调解，不得调解", "A party refuses to be mediated";
    MediationMediatorMissing = "mediation.mediator_missing", CONFLICT, "没有调解员，请先改派", "Nobody mediates; name somebody first";
    MediationMediatorUnfit = "mediation.mediator_unfit", CONFLICT, "有调解员资格已到期、已离册或与当事人有利害关系，请改派", "A mediator is no longer qualified or is close to a party; name somebody else";
    MediationStartOutsideSlot = "mediation.start_outside_slot", CONFLICT, "只能在预约开始前 60 分钟至预约结束后 60 分钟内开始；其他时间请先改期", "A session begins within an hour of its slot; move it first to hold it at another time";
    MediationIllegalTransition = "mediation.illegal_transition", CONFLICT, "调解当前状态不能进行此操作", "The session's state does not allow this";
    MediationMinutesSigned = "mediation.minutes_signed", CONFLICT, "笔录已签字，不能再改", "The minutes are signed and cannot be changed";
    MediationMinutesMissing = "mediation.minutes_missing", CONFLICT, "请先填写笔录", "Write the minutes first";
    MediationRouteRequired = "mediation.route_required", UNPROCESSABLE_ENTITY, "调解不成须告知仲裁、行政、司法等途径；达成协议不必填写", "Name a procedure other than mediation where it failed, and none where all was agreed";
    RoomDuplicateName = "room.duplicate_name", CONFLICT, "本中心已有同名调解室", "The centre has a room of this name";
    RoomInUse = "room.in_use", CONFLICT, "调解室已有预约，不能停用", "Sessions are booked in the room";
    MediatorDuplicate = "mediator.duplicate", CONFLICT, "该人员已在调解员名册中", "The person is on the register already";
    MediatorValidity = "mediator.validity", UNPROCESSABLE_ENTITY, "资格失效日期早于生效日期", "The last day of the qualification is before the first";
    AgreementCaseNotOpen = "agreement.case_not_open", CONFLICT, "案件已结束，不能登记协议", "The case has ended";
    AgreementInvalidDay = "agreement.invalid_day", UNPROCESSABLE_ENTITY, "日期不合理", "The day is not possible";
    AgreementMediationUnknown = "agreement.mediation_unknown", UNPROCESSABLE_ENTITY, "该次调解不属于本案或未达成协议", "The session is of another case or led to no agreement";
    AgreementExists = "agreement.exists", CONFLICT, "该次调解的协议已登记", "The agreement of this session was recorded already";
    AgreementIllegalTransition = "agreement.illegal_transition", CONFLICT, "协议当前状态不能进行此操作", "The agreement's state does not allow this";
    AgreementItemUnknown = "agreement.item_unknown", UNPROCESSABLE_ENTITY, "协议没有这一项", "The agreement has no such item";
    AgreementItemSettled = "agreement.item_settled", CONFLICT, "该项已履行", "The item was performed already";
    AgreementAmount = "agreement.amount", UNPROCESSABLE_ENTITY, "金额与约定不符：部分履行须少于余额，履行完毕须等于余额", "A part is less than what is left, and all of it is what is left";
    AgreementNotConfirmable = "agreement.not_confirmable", CONFLICT, "涉及身份关系的协议不适用司法确认", "No court confirms agreements on personal status";
    AgreementConfirmationTooLate = "agreement.confirmation_too_late", UNPROCESSABLE_ENTITY, "已超过申请司法确认的三十日", "The time for asking the court is over";
    AgreementNotJoint = "agreement.not_joint", UNPROCESSABLE_ENTITY, "司法确认须由双方共同申请", "Both sides apply together";
    AgreementCourtNoRequired = "agreement.court_no_required", UNPROCESSABLE_ENTITY, "请填写法院裁定案号", "Name the number of the court's decision";
    // Documents and their templates.
    DocumentFieldMissing = "document.field_missing", UNPROCESSABLE_ENTITY, "缺少该项内容", "This is missing";
    DocumentFieldFromCase = "document.field_from_case", UNPROCESSABLE_ENTITY, "该项取自案件，不能另行填写", "This comes from the case and is not typed";
    DocumentAboutRequired = "document.about_required", UNPROCESSABLE_ENTITY, "本案没有可供出具的转办件、督办件或催办记录", "The case has nothing this paper could be about";
    DocumentAboutUnknown = "document.about_unknown", UNPROCESSABLE_ENTITY, "所指的转办件、督办件或催办记录不存在", "What it is about does not exist in this case";
    DocumentReplacesUnknown = "document.replaces_unknown", UNPROCESSABLE_ENTITY, "本案没有这份可替代的同类文书", "The case has no such paper to be replaced";
    DocumentNoTemplate = "document.no_template", CONFLICT, "目前没有适用的文书模板", "No template is in force today";
    DocumentIssuedAlready = "document.issued_already", CONFLICT, "同一文书已出具且有效，请改为出具新版", "A valid one was issued already; issue its next edition";
    DocumentNotValid = "document.not_valid", CONFLICT, "该文书已被替代或作废", "The document was replaced or voided already";
    DocumentCaseChanged = "document.case_changed", CONFLICT, "案件刚有变化，请核对后重新出具", "The case has just changed; look again and issue it anew";
    DocumentTemplateUnknownField = "document_template.unknown_field", UNPROCESSABLE_ENTITY, "模板中没有声明这个字段，或没有这项案件信息", "The template declares no such field, or there is no such fact";
    DocumentTemplateUnusedField = "document_template.unused_field", UNPROCESSABLE_ENTITY, "声明了字段却未在版式中使用", "The field is declared and never shown";
    DocumentTemplateUnevenColumns = "document_template.uneven_columns", UNPROCESSABLE_ENTITY, "各行的格数与列数不一致", "The cells do not fit the columns";
    DocumentTemplateNoBasis = "document_template.no_basis", UNPROCESSABLE_ENTITY, "自定义字段须有填报依据和保存期限", "A field of its own needs a ground and a term";
    DocumentTemplateInThePast = "document_template.in_the_past", UNPROCESSABLE_ENTITY, "生效日期不能早于今天", "It may not be in force before today";
    // Attachments and dossiers.
    AttachmentBadName = "attachment.bad_name", UNPROCESSABLE_ENTITY, "文件名不能含路径、控制字符，须带扩展名", "A file name has an ending, and neither a path nor control characters";
    AttachmentTypeNotAllowed = "attachment.type_not_allowed", UNSUPPORTED_MEDIA_TYPE, "不支持这种类型的文件", "Files of this type are not accepted";
    AttachmentTypeDiffers = "attachment.type_differs", UNSUPPORTED_MEDIA_TYPE, "文件内容与扩展名不符或已损坏", "The content is not what the name's ending says, or is broken";
    AttachmentTooLarge = "attachment.too_large", PAYLOAD_TOO_LARGE, "文件超过大小上限", "The file is larger than allowed";
    AttachmentSizeDiffers = "attachment.size_differs", UNPROCESSABLE_ENTITY, "收到的内容与登记的大小不一致", "What arrived is not as long as announced";
    AttachmentHashDiffers = "attachment.hash_differs", UNPROCESSABLE_ENTITY, "收到的内容与登记的摘要不一致", "What arrived does not have the hash announced";
    AttachmentExpands = "attachment.expands", UNPROCESSABLE_ENTITY, "压缩文件展开后过大", "The archive would expand to too much";
    AttachmentTooManyPixels = "attachment.too_many_pixels", UNPROCESSABLE_ENTITY, "图片像素过多", "The picture has too many pixels";
    AttachmentInfected = "attachment.infected", UNPROCESSABLE_ENTITY, "文件未通过病毒检查", "The virus scanner refused the file";
    AttachmentScannerUnreachable = "attachment.scanner_unreachable", SERVICE_UNAVAILABLE, "病毒检查服务不可用，请稍后再试", "The virus scanner cannot be reached; try again later";
    AttachmentStoreUnavailable = "attachment.store_unavailable", SERVICE_UNAVAILABLE, "文件存储暂不可用，请稍后再试", "The store of files is not available; try again later";
    AttachmentInterrupted = "attachment.interrupted", BAD_REQUEST, "上传中断", "The upload was interrupted";
    AttachmentNotAwaited = "attachment.not_awaited", CONFLICT, "该附件已上传、正在上传或登记已过期", "The content is there, on its way, or no longer awaited";
    AttachmentNotKept = "attachment.not_kept", CONFLICT, "附件尚未上传完成或已删除", "The attachment has no content yet, or no longer";
    AttachmentTooMany = "attachment.too_many", CONFLICT, "本案附件已达上限", "The case has as many attachments as it may have";
    AttachmentCaseEnded = "attachment.case_ended", CONFLICT, "案件已终结，不能再添加附件", "The case has ended; nothing is added any more";
    AttachmentCaseClosed = "attachment.case_closed", CONFLICT, "结案后不能删除附件", "After closing, nothing is removed";
    AttachmentReasonRequired = "attachment.reason_required", UNPROCESSABLE_ENTITY, "查看身份材料须说明理由", "Give the reason for opening an identity paper";
    AttachmentUnknownDocument = "attachment.unknown_document", UNPROCESSABLE_ENTITY, "卷宗目录中没有这一项", "The dossier has no such document";
    AttachmentTicketInvalid = "attachment.ticket_invalid", FORBIDDEN, "下载凭证无效或不属于本人", "The ticket is invalid or somebody else's";
    AttachmentTicketExpired = "attachment.ticket_expired", FORBIDDEN, "下载凭证已过期", "The ticket has expired";
    AttachmentRange = "attachment.range", RANGE_NOT_SATISFIABLE, "请求的范围超出文件大小", "The range lies beyond the end of the file";
    DossierNotSealed = "dossier.not_sealed", CONFLICT, "归档前须先封存卷宗", "The dossier is sealed before the case is archived";
    DossierSealed = "dossier.sealed", CONFLICT, "卷宗已封存，不能再改动", "The dossier is sealed; nothing of it changes any more";
    DossierNotClosed = "dossier.not_closed", CONFLICT, "结案后方可封存卷宗", "A dossier is sealed once the case is closed";
    DossierFrontOutdated = "dossier.front_outdated", CONFLICT, "封面或卷内目录出具后材料又有变动，请重新出具后再封存", "The cover or the contents were issued before the dossier changed last; issue them anew";
    DossierIncomplete = "dossier.incomplete", CONFLICT, "卷宗缺少必须的材料", "Required documents are missing";
    DossierCaseNoDiffers = "dossier.case_no_differs", UNPROCESSABLE_ENTITY, "案件编号不一致", "This is not the number of the case";
    // Parties and words beside a case.
    CaseHasEnded = "case.has_ended", CONFLICT, "案件已终结，不能再补充或更正", "The case has ended; nothing is added or corrected any more";
    CaseTooManyParties = "case.too_many_parties", CONFLICT, "本案当事人已达上限", "The case has as many parties as it may have";
    CasePartyUnchanged = "case.party_unchanged", UNPROCESSABLE_ENTITY, "没有需要更正的内容", "Nothing would be corrected";
    ReplyUnknownMessage = "correspondence.unknown_message", UNPROCESSABLE_ENTITY, "本案没有这条群众留言", "The citizen said no such thing about this case";
    // Notices to the applicant.
    ApplicantNoticeTold = "applicant_notice.told", CONFLICT, "申请人已被告知", "The applicant was told already";
    // 限制知悉.
    CaseAlreadyRestricted = "case.already_restricted", CONFLICT, "本案已限制知悉", "The case is restricted already";
    CaseNotRestricted = "case.not_restricted", CONFLICT, "本案未限制知悉", "The case is not restricted";
    // Stationing and rotation.
    PostDuplicateName = "post.duplicate_name", CONFLICT, "本中心已有同名岗位", "The centre has a post of this name";
    PostInUse = "post.in_use", CONFLICT, "岗位上还有派驻义务，不能停用", "Something is still owed at the post";
    StationingObligationPostUnknown = "stationing_obligation.post_unknown", UNPROCESSABLE_ENTITY, "岗位不存在、已停用或不归本中心管理", "There is no such post in use that you may keep";
    StationingObligationWeekdays = "stationing_obligation.weekdays", UNPROCESSABLE_ENTITY, "工作日岗位选周一至周五，休息日值班选周六、周日", "Monday to Friday for working days, Saturday and Sunday for rest-day duty";
    StationingObligationRestBlock = "stationing_obligation.rest_block", UNPROCESSABLE_ENTITY, "休息日值班按日轮换", "Rest-day duty changes by the day";
    StationingObligationTour = "stationing_obligation.tour", UNPROCESSABLE_ENTITY, "连续轮次上限不能小于下限", "The longest tour is shorter than the shortest";
    StationingObligationMix = "stationing_obligation.mix", UNPROCESSABLE_ENTITY, "要求具备某项技能的人数超过应派人数", "More people with a skill than people are owed";
    StationingObligationValidity = "stationing_obligation.validity", UNPROCESSABLE_ENTITY, "截止日期早于起始日期", "The last day is before the first";
    StationingObligationOutOfReach = "stationing_obligation.out_of_reach", UNPROCESSABLE_ENTITY, "该单位与中心不在同一区划系统", "The department and the centre belong to different regions";
    StationingObligationOverlap = "stationing_obligation.overlap", CONFLICT, "该单位在此岗位已有同期同类派驻义务", "The department owes the same at this post in some of these days already";
    StationingObligationNominee = "stationing_obligation.nominee", UNPROCESSABLE_ENTITY, "所列人员不是该单位在职人员", "Not somebody at work of the department";
    StationingObligationNamedTwice = "stationing_obligation.named_twice", UNPROCESSABLE_ENTITY, "同一人只能列一次", "Nobody is named twice";
    StationingDates = "stationing.dates", UNPROCESSABLE_ENTITY, "日期前后不符，或此处不填日期", "The days do not fit, or none is named here";
    StationingOtherDepartment = "stationing.other_department", UNPROCESSABLE_ENTITY, "该人员不属于派驻单位", "The person does not belong to the department";
    StationingDuplicate = "stationing.duplicate", CONFLICT, "该人员在本中心已有未了结的准入", "An entry of this person to this centre is open already";
    StationingWrongState = "stationing.wrong_state", CONFLICT, "当前状态不能进行此操作", "The state does not allow this";
    StationingOwnRequest = "stationing.own_request", CONFLICT, "不能审批本人提出或涉及本人的申请", "Nobody decides on their own request, or about themselves";
    StationingReasonRequired = "stationing.reason_required", UNPROCESSABLE_ENTITY, "请说明理由", "Give the reason";
    LeaveDates = "leave.dates", UNPROCESSABLE_ENTITY, "请假最早自三十天前起，结束不早于开始，最长一年", "At most 30 days back, not ending before it begins, a year at most";
    LeaveOverlap = "leave.overlap", CONFLICT, "这些日期已有请假", "Another leave has some of these days already";
    LeaveWrongState = "leave.wrong_state", CONFLICT, "当前状态不能进行此操作", "The state does not allow this";
    LeaveOwn = "leave.own", CONFLICT, "不能审批本人的请假", "Nobody decides on their own leave";
    LeaveReasonRequired = "leave.reason_required", UNPROCESSABLE_ENTITY, "不批准须说明理由", "Say why it is refused";
    QualificationOfRegister = "qualification.of_register", UNPROCESSABLE_ENTITY, "调解资格在调解员名册中登记", "That is kept in the register of mediators";
    QualificationValidity = "qualification.validity", UNPROCESSABLE_ENTITY, "失效日期早于生效日期", "The last day is before the first";
    QualificationOverlap = "qualification.overlap", CONFLICT, "该项资格在此期间已登记", "The same qualification is entered for some of these days already";
    RotationPlanPeriod = "rotation_plan.period", UNPROCESSABLE_ENTITY, "方案期间须起止有序，最长一年", "The period ends after it begins and is a year at most";
    RotationPlanCenters = "rotation_plan.centers", UNPROCESSABLE_ENTITY, "只能包括本中心及下级中心", "Only the own centre and those below it";
    RotationPlanWrongState = "rotation_plan.wrong_state", CONFLICT, "方案当前状态不能进行此操作", "The state of the plan does not allow this";
    RotationPlanNothingOwed = "rotation_plan.nothing_owed", CONFLICT, "这些中心在此期间没有派驻义务", "Nothing is owed to these centres in this period";
    RotationPlanNoRoster = "rotation_plan.no_roster", CONFLICT, "方案还没有排班，请先生成", "There is no roster yet; solve it first";
    RotationPlanBreaksRules = "rotation_plan.breaks_rules", CONFLICT, "排班违反硬性规则", "The roster breaks a rule";
    RotationPlanOverlap = "rotation_plan.overlap", CONFLICT, "同期已发布的方案还包括其他日子或其他中心", "A published plan has some of these days and centres, and others";
    RotationPlanElsewhere = "rotation_plan.elsewhere", CONFLICT, "有人同期已在其他已发布方案中在岗，请重新生成", "Somebody is on duty by another plan that was published meanwhile; solve it again";
    RotationPlanLocksClash = "rotation_plan.locks_clash", CONFLICT, "锁定的安排互相冲突或不再符合条件", "What is locked clashes, or no longer fits";
    RotationPlanUnsolvable = "rotation_plan.unsolvable", CONFLICT, "派驻义务的数据不能用于排班", "No roster can be made of what is owed as it is";
    RotationPlanPersonUnknown = "rotation_plan.person_unknown", UNPROCESSABLE_ENTITY, "该人员未列入此岗位人选", "The person is not named for this obligation";
    RotationPlanBlockUnknown = "rotation_plan.block_unknown", UNPROCESSABLE_ENTITY, "方案期间没有这一轮次", "The period has no such block";
    // Repair, swaps, workbooks and calendars of rosters.
    RotationPlanObligationUnknown = "rotation_plan.obligation_unknown", UNPROCESSABLE_ENTITY, "方案中没有这项派驻义务", "The plan has no such obligation";
    RotationPlanRepairDays = "rotation_plan.repair_days", UNPROCESSABLE_ENTITY, "修复从今天或以后、方案期内的一天开始，起止有序", "A repair begins today or later within the plan, and ends after it begins";
    RotationPlanBaseSuperseded = "rotation_plan.base_superseded", CONFLICT, "所修复的方案已被新版替代，请对新版重新修复", "The plan it repairs was superseded; repair the new edition";
    RotationPlanImportFile = "rotation_plan.import_file", UNPROCESSABLE_ENTITY, "不是导出格式的排班表", "This is no workbook as rosters are exported";
    RotationPlanImportLines = "rotation_plan.import_lines", CONFLICT, "排班表中有几行与方案不符", "Some lines of the workbook do not fit the plan";
    RotationPlanLineTwice = "rotation_plan.line_twice", UNPROCESSABLE_ENTITY, "同一安排出现两次", "The same turn stands in two lines";
    SwapRequestTurn = "swap_request.turn", UNPROCESSABLE_ENTITY, "只能对调已发布方案中本人或对方尚未开始的轮次", "Only turns of a published plan that have not begun, one's own and the other's";
    SwapRequestSelf = "swap_request.self", UNPROCESSABLE_ENTITY, "不能与本人换班", "Nobody swaps with themselves";
    SwapRequestPending = "swap_request.pending", CONFLICT, "该轮次已有换班申请未了结", "A swap of this turn is open already";
    SwapRequestBreaksRules = "swap_request.breaks_rules", CONFLICT, "换班会违反排班规则", "The swap would break a rule";
    SwapRequestWrongState = "swap_request.wrong_state", CONFLICT, "当前状态不能进行此操作", "The state does not allow this";
    SwapRequestOwn = "swap_request.own", CONFLICT, "不能审批本人参与的换班", "Nobody decides on a swap of their own";
    SwapRequestEnded = "swap_request.ended", CONFLICT, "排班已变动或轮次已开始，此申请不再有效", "The roster has moved on, or the turn has begun";
    SwapRequestReasonRequired = "swap_request.reason_required", UNPROCESSABLE_ENTITY, "请说明理由", "Give the reason";
    DutyFeedNone = "duty_feed.none", CONFLICT, "没有启用的日历订阅", "There is no calendar feed in use";
    // Assessment.
    AssessmentSchemeFormula = "assessment_scheme.formula", UNPROCESSABLE_ENTITY, "公式有误", "This is no formula";
    AssessmentSchemeUnknownWord = "assessment_scheme.unknown_word", UNPROCESSABLE_ENTITY, "公式只能使用 share（守约比例）和 failed（失约次数）", "A formula knows share and failed, and nothing else";
    AssessmentSchemeDivisor = "assessment_scheme.divisor", UNPROCESSABLE_ENTITY, "公式中只能除以不为零的数", "A formula divides by a number other than 0 only";
    AssessmentSchemeRewardsFailing = "assessment_scheme.rewards_failing", UNPROCESSABLE_ENTITY, "按此公式，失约更多或办件更多反而得分更高", "By this formula failing more, or doing more of the same, would pay";
    AssessmentSchemeWeights = "assessment_scheme.weights", UNPROCESSABLE_ENTITY, "各项指标权重之和须为 100", "The weights sum to 100";
    AssessmentSchemeSourceTwice = "assessment_scheme.source_twice", UNPROCESSABLE_ENTITY, "同一类事实只能设一项指标", "Facts of one kind make one indicator";
    AssessmentSchemeSourceSubject = "assessment_scheme.source_subject", UNPROCESSABLE_ENTITY, "这类事实属于单位，不能用于考核个人", "These facts are a department's, not a person's";
    AssessmentSchemeLine = "assessment_scheme.line", UNPROCESSABLE_ENTITY, "没有可修订的方案，或考核对象、周期与原方案不一致", "There is no such scheme to revise, or subject or period differ from it";
    AssessmentSchemeWrongState = "assessment_scheme.wrong_state", CONFLICT, "考核方案当前状态不能进行此操作", "The scheme's state does not allow this";
    AssessmentSchemeNotSimulated = "assessment_scheme.not_simulated", CONFLICT, "发布前须先以上一考核期试算", "Simulate the scheme over the last period before publishing it";
    AssessmentSchemePeriodStart = "assessment_scheme.period_start", UNPROCESSABLE_ENTITY, "生效日期须为今天或以后某一考核期的第一天", "It applies from the first day of a period, today or later";
    AssessmentSchemePeriodEnd = "assessment_scheme.period_end", UNPROCESSABLE_ENTITY, "失效日期须为生效后、今天或以后某一考核期的最后一天", "It applies to the last day of a period, today or later";
    AssessmentPeriodUnknown = "assessment.period_unknown", UNPROCESSABLE_ENTITY, "没有这个考核期，或方案在此期间未生效", "No such period, or the scheme was not in force";
    AssessmentPeriodNotOver = "assessment.period_not_over", UNPROCESSABLE_ENTITY, "考核期尚未结束", "The period is not over yet";
    AssessmentPeriodClosed = "assessment.period_closed", CONFLICT, "该考核期已结算", "The period is closed already";
    AssessmentAppealTooLate = "assessment.appeal_too_late", CONFLICT, "已超过申诉期限", "The time for an appeal is over";
    AssessmentAppealOpen = "assessment.appeal_open", CONFLICT, "已有申诉正在复核", "An appeal is being decided on already";
    AssessmentCorrected = "assessment.corrected", CONFLICT, "该结果已有更正结果，请对更正结果提出", "There is a corrected result beside this one";
    AssessmentFactUnknown = "assessment.fact_unknown", UNPROCESSABLE_ENTITY, "该结果没有这项失约事实，或已作出认定", "The result has no such failed fact, or it was ruled on already";
    AssessmentRulings = "assessment.rulings", UNPROCESSABLE_ENTITY, "须对申诉的每项事实各作一次认定，且至少改变一项", "Each fact of the appeal is ruled on once, and one at least changes";
    AssessmentAppealDecided = "assessment.appeal_decided", CONFLICT, "该申诉已有结论", "The appeal was decided already";
    AssessmentHeadUnknown = "assessment.head_unknown", UNPROCESSABLE_ENTITY, "请指定该单位在岗的承办人或调解员", "Name a handler or mediator of the department";
    AssessmentHeadEnded = "assessment.head_ended", CONFLICT, "该负责人登记已终止", "The person does not head the department any more";
    // Reconciliation, and questions to units.
    ReconciliationNoCenter = "reconciliation.no_center", CONFLICT, "本岗位所在区划没有综治中心，不能比对", "The capacity's region has no centre to reconcile for";
    ReconciliationMonth = "reconciliation.month", UNPROCESSABLE_ENTITY, "该月尚未开始", "The month has not begun";
    ReconciliationSourceUnknown = "reconciliation.source_unknown", UNPROCESSABLE_ENTITY, "本中心没有这一来源的案件，也没有这一来源的对接系统；请核对来源名称", "No case of the centre and no connected system has this source; look its name up";
    ReconciliationRegistered = "reconciliation.registered", CONFLICT, "该编号已登记，无需询问", "The number is registered; nothing is to be asked";
    ReconciliationAsked = "reconciliation.asked", CONFLICT, "已就该编号询问过", "It was asked about already";
    ReconciliationUnitUnknown = "reconciliation.unit_unknown", UNPROCESSABLE_ENTITY, "请指定本中心辖区内的单位", "Name a department within the centre's region";
    QuestionAnswered = "question.answered", CONFLICT, "该事项已答复", "The question was answered already";
    QuestionGround = "question.ground", UNPROCESSABLE_ENTITY, "该情形不适用于此事项", "This kind of answer does not fit the question";
    // Duty, presence and shortfalls.
    DutyStandInObligationUnknown = "duty_stand_in.obligation_unknown", UNPROCESSABLE_ENTITY, "没有可以申请替班的这项派驻义务", "There is no such obligation you may ask a stand-in for";
    DutyStandInDates = "duty_stand_in.dates", UNPROCESSABLE_ENTITY, "替班最早自三十天前起，结束不早于开始，最长两个月", "At most 30 days back, not ending before it begins, two months at most";
    DutyStandInSame = "duty_stand_in.same", UNPROCESSABLE_ENTITY, "不能由本人替本人的班", "Nobody stands in for themselves";
    DutyStandInNotOfDepartment = "duty_stand_in.not_of_department", UNPROCESSABLE_ENTITY, "该人员不是派驻单位在职人员", "Not somebody at work of the department";
    DutyStandInNotAdmitted = "duty_stand_in.not_admitted", UNPROCESSABLE_ENTITY, "替班人在这些日子未准入本中心", "Whoever stands in is not admitted to the centre on these days";
    DutyStandInOverlap = "duty_stand_in.overlap", CONFLICT, "该人员在这些日子已有替班", "The place has a stand-in on some of these days already";
    DutyStandInWrongState = "duty_stand_in.wrong_state", CONFLICT, "当前状态不能进行此操作", "The state does not allow this";
    DutyStandInOwn = "duty_stand_in.own", CONFLICT, "不能审批本人提出或涉及本人的替班", "Nobody decides on what they asked for or have a part in";
    DutyStandInReasonRequired = "duty_stand_in.reason_required", UNPROCESSABLE_ENTITY, "不批准须说明理由", "Say why it is refused";
    PresenceRecordNotDue = "presence_record.not_due", UNPROCESSABLE_ENTITY, "该人员当日在此岗位没有值守安排", "The person is not due at this post on this day";
    PresenceRecordTooEarly = "presence_record.too_early", UNPROCESSABLE_ENTITY, "该岗位当日值守尚未开始", "The duty of this day has not begun";
    PresenceRecordTooLate = "presence_record.too_late", UNPROCESSABLE_ENTITY, "只能登记七日以内的巡查", "Records are made within seven days";
    PresenceRecordFinding = "presence_record.finding", UNPROCESSABLE_ENTITY, "随驻岗位登记是否应召，其他岗位登记是否在岗", "On-call posts are answered, the others are served";
    PresenceRecordNoteRequired = "presence_record.note_required", UNPROCESSABLE_ENTITY, "未见在岗或未应召须写明情况", "Say what was found where nobody was there";
    PresenceRecordOwn = "presence_record.own", CONFLICT, "不能登记本人的在岗情况", "Nobody keeps a record about themselves";
    PresenceRecordTwice = "presence_record.twice", CONFLICT, "您已登记过该人员当日的情况", "You have a record of this person and day already";
    PresenceRecordWithdrawn = "presence_record.withdrawn", CONFLICT, "该记录已撤销", "The record was withdrawn";
    DutyWorkstationPostUnknown = "duty_workstation.post_unknown", UNPROCESSABLE_ENTITY, "岗位不存在、已停用或不归本中心管理", "There is no such post in use that you may keep";
    DutyWorkstationRemoved = "duty_workstation.removed", CONFLICT, "该电脑的登记已取消", "The computer is no longer one of the window's";
    // Adapters and devices.
    AdapterInactive = "adapter.inactive", CONFLICT, "该系统的对接已停用", "Messages of this system are not accepted now";
    AdapterRefused = "adapter.refused", UNPROCESSABLE_ENTITY, "按对接规则不予接收", "Such a message makes no case";
    AdapterUnknownCode = "adapter.unknown_code", UNPROCESSABLE_ENTITY, "对照表中没有该代码", "The table of codes has no such code";
    AdapterNotATime = "adapter.not_a_time", UNPROCESSABLE_ENTITY, "日期时间不是约定的格式", "Not a time in the agreed form";
    AdapterNotANumber = "adapter.not_a_number", UNPROCESSABLE_ENTITY, "不是可用的数字", "Not a number that can be used";
    AdapterNotAFlag = "adapter.not_a_flag", UNPROCESSABLE_ENTITY, "不能识别为是或否", "Means neither yes nor no";
    AdapterNotAText = "adapter.not_a_text", UNPROCESSABLE_ENTITY, "应为单个值，不是列表或对象", "One value is wanted, no list and no object";
    AdapterNotAList = "adapter.not_a_list", UNPROCESSABLE_ENTITY, "应为列表", "A list is wanted";
    AdapterPointer = "adapter.pointer", UNPROCESSABLE_ENTITY, "不是有效的字段位置（JSON Pointer）", "Not a JSON pointer";
    AdapterTargetElsewhere = "adapter.target_elsewhere", UNPROCESSABLE_ENTITY, "该项目不在此处", "This member does not belong here";
    AdapterTargetMissing = "adapter.target_missing", UNPROCESSABLE_ENTITY, "缺少必需的项目", "A member that is needed is missing";
    AdapterRuleUnfit = "adapter.rule_unfit", UNPROCESSABLE_ENTITY, "该项目不能用此规则", "This rule makes no such value";
    AdapterRuleIncomplete = "adapter.rule_incomplete", UNPROCESSABLE_ENTITY, "规则缺少必需的内容，或有多余的内容", "The rule lacks what it needs, or has what it does not";
    AdapterTableUnknown = "adapter.table_unknown", UNPROCESSABLE_ENTITY, "没有这张对照表", "There is no such table";
    AdapterStatusMissing = "adapter.status_missing", UNPROCESSABLE_ENTITY, "每个案件状态都要有对方的说法", "Every status needs a word";
    AdapterExampleRefused = "adapter.example_refused", UNPROCESSABLE_ENTITY, "按此对照，该示例报文不能登记", "By this mapping the example is no registration";
    AdapterKnown = "adapter.known", UNPROCESSABLE_ENTITY, "已有使用该代码或该来源名称的系统", "Another system has this code or this name of a source";
    AdapterPositionUnknown = "adapter.position_unknown", UNPROCESSABLE_ENTITY, "没有这个位置", "There is no such position";
    DeviceDuplicate = "device.duplicate", CONFLICT, "该设备编码已登记", "The code is entered already";
    DeviceCodeInvalid = "device.code_invalid", UNPROCESSABLE_ENTITY, "不是 GB/T 28181 前端设备的 20 位编码", "Not the 20-digit code of a device (GB/T 28181)";
    DeviceNotInUse = "device.not_in_use", CONFLICT, "该设备故障或已停用", "The device is faulty or retired";
    DevicePlayerNotConfigured = "device.player_not_configured", CONFLICT, "尚未配置视频平台的播放地址，请联系系统管理员", "No player is configured; ask the administrator";
    DeviceCaseUnknown = "device.case_unknown", UNPROCESSABLE_ENTITY, "没有您可以查看的这件案件", "There is no such case you may read";
    // Webhooks.
    WebhookUrl = "webhook.url", UNPROCESSABLE_ENTITY, "须为 https 地址，不含账号和片段", "An https address without an account and a fragment";
    WebhookHttpsRequired = "webhook.https_required", UNPROCESSABLE_ENTITY, "须使用 https；http 只用于系统设置允许的网络", "https is required; http is for networks the settings allow";
    WebhookAddressRefused = "webhook.address_refused", UNPROCESSABLE_ENTITY, "不允许推送到该地址", "Events are not delivered to this address";
    WebhookEventTypeUnknown = "webhook.event_type_unknown", UNPROCESSABLE_ENTITY, "没有这种事件", "There is no such type of event";
    WebhookTooMany = "webhook.too_many", CONFLICT, "事件推送已达上限", "There are too many webhooks already";
    WebhookDisabled = "webhook.disabled", CONFLICT, "事件推送已停用", "The webhook is disabled";
    WebhookEnabled = "webhook.enabled", CONFLICT, "事件推送已启用", "The webhook is enabled";
    WebhookApplication = "webhook.application", UNPROCESSABLE_ENTITY, "须为本岗位已启用且可查看案件的应用", "An active application of this capacity that may see cases";
    WebhookSince = "webhook.since", UNPROCESSABLE_ENTITY, "起始时间须早于现在", "It must lie in the past";
    // Jobs, imports, exports.
    JobWrongState = "job.wrong_state", CONFLICT, "该任务已结束或正在取消", "The job has ended, or is ending";
    JobOwnerGone = "job.owner_gone", CONFLICT, "提交人已不在该岗位或不再有此权限", "Whoever asked for it may do it no more";
    JobTooManyOpen = "job.too_many_open", CONFLICT, "您有过多任务尚未完成，请等待或取消其中一些", "Too many of your jobs are not done yet: wait, or cancel some";
    ImportFormat = "import.format", UNPROCESSABLE_ENTITY, "只接受 CSV、XLSX、JSON Lines 文件（.csv、.xlsx、.jsonl）", "Files are CSV, XLSX or JSON Lines (.csv, .xlsx, .jsonl)";
    ImportTooLarge = "import.too_large", PAYLOAD_TOO_LARGE, "文件超过允许的大小", "The file is larger than is allowed";
    ImportMapping = "import.mapping", UNPROCESSABLE_ENTITY, "字段对应关系与文件不符", "The mapping does not fit the file";
    ImportUnreadable = "import.unreadable", UNPROCESSABLE_ENTITY, "文件无法读取", "The file cannot be read";
    ImportNotAwaited = "import.not_awaited", CONFLICT, "该导入的文件已上传或已过期", "The file of this import is there already, or too late";
    ImportNotReady = "import.not_ready", CONFLICT, "文件未上传、任务未结束，或文件已删除", "The file is not there, is being worked on, or is gone again";
    ExportNotReady = "export.not_ready", CONFLICT, "导出尚未完成或未成功", "The export is not done, or failed";
    ExportTooMany = "export.too_many", UNPROCESSABLE_ENTITY, "符合条件的案件过多，请缩小筛选范围", "More cases than an export may have: filter more";
    // Ourselves.
    ServerBusy = "server.busy", SERVICE_UNAVAILABLE, "系统繁忙，请稍后再试", "The server is busy; try again shortly";
    ServerTimeout = "server.timeout", SERVICE_UNAVAILABLE, "处理时间过长，已停止", "It took too long and was stopped";
    ServerInternal = "server.internal", INTERNAL_SERVER_ERROR, "系统内部错误", "Something went wrong inside";
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
