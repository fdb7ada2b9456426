//! What can happen to a case: the data of its events. Versioned by [`VERSION`]; a released shape
//! is never changed, only added to.
//!
//! No personal data: the words of the matter and its parties are bound in by their hash.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::{Channel, Direction, Level, Outcome, Procedure};

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
        /// The visit or call it began with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit_id: Option<Uuid>,
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
    },
    /// 签收, by a person or, at the limit, by the system.
    Signed { referral_id: Uuid, by_system: bool, note: Option<String> },
    /// 退回, with its coded legal ground.
    Returned { ground_code: String, note: String, suggested_department_id: Option<Uuid> },
    /// 裁定: cannot be returned again. `fallback` marks 兜底.
    Ruled { lead: Referred, reason: String, fallback: bool },
    /// 报告进展.
    ProgressReported { note: String },
    /// 增加协办: one more assistant, with its task and, where one was agreed, its last day.
    AssistAdded { assist: Referred, task: String, due_on: Option<NaiveDate> },
    /// 协办办结.
    AssistCompleted { referral_id: Uuid, result: String },
    /// 中止: the limit stands still, until a day where one was named.
    Suspended {
        reason_code: String,
        procedure: Option<Procedure>,
        external_no: Option<String>,
        until_on: Option<NaiveDate>,
        note: Option<String>,
    },
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
    /// 查看未遮蔽信息: who looked at which field of which party, and why.
    Revealed { party_no: i32, field: String, reason: String },
}

/// Where a case lies, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionThen {
    /// The region.
    pub id: Uuid,
    /// Its code.
    pub code: String,
}

/// A department a case is referred to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referred {
    /// The referral this creates.
    pub referral_id: Uuid,
    /// To whom.
    pub department_id: Uuid,
}

impl Change {
    /// The kind of event, as in the ledger's `kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "registered",
            Self::Classified { .. } => "classified",
            Self::Dispatched { .. } => "dispatched",
            Self::Signed { by_system: false, .. } => "signed",
            Self::Signed { by_system: true, .. } => "auto_signed",
            Self::Returned { .. } => "returned",
            Self::Ruled { .. } => "ruled",
            Self::ProgressReported { .. } => "progress_reported",
            Self::AssistAdded { .. } => "assist_added",
            Self::AssistCompleted { .. } => "assist_completed",
            Self::Suspended { .. } => "suspended",
            Self::Resumed { by_system: false, .. } => "resumed",
            Self::Resumed { by_system: true, .. } => "auto_resumed",
            Self::ExtensionRequested { .. } => "extension_requested",
            Self::ExtensionDecided { .. } => "extension_decided",
            Self::LevelTransferred { .. } => "level_transferred",
            Self::TakenInCharge { .. } => "taken_in_charge",
            Self::Merged { .. } => "merged",
            Self::Unmerged { .. } => "unmerged",
            Self::Resolved { .. } => "resolved",
            Self::ResolutionAccepted { .. } => "resolution_accepted",
            Self::ResolutionRejected { .. } => "resolution_rejected",
            Self::CallbackRecorded { .. } => "callback_recorded",
            Self::Closed { .. } => "closed",
            Self::Archived { .. } => "archived",
            Self::Reopened { .. } => "reopened",
            Self::Declined { .. } => "declined",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Revealed { .. } => "revealed",
        }
    }
}
