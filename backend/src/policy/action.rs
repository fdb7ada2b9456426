use crate::platform::lang::Lang;

/// What kind of object an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// 案件
    Case,
    /// 单位、中心、行政区划
    Org,
    /// 人员、账号、岗位身份
    Person,
    /// 代码、日历、时限
    Reference,
    /// 审计日志
    Audit,
    /// 问题与负担反映
    Feedback,
    /// 通知
    Notice,
    /// 督办件
    SupervisionOrder,
    /// 自动规则
    Automation,
    /// 裁定先例
    Precedent,
    /// 来访来电
    Visit,
    /// 台账与报表
    Report,
    /// 填报负担
    Burden,
    /// 矛盾联调
    Mediation,
    /// 调解协议
    Agreement,
    /// 领导接访
    Reception,
    /// 交办任务
    CaseTask,
    /// 分析研判会
    ReviewMeeting,
    /// 岗位、派驻义务与人员进出
    Stationing,
    /// 轮驻方案
    RotationPlan,
    /// 考核
    Assessment,
    /// 第三方应用与接口设置
    Application,
    /// 对接适配
    Adapter,
    /// 视频设备
    Device,
    /// 事件推送
    Webhook,
    /// 批量导入与导出
    Bulk,
    /// 渠道比对
    Reconciliation,
    /// 核实事项
    Question,
}

impl Kind {
    /// The word on the wire and in the generated matrix.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Org => "org",
            Self::Person => "person",
            Self::Reference => "reference",
            Self::Audit => "audit",
            Self::Feedback => "feedback",
            Self::Notice => "notice",
            Self::SupervisionOrder => "supervision_order",
            Self::Automation => "automation",
            Self::Precedent => "precedent",
            Self::Visit => "visit",
            Self::Report => "report",
            Self::Burden => "burden",
            Self::Mediation => "mediation",
            Self::Agreement => "agreement",
            Self::Reception => "reception",
            Self::CaseTask => "case_task",
            Self::ReviewMeeting => "review_meeting",
            Self::Stationing => "stationing",
            Self::RotationPlan => "rotation_plan",
            Self::Assessment => "assessment",
            Self::Application => "application",
            Self::Adapter => "adapter",
            Self::Device => "device",
            Self::Webhook => "webhook",
            Self::Bulk => "bulk",
            Self::Reconciliation => "reconciliation",
            Self::Question => "question",
        }
    }
}

macro_rules! actions {
    ($($variant:ident = $code:literal, $kind:ident, $zh:literal, $en:literal;)*) => {
        /// One verb of the glossary on one kind of object.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $zh] $variant,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in the rights matrix: `kind.verb`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The kind of object it is about.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind),* }
            }

            /// The word for people.
            pub const fn name(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$variant, Lang::Zh) => $zh, (Self::$variant, Lang::En) => $en,)* }
            }
        }
    };
}

actions! {
    CaseRead = "case.read", Case, "查看案件", "see a case";
    CaseRegister = "case.register", Case, "登记", "register";
    CaseClassify = "case.classify", Case, "分类定级", "classify";
    CaseDispatch = "case.dispatch", Case, "转办", "dispatch";
    CaseSign = "case.sign", Case, "签收", "sign for";
    CaseReturn = "case.return", Case, "退回", "return";
    CaseRule = "case.rule", Case, "裁定", "rule";
    CaseReportProgress = "case.report_progress", Case, "报告进展", "report progress";
    CaseResolve = "case.resolve", Case, "办结申报", "resolve";
    CaseOverrideAssist = "case.override_assist", Case, "协办未结先行办结", "resolve over an open assistant";
    CaseAcceptResolution = "case.accept_resolution", Case, "审核通过", "accept the resolution";
    CaseRejectResolution = "case.reject_resolution", Case, "审核退回", "reject the resolution";
    CaseRecordCallback = "case.record_callback", Case, "回访", "record a callback";
    CaseClose = "case.close", Case, "结案", "close";
    CaseArchive = "case.archive", Case, "归档", "archive";
    CaseReopen = "case.reopen", Case, "重新办理", "reopen";
    CaseDecline = "case.decline", Case, "不予受理", "decline";
    CaseWithdraw = "case.withdraw", Case, "撤回", "withdraw";
    CaseAddAssist = "case.add_assist", Case, "增加协办", "add an assistant";
    CaseCompleteAssist = "case.complete_assist", Case, "协办办结", "complete the assistance";
    CaseReturnAssist = "case.return_assist", Case, "退回协办", "return the assistance";
    CaseRemoveAssist = "case.remove_assist", Case, "撤销协办", "take an assistant off";
    CaseSuspend = "case.suspend", Case, "中止", "suspend";
    CaseSuspendLong = "case.suspend_long", Case, "长期中止和审批中止", "suspend for long, and decide on stops asked for";
    CaseRequestSuspension = "case.request_suspension", Case, "申请中止", "ask for a stop";
    CaseResume = "case.resume", Case, "恢复", "resume";
    CaseRequestExtension = "case.request_extension", Case, "申请延期", "ask for an extension";
    CaseDecideExtension = "case.decide_extension", Case, "审批延期", "decide on an extension";
    CaseTransferLevel = "case.transfer_level", Case, "上报下派", "hand to another level";
    CaseTakeCharge = "case.take_charge", Case, "包案", "take charge";
    CaseMerge = "case.merge", Case, "并案", "merge";
    CaseUnmerge = "case.unmerge", Case, "撤销并案", "undo a merge";
    CaseSplit = "case.split", Case, "拆分", "split";
    CaseUnsplit = "case.unsplit", Case, "撤销拆分", "undo a split";
    CaseKeepView = "case.keep_view", Case, "保存视图", "keep views";
    CasePublishView = "case.publish_view", Case, "发布视图", "publish a view";
    CaseReveal = "case.reveal", Case, "查看未遮蔽信息", "reveal masked data";
    OrgRead = "org.read", Org, "查看机构", "see the organisation";
    OrgWrite = "org.write", Org, "维护机构", "maintain the organisation";
    PersonRead = "person.read", Person, "查看人员账号", "see people and accounts";
    PersonWrite = "person.write", Person, "维护人员账号", "maintain people and accounts";
    CapacityWrite = "person.grant", Person, "授予岗位身份", "grant capacities";
    ReferenceRead = "reference.read", Reference, "查看代码日历时限", "see codes, calendars and limits";
    ReferenceWrite = "reference.write", Reference, "维护代码日历时限", "maintain codes, calendars and limits";
    AuditRead = "audit.read", Audit, "查看审计日志", "read the security log";
    FeedbackSend = "feedback.send", Feedback, "反映问题", "report a problem";
    FeedbackAnswer = "feedback.answer", Feedback, "答复反映", "answer reports";

    NoticeRead = "notice.read", Notice, "查看本人通知", "read one's own notices";
    NoticeWatch = "notice.watch", Notice, "查看通知渠道状态", "see how notices are delivered";
    SubstituteName = "person.name_substitute", Person, "为本人指定代班人", "name one's own substitute";
    SubstituteSet = "person.set_substitute", Person, "为他人指定代班人", "set substitutes for others";

    SupervisionOrderRead = "supervision_order.read", SupervisionOrder, "查看督办", "see supervision";
    SupervisionOrderIssue = "supervision_order.issue", SupervisionOrder, "发出督办件", "issue a supervision order";
    SupervisionOrderReply = "supervision_order.reply", SupervisionOrder, "回复督办件", "reply to a supervision order";
    SupervisionOrderDecide = "supervision_order.decide", SupervisionOrder, "审核督办回复", "decide on a reply";
    SupervisionOrderCancel = "supervision_order.cancel", SupervisionOrder, "撤销督办件", "cancel a supervision order";

    AutomationRead = "automation.read", Automation, "查看自动规则", "see automation rules";
    AutomationWrite = "automation.write", Automation, "维护自动规则", "maintain automation rules";
    AutomationDecide = "automation.decide", Automation, "启用直接处理案件的规则", "let a rule decide on cases";
    CaseRoute = "case.route", Case, "查看分流建议", "see where a case may belong";
    CaseOversee = "case.oversee", Case, "查看中心全貌", "see the centre at a glance";
    PrecedentRead = "precedent.read", Precedent, "查看裁定先例", "see precedents";
    PrecedentRetire = "precedent.retire", Precedent, "停止适用先例", "retire a precedent";
    VisitRead = "visit.read", Visit, "查看来访来电", "see a visit";
    VisitNote = "visit.note", Visit, "记录来访来电", "note a visit";
    VisitHandOver = "visit.hand_over", Visit, "移交来访来电", "hand a visit over";
    VisitAccept = "visit.accept", Visit, "接收来访来电", "accept a visit";
    VisitClose = "visit.close", Visit, "了结来访来电", "close a visit";
    VisitLink = "visit.link", Visit, "来访来电登记为案件", "join a visit to its case";

    CaseReadSignals = "case.read_signals", Case, "查看评价疑点", "see questions about answers";
    CaseAnswerSignal = "case.answer_signal", Case, "核实评价疑点", "answer questions about answers";
    CallbackQuotaSet = "reference.set_callback_quota", Reference, "设定回访比例", "set callback quotas";

    ReportRead = "report.read", Report, "查看台账报表", "see ledgers and reports";
    ReportExport = "report.export", Report, "导出台账报表", "export ledgers and reports";
    ReportClose = "report.close", Report, "月结", "close a month";
    BurdenTell = "burden.tell", Burden, "汇集填报负担", "add to what typing costs";
    BurdenRead = "burden.read", Burden, "查看填报负担", "see what typing costs";

    MediationRead = "mediation.read", Mediation, "查看调解", "see mediation";
    MediationBook = "mediation.book", Mediation, "预约调解", "book mediation";
    MediationConduct = "mediation.conduct", Mediation, "主持调解", "conduct mediation";
    MediationRecuse = "mediation.recuse", Mediation, "登记回避", "record a recusal";
    MediationKeepRooms = "mediation.keep_rooms", Mediation, "维护调解室", "maintain the rooms";
    MediationKeepMediators = "mediation.keep_mediators", Mediation, "维护调解员名册", "maintain the register of mediators";
    AgreementRead = "agreement.read", Agreement, "查看调解协议", "see agreements";
    AgreementRecord = "agreement.record", Agreement, "登记调解协议", "record an agreement";
    AgreementPerform = "agreement.perform", Agreement, "登记履行情况", "record performance";
    AgreementConfirm = "agreement.confirm", Agreement, "登记司法确认", "record judicial confirmation";
    ReceptionRead = "reception.read", Reception, "查看领导接访", "see leader receptions";
    ReceptionPlan = "reception.plan", Reception, "编制公布接访日程", "plan and publish reception days";
    ReceptionSwap = "reception.swap", Reception, "对调接访日", "exchange reception days";
    ReceptionExcuse = "reception.excuse", Reception, "登记缺席与替班", "report an absence and who stands in";
    ReceptionAppoint = "reception.appoint", Reception, "登记接访预约", "book a place at a reception";
    ReceptionRecord = "reception.record", Reception, "记录接访", "record a reception";
    CaseTaskRead = "case_task.read", CaseTask, "查看交办任务", "see tasks on cases";
    CaseTaskComplete = "case_task.complete", CaseTask, "办结交办任务", "complete a task";
    CaseTaskWithdraw = "case_task.withdraw", CaseTask, "撤回交办任务", "withdraw a task";
    ReviewMeetingRead = "review_meeting.read", ReviewMeeting, "查看研判会", "see review meetings";
    ReviewMeetingCall = "review_meeting.call", ReviewMeeting, "召集研判会", "call a review meeting";
    ReviewMeetingChair = "review_meeting.chair", ReviewMeeting, "主持研判会", "chair a review meeting";
    ReviewMeetingRecord = "review_meeting.record", ReviewMeeting, "记录研判会", "record a review meeting";
    DocumentIssue = "case.issue_document", Case, "出具文书", "issue documents";
    DocumentVoid = "case.void_document", Case, "作废文书", "void documents";
    CaseAttach = "case.attach", Case, "添加附件、归入卷宗", "add attachments and file them";
    CaseRemoveAttachment = "case.remove_attachment", Case, "删除附件", "remove attachments";
    CaseSealDossier = "case.seal_dossier", Case, "封存卷宗", "seal the dossier";
    CaseExportDossier = "case.export_dossier", Case, "导出卷宗", "export the dossier";
    CaseKeepParties = "case.keep_parties", Case, "增加、更正当事人", "add and correct parties";
    CaseReadNotes = "case.read_notes", Case, "查看内部备注", "read internal notes";
    CaseWriteNote = "case.write_note", Case, "写内部备注", "write internal notes";
    CaseReply = "case.reply", Case, "公开答复群众", "reply to the citizen";
    CaseTellApplicant = "case.tell_applicant", Case, "告知申请人", "tell the applicant";
    CaseRestrict = "case.restrict", Case, "限制知悉、解除限制", "restrict who may know of a case";
    StationingRead = "stationing.read", Stationing, "查看派驻义务与入驻人员", "see what is owed and who is stationed";
    StationingKeep = "stationing.keep", Stationing, "维护岗位与派驻义务", "maintain posts and obligations";
    StationingRequest = "stationing.request", Stationing, "申请准入准出", "ask for entry and exit";
    StationingDecide = "stationing.decide", Stationing, "审批准入准出", "decide on entry and exit";
    QualificationKeep = "stationing.keep_qualifications", Stationing, "登记人员资格", "maintain qualifications";
    LeaveRead = "stationing.read_leaves", Stationing, "查看请假", "see leaves";
    LeaveReport = "stationing.report_leave", Stationing, "报备请假", "report leaves";
    LeaveDecide = "stationing.decide_leave", Stationing, "审批请假", "decide on leaves";
    RotationRead = "rotation_plan.read", RotationPlan, "查看已发布的轮驻方案", "see published rosters";
    RotationDraw = "rotation_plan.draw_up", RotationPlan, "编制轮驻方案", "draw up rosters";
    RotationPublish = "rotation_plan.publish", RotationPlan, "发布轮驻方案", "publish rosters";
    RotationOwn = "rotation_plan.read_own", RotationPlan, "查看本人轮值、订阅日历", "see one's own duty, and have it as a calendar";
    RotationSwap = "rotation_plan.swap", RotationPlan, "申请、答复换班", "ask for swaps and answer them";
    RotationSwapDecide = "rotation_plan.decide_swap", RotationPlan, "审批换班", "decide on swaps";
    AssessmentSchemeRead = "assessment.read_scheme", Assessment, "查看考核方案", "see assessment schemes";
    AssessmentSchemeKeep = "assessment.keep_scheme", Assessment, "维护考核方案", "maintain assessment schemes";
    AssessmentRead = "assessment.read", Assessment, "查看考核结果", "see assessments";
    AssessmentClose = "assessment.close", Assessment, "考核期结算", "close a period of assessment";
    AssessmentAppeal = "assessment.appeal", Assessment, "对考核结果申诉", "appeal against an assessment";
    AssessmentDecide = "assessment.decide", Assessment, "复核下级考核申诉", "decide on appeals from below";
    AssessmentDecideLast = "assessment.decide_last", Assessment, "复核本级考核申诉", "decide on appeals where no centre is above";
    AssessmentNameHead = "assessment.name_head", Assessment, "登记单位负责人", "name heads of departments";
    DutyRead = "stationing.read_duty", Stationing, "查看在岗一览", "see who is on duty";
    DutyReach = "stationing.reach_on_duty", Stationing, "查看在岗人员电话", "see the telephone numbers of who is on duty";
    StandInRead = "stationing.read_stand_ins", Stationing, "查看替班", "see who stands in";
    StandInAsk = "stationing.ask_stand_in", Stationing, "申请替班", "ask for a stand-in";
    StandInDecide = "stationing.decide_stand_in", Stationing, "审批替班", "decide on stand-ins";
    PresenceRead = "stationing.read_presence", Stationing, "查看在岗依据", "see what shows that people were there";
    PresenceRecord = "stationing.record_presence", Stationing, "登记值班巡查", "keep the duty officer's record";
    WorkstationKeep = "stationing.keep_workstations", Stationing, "登记窗口电脑", "name the computers of windows";
    ApplicationRead = "application.read", Application, "查看第三方应用", "see applications";
    ApplicationWrite = "application.write", Application, "创建、维护本人的应用", "set up and maintain one's own applications";
    ApplicationDecide = "application.decide", Application, "审批、停用应用", "approve and stop applications";
    ApiSettingsRead = "application.read_settings", Application, "查看接口限额与来源", "see the limits of the API";
    ApiSettingsWrite = "application.write_settings", Application, "设定接口限额与来源", "set the limits of the API";
    BulkImport = "bulk.import", Bulk, "批量导入案件", "import cases from a file";
    BulkExport = "bulk.export", Bulk, "导出可见案件", "export the cases one may see";
    ShortfallRead = "stationing.read_shortfalls", Stationing, "查看缺岗与到岗月报", "see shortfalls and coverage";
    AdapterRead = "adapter.read", Adapter, "查看对接适配与接收记录", "see adapters and deliveries";
    AdapterKeep = "adapter.keep", Adapter, "维护对接适配", "maintain adapters";
    DeviceRead = "device.read", Device, "查看视频设备", "see video devices";
    DeviceKeep = "device.keep", Device, "维护视频设备", "maintain video devices";
    DeviceLook = "device.look", Device, "调看视频", "look through a device";
    DeviceReadLooks = "device.read_looks", Device, "查看调看记录", "see who looked through devices";
    WebhookRead = "webhook.read", Webhook, "查看事件推送", "see webhooks";
    WebhookKeep = "webhook.keep", Webhook, "维护本人的事件推送", "keep one's own webhooks";
    WebhookDisable = "webhook.disable", Webhook, "停用事件推送", "disable webhooks";

    // Reconciliation, and what units are asked.
    ReconciliationRead = "reconciliation.read", Reconciliation, "查看渠道比对", "see reconciliations";
    ReconciliationRun = "reconciliation.run", Reconciliation, "进行渠道比对", "run reconciliations";
    ReconciliationAsk = "reconciliation.ask", Reconciliation, "就未登记编号询问单位", "ask a unit about a number";
    QuestionRead = "question.read", Question, "查看核实事项", "see questions to units";
    QuestionAnswer = "question.answer", Question, "答复核实事项", "answer questions to a unit";
}

impl Action {
    /// Whether it is done to what is no case and lies in a region, which bounds an application.
    pub const fn is_of_a_place(self) -> bool {
        matches!(self.kind(), Kind::Device)
    }

    /// Whether it is done to one case, or to what belongs to one: then who may know of a restricted
    /// case bounds it (限制知悉). The others are about a centre, or about no object yet.
    pub const fn is_of_a_case(self) -> bool {
        match self.kind() {
            Kind::Case => !matches!(
                self,
                Self::CaseRegister | Self::CaseKeepView | Self::CasePublishView | Self::CaseOversee
            ),
            Kind::Mediation => {
                !matches!(self, Self::MediationKeepRooms | Self::MediationKeepMediators)
            }
            Kind::Agreement | Kind::CaseTask => true,
            // The others are done to an order that is there.
            Kind::SupervisionOrder => matches!(self, Self::SupervisionOrderIssue),
            Kind::Org
            | Kind::Person
            | Kind::Reference
            | Kind::Audit
            | Kind::Feedback
            | Kind::Notice
            | Kind::Automation
            | Kind::Precedent
            | Kind::Visit
            | Kind::Report
            | Kind::Burden
            | Kind::Reception
            | Kind::ReviewMeeting
            | Kind::Stationing
            | Kind::RotationPlan
            | Kind::Application
            | Kind::Bulk
            | Kind::Reconciliation
            | Kind::Question
            | Kind::Adapter
            | Kind::Device
            | Kind::Webhook
            | Kind::Assessment => false,
        }
    }
}
