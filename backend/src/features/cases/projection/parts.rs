//! What the state of a case is made of.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::features::cases::clocks::{ClockEvent, ClockKind};
use crate::features::cases::model::{
    Direction, OwnerKind, Procedure, ReferralKind, ReferralState, RestrictionClass,
};

/// 限制知悉: few may know of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// What kind of matter it is.
    pub class: RestrictionClass,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A hand-over between levels (上报、下派).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handed {
    /// Up or down.
    pub direction: Direction,
    /// The centre that handed it over.
    pub from_center_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// A stop (中止).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    /// Code set `suspend_reason`.
    pub reason_code: String,
    /// The procedure it waits for.
    pub procedure: Option<Procedure>,
    /// Its number there.
    pub external_no: Option<String>,
    /// The day the procedure was accepted there (受理之日), once that is known.
    pub accepted_on: Option<NaiveDate>,
    /// The day on which it goes on by itself.
    pub until_on: Option<NaiveDate>,
    /// Whether the lead made it by itself.
    pub is_own: bool,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A stop asked for (中止申请), as the row of the case keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensionRequest {
    /// Code set `suspend_reason`.
    pub reason_code: String,
    /// The procedure it is to wait for.
    pub procedure: Option<Procedure>,
    /// Its number there.
    pub external_no: Option<String>,
    /// The day the procedure was accepted there.
    #[serde(default)]
    pub accepted_on: Option<NaiveDate>,
    /// The day on which it is to go on by itself.
    pub until_on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
}

/// An extension asked for (延期申请).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// In days of the limit's kind.
    pub days: u16,
    /// When it was asked for, which is when it would be granted as of.
    pub asked_at: DateTime<Utc>,
}

/// 包案: the leader who answers for a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Who.
    pub leader_id: Uuid,
    /// What is to be done.
    pub plan: String,
    /// When it is looked at again.
    pub next_review_on: NaiveDate,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Who has a case, since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Which post.
    pub kind: OwnerKind,
    /// Which department, where the post is one.
    pub department_id: Option<Uuid>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A case sent to a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Its id.
    pub id: Uuid,
    /// Lead or assisting.
    pub kind: ReferralKind,
    /// To whom.
    pub department_id: Uuid,
    /// Where it stands.
    pub state: ReferralState,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it was signed for.
    pub signed_at: Option<DateTime<Utc>>,
    /// By whom; none when the limit signed.
    pub signed_by_id: Option<Uuid>,
    /// What was said when sending it.
    pub note: Option<String>,
    /// What an assistant is asked to do.
    pub task: Option<String>,
    /// By when, where a day was agreed.
    pub due_on: Option<NaiveDate>,
    /// When an assistant was done.
    pub done_at: Option<DateTime<Utc>>,
    /// What came of it.
    pub result: Option<String>,
    /// With what ground the lead returned it.
    pub ground_code: Option<String>,
    /// Whom the lead named instead.
    pub suggested_department_id: Option<Uuid>,
    /// Days the matter stood still because the lead stopped it by itself, of stops that are over.
    pub own_stop_days: u32,
}

/// A stretch of time that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockSpan {
    /// What it watches.
    pub kind: ClockKind,
    /// The referral it belongs to.
    pub referral_id: Option<Uuid>,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When it was met or cancelled.
    pub finished_at: Option<DateTime<Utc>>,
    /// Whether it no longer applied.
    pub is_cancelled: bool,
    /// Stops, resumptions and extensions, in order.
    pub moves: Vec<ClockEvent>,
    /// The day it is counted from, where that is not the one it started on here (受理之日).
    pub counted_from: Option<NaiveDate>,
    /// The last day, where one was agreed instead of counted.
    pub fixed_on: Option<NaiveDate>,
    /// The procedure whose limit of the law it is.
    pub procedure: Option<Procedure>,
    /// What it is counted by, where that is not what it started under.
    pub basis: Option<Basis>,
}

/// What a limit is counted by since it was rebased (时限重算).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// The version of the rule.
    pub rule_id: Uuid,
    /// The version of the calendar.
    pub calendar_version: i32,
    /// Since when.
    pub since: DateTime<Utc>,
}
