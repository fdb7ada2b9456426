//! What can happen to a case: the data of its events. Versioned by [`VERSION`]; a released shape
//! is never changed, only added to.
//!
//! No personal data: the words of the matter and its parties are bound in by their hash.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clocks::ClockKind;
pub use super::kinds::NOTED;
use super::mentions::Mentions;
use super::model::{Channel, Direction, Level, Outcome, OwnerKind, Procedure, RestrictionClass};
pub use super::then::{
    AgreementThen, AssistTask, AttachmentThen, DocumentThen, Part, Referred, RegionThen,
    RestrictionThen, SessionThen, TaskThen,
};
use crate::features::agreements::next_step::LawfulStep;
use crate::features::agreements::workflow::{AgreementForm, ConfirmationAnswer, PerformanceState};
use crate::features::applicant_notices::kind::{ApplicantNoticeKind, ToldWay};
use crate::features::mediations::workflow::{MediationOutcome, MediationSide};
use crate::features::review_meetings::kind::MeetingKind;
use crate::platform::error::AppResult;
use crate::policy::Role;

/// Version of the shapes below, written into every event.
pub const VERSION: u8 = 1;

/// One fact about a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// 登记: the case exists and has its number (一案一码).
    Registered {
        case_no: String,
        channel: Channel,
        region_code: String,
        center_id: Uuid,
        type_code: Option<String>,
        scale_code: Option<String>,
        level: Option<Level>,
        source_system: Option<String>,
        source_number: Option<String>,
        is_anonymous: bool,
        party_count: usize,
        first_contact_id: Option<Uuid>,
        /// SHA-256 over the canonical words of the matter and its parties.
        content_hash: String,
        /// The case it was split from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        split_from_id: Option<Uuid>,
        /// The visit or call it began with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit_id: Option<Uuid>,
        /// Whether few may know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        restriction: Option<RestrictionThen>,
    },
    /// 分类定级.
    Classified {
        type_code: String,
        level: Level,
        scale_code: Option<String>,
        reason: Option<String>,
    },
    /// 转办, to one lead and any number of assistants.
    Dispatched {
        lead: Referred,
        #[serde(default)]
        assists: Vec<Referred>,
        level: Option<Level>,
        route: Option<String>,
        note: Option<String>,
        /// What assistants are asked to do, of those that were told with the dispatch.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tasks: Vec<AssistTask>,
    },
    /// 签收, by a person or, at the limit, by the system.
    Signed { referral_id: Uuid, by_system: bool, note: Option<String> },
    /// 退回, with its coded legal ground.
    Returned {
        ground_code: String,
        note: String,
        suggested_department_id: Option<Uuid>,
        /// Who decides now: the dispatcher, or the director once it was returned as often as the
        /// county allowed then. None in events of before this was kept.
        next_owner: Option<OwnerKind>,
    },
    /// 裁定: cannot be returned again. `fallback` marks 兜底.
    Ruled { lead: Referred, reason: String, fallback: bool },
    /// 报告进展.
    ProgressReported { note: String },
    /// 增加协办: one more assistant, with its task and, where one was agreed, its last day.
    AssistAdded { assist: Referred, task: String, due_on: Option<NaiveDate> },
    /// 协办办结.
    AssistCompleted { referral_id: Uuid, result: String },
    /// 退回协办, with its coded ground: the assistant says it is not competent.
    AssistReturned { assist: Referred, ground_code: String, note: String },
    /// 撤销协办: the assistant is not needed.
    AssistRemoved { assist: Referred, reason: String },
    /// 中止: the limit stands still, until a day where one was named.
    Suspended {
        reason_code: String,
        procedure: Option<Procedure>,
        external_no: Option<String>,
        until_on: Option<NaiveDate>,
        note: Option<String>,
        /// The day the procedure was accepted there (受理之日), from which its limit is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted_on: Option<NaiveDate>,
        /// Whether the lead stopped it by itself: such days count towards those it has for that.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_own: bool,
        /// Why it was granted, where it was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<String>,
    },
    /// 申请中止: for longer than the lead may stop it by itself.
    SuspensionRequested {
        reason_code: String,
        procedure: Option<Procedure>,
        external_no: Option<String>,
        until_on: Option<NaiveDate>,
        reason: String,
        /// The day the procedure was accepted there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted_on: Option<NaiveDate>,
    },
    /// 登记法定程序: what became known of the procedure the case waits for.
    ProcedureRecorded {
        /// The day it was accepted there; none: as it was.
        accepted_on: Option<NaiveDate>,
        /// Its number there; none: as it was.
        external_no: Option<String>,
        /// By how many days the organ in charge made its limit longer.
        extended_days: Option<u16>,
        /// When that was decided there.
        extended_on: Option<NaiveDate>,
        note: Option<String>,
    },
    /// 不同意中止.
    SuspensionRefused { reason: String },
    /// 恢复, by a person or, on the day named, by the system.
    Resumed { by_system: bool, note: Option<String> },
    /// 申请延期, in days of the limit's kind.
    ExtensionRequested { days: u16, reason: String },
    /// 审批延期.
    ExtensionDecided { approved: bool, days: u16, reason: String },
    /// 上报、下派: another centre is in charge from now on, and with it the dispatcher.
    LevelTransferred {
        from_center_id: Uuid,
        to_center_id: Uuid,
        direction: Direction,
        /// The place, where handing down says it more exactly.
        region: Option<RegionThen>,
        reason: String,
    },
    /// 包案: a leader answers for it, and says when to look again.
    TakenInCharge { leader_id: Uuid, plan: String, next_review_on: NaiveDate },
    /// 并案: goes on as part of another case; nothing of it is changed.
    Merged { into_case_id: Uuid, into_case_no: String, reason: Option<String> },
    /// 撤销并案: everything is as it was before.
    Unmerged { reason: Option<String> },
    /// 拆分: these parts go on as cases of their own; nothing of this one is changed.
    Split { parts: Vec<Part>, reason: Option<String> },
    /// 撤销拆分: the part goes on in its original again.
    Unsplit { into_case_id: Uuid, into_case_no: String, reason: Option<String> },
    /// 办结申报.
    Resolved {
        outcome: Outcome,
        method_code: String,
        summary_hash: String,
        /// Why a supervisor resolved over an assistant who had not finished.
        override_reason: Option<String>,
    },
    /// 审核通过.
    ResolutionAccepted { reason: Option<String> },
    /// 审核退回: the original limit goes on.
    ResolutionRejected { reason: String },
    /// 回访. Two separate questions; neither is asked by the handling unit.
    CallbackRecorded {
        reached: bool,
        solved: Option<bool>,
        fairly_treated: Option<bool>,
        comment: Option<String>,
    },
    /// 结案.
    Closed { reason: String },
    /// 归档.
    Archived { note: Option<String> },
    /// 重新办理.
    Reopened { reason: String },
    /// 不予受理, and what the citizen was told.
    Declined { ground_code: String, told_applicant: String },
    /// 撤回.
    Withdrawn { reason: String },
    /// 时限重算: limits that run are counted, from their start on, by another version of their rule
    /// or of the calendar.
    LimitRebased {
        /// What was published.
        limit_change_id: Uuid,
        limits: Vec<Rebased>,
        reason: Option<String>,
    },
    /// 增加当事人: bound by a salted hash, the words are kept beside the ledger.
    PartyAdded {
        /// Where they are.
        change_id: Uuid,
        party_no: i32,
        role: String,
        values_hash: String,
        reason: String,
        /// Binds the title before and since, where it mentioned the party.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title_hash: Option<String>,
    },
    /// 更正当事人信息: which fields, never what they say.
    PartyCorrected {
        /// Where both what was said and what is said are.
        change_id: Uuid,
        party_no: i32,
        fields: Vec<String>,
        values_hash: String,
        reason: String,
        /// Binds the title before and since, where it mentioned the party.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title_hash: Option<String>,
    },
    /// 内部备注: words for those who work on the case, kept beside the ledger.
    NoteWritten {
        /// Where they are.
        note_id: Uuid,
        /// SHA-256 over them.
        text_hash: String,
    },
    /// 公开答复: words for the citizen, from a unit.
    StaffReplied {
        /// Where they are.
        reply_id: Uuid,
        /// The unit that answers; none: the centre.
        department_id: Option<Uuid>,
        /// What is answered.
        message_id: Option<Uuid>,
        /// SHA-256 over them.
        text_hash: String,
    },
    /// 告知申请人: that the matter stands still or its limit was extended, and by which way.
    ApplicantTold {
        /// The notice.
        notice_id: Uuid,
        /// What it tells.
        about: ApplicantNoticeKind,
        /// How the applicant was told.
        way: ToldWay,
    },
    /// 查看未遮蔽信息: who looked at which field of which party, and why.
    Revealed { party_no: i32, field: String, reason: String },
    /// 补发查询码: the old one opens nothing any more. Without either of them.
    TrackingCodeReplaced { reason: String },
    /// 提醒: a limit will soon be over.
    Reminded { limit: WatchedLimit },
    /// 催办: a limit is over.
    Urged { limit: WatchedLimit },
    /// 列入通报: a limit has been over for so long that it stands in the bulletin.
    BulletinListed { limit: WatchedLimit },
    /// 督办: a supervision order is about this case, too; by the ladder where `limit` is named.
    SupervisionOrdered {
        order: OrderThen,
        ground_code: String,
        reply_due_on: NaiveDate,
        /// SHA-256 over the text of the order.
        text_hash: String,
        limit: Option<WatchedLimit>,
    },
    /// 督办回复.
    SupervisionReplied {
        order: OrderThen,
        round: i32,
        is_late: bool,
        /// SHA-256 over the text of the reply.
        text_hash: String,
    },
    /// 督办回复认可.
    SupervisionReplyAccepted { order: OrderThen, round: i32 },
    /// 督办回复退回: to be replied to again by another day.
    SupervisionReplyRejected { order: OrderThen, round: i32, reply_due_on: NaiveDate },
    /// 督办撤销.
    SupervisionCancelled { order: OrderThen },
    /// 规则提示: a rule found the case and says who is to look at it.
    RuleNoted {
        rule_id: Uuid,
        rule_version: i32,
        rule_name: String,
        note: String,
        department_id: Option<Uuid>,
        role: Option<Role>,
    },
    /// 群众补充说明: words of the citizen, kept beside the ledger.
    CitizenCommented {
        /// Where they are.
        message_id: Uuid,
        /// SHA-256 over them.
        text_hash: String,
    },
    /// 群众投诉: what it is about is kept with the words.
    CitizenComplained {
        /// Where they are.
        message_id: Uuid,
        /// SHA-256 over them.
        text_hash: String,
    },
    /// 群众评价: two answers, given on the public page.
    Rated {
        /// The rating, with its words.
        rating_id: Uuid,
        solved: bool,
        fairly_treated: bool,
    },
    /// 预约调解: a room and mediators for a time.
    MediationBooked { session: SessionThen, room_id: Uuid },
    /// 改期: another room, time or mediator.
    MediationRebooked { session: SessionThen, room_id: Uuid },
    /// 取消调解.
    MediationCancelled { session: SessionThen, reason_code: String },
    /// 调解意愿: what a side said to being mediated.
    MediationConsentRecorded {
        session: SessionThen,
        side: MediationSide,
        party_no: Option<i32>,
        agrees: bool,
    },
    /// 回避: a mediator takes no part in the case any more.
    MediatorRecused { session: SessionThen, person_id: Uuid, ground_code: String },
    /// 开始调解.
    MediationStarted { session: SessionThen },
    /// 休会, and the session that goes on where one was booked.
    MediationAdjourned { session: SessionThen, next: Option<SessionThen> },
    /// 调解结束, and where the parties were guided to (人民调解法 art. 26).
    MediationConcluded {
        session: SessionThen,
        outcome: MediationOutcome,
        guided_to: Option<Procedure>,
    },
    /// 笔录签字: its words are bound in from now on.
    MediationMinutesSigned {
        session: SessionThen,
        /// SHA-256 over the text of the minutes.
        minutes_hash: String,
        party_nos: Vec<i32>,
    },
    /// 达成协议.
    AgreementReached {
        agreement: AgreementThen,
        mediation_id: Option<Uuid>,
        form: AgreementForm,
        effective_on: NaiveDate,
        item_count: usize,
        amount_fen: i64,
        /// SHA-256 over the canonical terms and items.
        terms_hash: String,
        /// The last day for asking the court to confirm it.
        confirmation_due_on: NaiveDate,
    },
    /// 撤销协议记录.
    AgreementCancelled { agreement: AgreementThen },
    /// 履行: what became of an item.
    PerformanceRecorded {
        agreement: AgreementThen,
        item_no: i32,
        state: PerformanceState,
        amount_fen: Option<i64>,
        happened_on: NaiveDate,
        /// SHA-256 over the note on how it is known.
        evidence_hash: String,
    },
    /// 履行提醒: an item will soon be due.
    PerformanceReminded { agreement: AgreementThen, item_no: i32, due_on: NaiveDate },
    /// 逾期未履行: the day of an item has passed.
    PerformanceOverdue {
        agreement: AgreementThen,
        item_no: i32,
        due_on: NaiveDate,
        /// The next step the law left then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_step: Option<LawfulStep>,
    },
    /// 司法确认期限提醒: the time for asking the court will soon be over.
    ConfirmationReminded { agreement: AgreementThen, due_on: NaiveDate },
    /// 申请司法确认.
    ConfirmationApplied { agreement: AgreementThen, applied_on: NaiveDate },
    /// 法院答复.
    ConfirmationAnswered {
        agreement: AgreementThen,
        answer: ConfirmationAnswer,
        answered_on: NaiveDate,
    },
    /// 领导接访: a leader received the people of this matter.
    LeaderReceived { reception_id: Uuid, leader_id: Uuid, held_on: NaiveDate },
    /// 接访承诺: a leader promised something, a unit is to do it.
    PromiseMade { reception_id: Uuid, task: TaskThen },
    /// 会议议定: a review meeting decided something, a unit is to do it.
    MeetingDecided { meeting_id: Uuid, meeting: MeetingKind, task: TaskThen },
    /// 交办任务办结.
    TaskCompleted {
        task: TaskThen,
        is_late: bool,
        /// SHA-256 over what was done.
        note_hash: String,
    },
    /// 交办任务逾期: its day has passed and nobody has done it.
    TaskOverdue {
        task: TaskThen,
        /// Whether a leader promised it.
        is_promise: bool,
    },
    /// 交办任务撤回.
    TaskWithdrawn { task: TaskThen, reason: String },
    /// 出具文书: what it says is bound in by its hash, and so is its file.
    DocumentIssued {
        document: DocumentThen,
        document_kind: String,
        template_version: i32,
        /// Whether it names the parties: issuing it was a use of personal data.
        names_parties: bool,
        content_hash: String,
        file_hash: String,
        /// The edition it replaces.
        replaces_id: Option<Uuid>,
    },
    /// 作废文书.
    DocumentVoided { document: DocumentThen, document_kind: String, reason: String },
    /// 添加附件: its content is kept, known by its hash. No name: it could be somebody's.
    AttachmentAdded { attachment: AttachmentThen, document_code: Option<String> },
    /// 归入卷宗: it fills a place of the dossier, or none any more.
    AttachmentFiled { attachment_id: Uuid, document_code: Option<String>, is_identity: bool },
    /// 查看身份材料: who opened a paper that names a party, and why.
    AttachmentOpened { attachment_id: Uuid, reason: String },
    /// 删除附件: its content is gone, its hash stays.
    AttachmentRemoved { attachment: AttachmentThen, reason: String },
    /// 卷宗封存: from now on nothing of it changes.
    DossierSealed {
        seal_id: Uuid,
        /// The rule that says which papers belong to it.
        volume_code: String,
        volume_version: i32,
        file_count: u32,
        /// SHA-256 over the canonical manifest.
        manifest_hash: String,
    },
    /// 限制知悉: few may know of it from now on.
    Restricted { class: RestrictionClass, reason: String },
    /// 解除限制知悉.
    RestrictionLifted { reason: String },
}

/// One limit that is counted by something else from now on, known by what it watches, for whom and
/// since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebased {
    /// What it watches.
    pub clock: ClockKind,
    /// The referral it belongs to.
    pub referral_id: Option<Uuid>,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// What it was counted by.
    pub from: CountedBy,
    /// What it is counted by.
    pub to: CountedBy,
}

/// What a limit is counted by, and when it ends under it; none while it stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedBy {
    /// The version of the rule.
    pub rule_id: Uuid,
    /// Its number.
    pub rule_version: i32,
    /// The version of the calendar.
    pub calendar_version: i32,
    /// The last instant.
    pub due_at: Option<DateTime<Utc>>,
}

/// A limit whose end is watched, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchedLimit {
    /// The clock.
    pub clock_id: Uuid,
    /// What it watches.
    pub clock: ClockKind,
    /// Whose time it is.
    pub department_id: Uuid,
    /// Its last instant.
    pub due_at: DateTime<Utc>,
    /// Working days by which it was exceeded.
    pub working_days_over: u32,
}

/// A supervision order (督办件), as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderThen {
    /// The order.
    pub order_id: Uuid,
    /// Its number.
    pub order_no: String,
    /// Who must reply.
    pub department_id: Uuid,
}

impl Change {
    /// The same without the parties that what somebody wrote mentions: the ledger holds no personal
    /// data, and nothing of it can be taken back.
    pub fn without_mentions(self, mentions: &Mentions) -> AppResult<Self> {
        let told = serde_json::to_value(&self)?;
        let hidden = mentions.hide_all(told.clone());
        if hidden == told { Ok(self) } else { Ok(serde_json::from_value(hidden)?) }
    }
}
