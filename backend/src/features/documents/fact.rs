//! What a document can say of a case: every fact by the name templates use, with where it comes from.
//! Pure. What fills them is `facts.rs`.

use crate::platform::lang::Lang;
use crate::platform::words::words;

words! {
    /// Where a fact comes from, and so where one that is missing is to be entered.
    FactOrigin {
        Issuing = "issuing", "出具时自动生成", "made when it is issued";
        Registration = "registration", "登记", "registration";
        Classification = "classification", "分类定级", "classification";
        Dispatch = "dispatch", "转办", "dispatch";
        Supervision = "supervision", "督办", "supervision";
        Resolution = "resolution", "办结申报", "resolution";
        Closing = "closing", "结案", "closing";
        Mediation = "mediation", "调解", "mediation";
        Agreement = "agreement", "调解协议", "agreement";
        Typed = "typed", "出具人填写", "typed by the issuer";
        Meeting = "meeting", "研判会", "review meeting";
        Stationing = "stationing", "派驻值守", "stationing";
    }
}

impl FactOrigin {
    /// Whether the issuer may write what the case does not say. What a step of the procedure decides,
    /// only that step says: a paper must not claim a result the ledger does not know.
    pub const fn may_be_typed(self) -> bool {
        match self {
            Self::Registration | Self::Mediation | Self::Agreement | Self::Typed => true,
            Self::Issuing
            | Self::Classification
            | Self::Dispatch
            | Self::Supervision
            | Self::Resolution
            | Self::Closing
            | Self::Meeting
            | Self::Stationing => false,
        }
    }
}

macro_rules! facts {
    ($($variant:ident = $name:literal, $zh:literal, $en:literal, $origin:ident, $personal:literal $(, [$($member:literal),+])?;)*) => {
        /// A fact a template may name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact {
            $(#[doc = $zh] $variant,)*
        }

        impl Fact {
            /// Every fact.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name templates use.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The fact of a name.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|fact| fact.as_str() == name)
            }

            /// What it is called on paper.
            pub const fn label(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, Lang::Zh) => $zh, (Self::$variant, Lang::En) => $en,)*
                }
            }

            /// Where it comes from.
            pub const fn origin(self) -> FactOrigin {
                match self { $(Self::$variant => FactOrigin::$origin),* }
            }

            /// Whether it names a party or says where one lives (个人信息).
            pub const fn is_personal(self) -> bool {
                match self { $(Self::$variant => $personal),* }
            }

            /// Of a list: what each of its rows says; empty for plain text.
            pub const fn members(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($($member),+)?]),* }
            }
        }
    };
}

facts! {
    DocumentNo = "document_no", "文书编号", "Document number", Issuing, false;
    IssuedOn = "issued_on", "出具日期", "Issued on", Issuing, false;
    IssuedBy = "issued_by", "出具人", "Issued by", Issuing, false;
    Center = "center", "综治中心", "Centre", Issuing, false;

    CaseNo = "case_no", "案号", "Case number", Registration, false;
    Title = "title", "事项标题", "Title", Registration, false;
    Narrative = "narrative", "纠纷简要情况", "What happened", Registration, false;
    Demand = "demand", "诉求", "What is asked for", Registration, false;
    Channel = "channel", "来源渠道", "Channel", Registration, false;
    Region = "region", "所属区划", "Region", Registration, false;
    Place = "place", "发生地址", "Address", Registration, true;
    OccurredOn = "occurred_on", "发生日期", "Happened on", Registration, false;
    PeopleCount = "people_count", "涉及人数", "People concerned", Registration, false;
    Amount = "amount", "涉及金额", "Amount", Registration, false;
    RegisteredOn = "registered_on", "登记日期", "Registered on", Registration, false;
    RegisteredBy = "registered_by", "登记人", "Registered by", Registration, false;
    FirstContact = "first_contact", "首问责任人", "First contact", Registration, false;
    Applicants = "applicants", "申请人", "Applicants", Registration, true;
    Respondents = "respondents", "被申请人", "Respondents", Registration, true;
    Parties = "parties", "当事人", "Parties", Registration, true,
        [
            "no", "role", "name", "gender", "ethnicity", "age", "occupation", "id_type", "id_number",
            "phone", "address"
        ];

    Type = "type", "纠纷类型", "Type", Classification, false;
    Scale = "scale", "事件规模", "Scale", Classification, false;
    Level = "level", "难易程度", "Level", Classification, false;

    LeadDepartment = "lead_department", "主办单位", "Leading department", Dispatch, false;
    AssistDepartments = "assist_departments", "协办单位", "Assisting departments", Dispatch, false;
    DispatchedOn = "dispatched_on", "转办日期", "Dispatched on", Dispatch, false;
    DispatchNote = "dispatch_note", "转办意见", "What was said when dispatching", Dispatch, false;
    Addressee = "addressee", "收文单位", "Addressee", Dispatch, false;
    AssistTask = "assist_task", "协办事项", "Task of the assistant", Dispatch, false;
    AssistDueOn = "assist_due_on", "协办期限", "Assistance due on", Dispatch, false;
    SignDueOn = "sign_due_on", "签收期限", "To be signed for by", Dispatch, false;
    HandlingDueOn = "handling_due_on", "办理期限", "To be handled by", Dispatch, false;

    OrderNo = "order_no", "督办件编号", "Order number", Supervision, false;
    OrderGround = "order_ground", "督办事由", "Ground of the order", Supervision, false;
    OrderText = "order_text", "督办要求", "What the order asks for", Supervision, false;
    OrderIssuedOn = "order_issued_on", "督办日期", "Ordered on", Supervision, false;
    OrderReplyDueOn = "order_reply_due_on", "回复期限", "Reply due on", Supervision, false;
    OrderCases = "order_cases", "督办案件", "Cases of the order", Supervision, false,
        ["no", "case_no", "title"];
    UrgedStep = "urged_step", "催办类别", "Kind of reminder", Supervision, false;
    UrgedDepartment = "urged_department", "催办单位", "Urged department", Supervision, false;
    UrgedLimit = "urged_limit", "催办环节", "Urged limit", Supervision, false;
    UrgedDueOn = "urged_due_on", "时限届满日", "Limit ended on", Supervision, false;
    UrgedOn = "urged_on", "催办日期", "Urged on", Supervision, false;
    UrgedDays = "urged_days", "超期工作日", "Working days over", Supervision, false;

    Outcome = "outcome", "办理结果", "Outcome", Resolution, false;
    Method = "method", "化解方式", "Method", Resolution, false;
    Retention = "retention", "保管期限", "Kept for", Resolution, false;
    Summary = "summary", "办理情况", "What was done", Resolution, false;
    ResolvedOn = "resolved_on", "办结日期", "Resolved on", Resolution, false;
    ClosedOn = "closed_on", "结案日期", "Closed on", Closing, false;

    MediatedOn = "mediated_on", "调解时间", "Mediated on", Mediation, false;
    MediationPlace = "mediation_place", "调解地点", "Place of mediation", Mediation, false;
    Mediators = "mediators", "人民调解员", "Mediators", Mediation, false;
    Recorder = "recorder", "记录人", "Recorder", Mediation, false;
    Attendants = "attendants", "其他参加人", "Others present", Mediation, true;
    MediationProcess = "mediation_process", "调解过程", "Course of the mediation", Mediation, true;
    MediationResult = "mediation_result", "调解结果", "Result of the mediation", Mediation, false;

    AgreementNo = "agreement_no", "协议编号", "Agreement number", Agreement, false;
    DisputeFacts = "dispute_facts", "纠纷事实及当事人责任", "Facts and responsibility", Agreement, true;
    AgreedTerms = "agreed_terms", "约定事项", "What was agreed", Agreement, true;
    PerformanceWay = "performance_way", "履行方式", "How it is performed", Agreement, false;
    PerformancePlace = "performance_place", "履行地点", "Where it is performed", Agreement, false;
    PerformanceDue = "performance_due", "履行期限", "By when it is performed", Agreement, false;
    Copies = "copies", "协议份数", "Copies", Agreement, false;
    AgreedOn = "agreed_on", "协议达成日期", "Agreed on", Agreement, false;
    Performances = "performances", "履行情况", "What was performed", Agreement, false;
    Callbacks = "callbacks", "回访情况", "Callbacks", Closing, false;
    ConfirmationWindow = "confirmation_window", "司法确认期限", "Time for judicial confirmation", Agreement, false;

    DossierItems = "dossier_items", "卷内文书", "Papers of the dossier", Issuing, false,
        ["no", "name", "necessity", "document_no", "issued_on", "pages"];

    MeetingKind = "meeting_kind", "会议名称", "Kind of meeting", Meeting, false;
    MeetingOn = "meeting_on", "会议时间", "Held on", Meeting, false;
    MeetingPlace = "meeting_place", "会议地点", "Place of the meeting", Meeting, false;
    MeetingChair = "meeting_chair", "主持人", "Chair", Meeting, false;
    MeetingPresent = "meeting_present", "到会单位", "Units present", Meeting, false;
    MeetingAbsent = "meeting_absent", "未到会单位", "Units absent", Meeting, false;
    MeetingItems = "meeting_items", "研究议题", "Agenda", Meeting, false,
        ["no", "case_no", "title", "type", "lead", "grounds"];
    MeetingDecisions = "meeting_decisions", "议定事项", "Decisions", Meeting, false,
        ["no", "case_no", "department", "text", "due_on"];
    MeetingSummary = "meeting_summary", "会议情况", "What was said", Meeting, false;

    CoverageDepartment = "coverage_department", "派驻单位", "Department", Stationing, false;
    CoverageMonth = "coverage_month", "月份", "Month", Stationing, false;
    CoverageAsOf = "coverage_as_of", "统计至", "As of", Stationing, false;
    CoverageOwed = "coverage_owed", "应值守岗位时数", "Post-hours owed", Stationing, false;
    CoverageServed = "coverage_served", "有依据的岗位时数", "Post-hours served", Stationing, false;
    CoverageShort = "coverage_short", "缺岗时数", "Post-hours short", Stationing, false;
    CoverageDisputed = "coverage_disputed", "待核实时数", "Post-hours disputed", Stationing, false;
    CoverageRate = "coverage_rate", "到岗率", "Share served", Stationing, false;
    CoveragePosts = "coverage_posts", "各岗位情况", "Post by post", Stationing, false,
        ["no", "post", "mode", "days", "owed", "short", "rate"];
    CoverageShortfalls = "coverage_shortfalls", "缺岗明细", "Shortfalls", Stationing, false,
        ["no", "date", "post", "reason", "short"];
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_plain_and_taken_once() {
        let mut seen = HashSet::new();
        for fact in Fact::ALL {
            let name = fact.as_str();
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
            assert!(seen.insert(name), "{name} twice");
            assert_eq!(Fact::parse(name), Some(*fact));
        }
    }
}
