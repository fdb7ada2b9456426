use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::CenterRef;
use super::view::TimeLeftView;
use crate::features::cases::clocks::{ClockKind, Lamp, State};
use crate::features::cases::model::CaseStatus;
use crate::features::cases::time_use::HolderKind;

/// The state machine as data.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkflowView {
    /// Every status.
    pub statuses: Vec<StatusView>,
    /// Every transition.
    pub transitions: Vec<TransitionView>,
}

/// A status.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatusView {
    /// The word on the wire.
    pub status: CaseStatus,
    /// The official term.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// Whether nothing can follow.
    pub is_final: bool,
}

/// A transition.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransitionView {
    /// The verb.
    pub action: String,
    /// The official term.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// Where it may start.
    pub from: Vec<CaseStatus>,
    /// Where it may lead, or leave the case.
    pub to: Vec<CaseStatus>,
    /// Every change of status it makes: not every one of `from` leads to every one of `to`.
    pub changes: Vec<TransitionChange>,
    /// Whether it may leave the status as it is.
    pub keeps_status: bool,
    /// The roles that may do it; empty: only the system.
    pub roles: Vec<String>,
    /// What else must hold.
    pub condition: String,
    /// Whether many cases may be told it at once (`POST /cases/actions`).
    pub is_bulk: bool,
    /// The verb that takes it back, where there is one.
    pub undo: Option<String>,
}

/// A change of status.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransitionChange {
    /// From.
    pub from: CaseStatus,
    /// To.
    pub to: CaseStatus,
}

/// Why a limit ends when it does.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockExplanation {
    /// What the derivation rests on.
    pub inputs: ClockInputs,
    /// Day by day.
    pub steps: Vec<ClockStep>,
    /// Why the lamp has its colour.
    pub lamp: LampExplanation,
    /// What came of it.
    pub result: ClockResult,
}

/// Why a lamp has its colour: the first question that is answered with yes decides.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LampExplanation {
    /// The instant it is of.
    pub as_of: DateTime<Utc>,
    /// The share of the limit, in percent, from which on it is yellow.
    #[schema(minimum = 0, maximum = 100, example = 50)]
    pub yellow_percent: u32,
    /// So many working days after today, or fewer, are yellow.
    #[schema(minimum = 0, example = 1)]
    pub yellow_working_days: u32,
    /// The questions in their order.
    pub steps: Vec<LampStepView>,
}

/// A question the colour of a lamp rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LampStepView {
    /// `overdue`, `at_rest`, `half_used`, `nearly_over` or `otherwise`.
    #[schema(example = "half_used")]
    pub code: String,
    /// The question with its fact, in words.
    #[schema(example = "已用时限达到 50%（现为 63%）")]
    pub text: String,
    /// Whether it is so.
    pub holds: bool,
    /// The colour it leads to.
    pub lamp: Lamp,
}

/// What a derivation rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockInputs {
    /// What is watched.
    pub clock: ClockKind,
    /// The rule.
    pub rule_id: Uuid,
    /// Its version.
    pub rule_version: i32,
    /// The rule in words.
    pub rule: String,
    /// The article or document it rests on.
    pub source: String,
    /// Version of the calendar.
    pub calendar_version: i32,
    /// Last day whose arrangement has been published.
    pub announced_through: NaiveDate,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// When it was met or cancelled.
    pub finished_at: Option<DateTime<Utc>>,
}

/// One day of a derivation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockStep {
    /// The date in China's time zone.
    pub date: NaiveDate,
    /// Whether it counts.
    pub counted: bool,
    /// Which day of the limit it is.
    pub number: Option<u16>,
    /// Why, for programs.
    pub reason_code: String,
    /// Why, for people.
    pub reason: String,
}

/// What came of a derivation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockResult {
    /// Last instant of the limit.
    pub due_at: Option<DateTime<Utc>>,
    /// State now.
    pub state: State,
    /// Colour now.
    pub lamp: Lamp,
    /// What is left now.
    pub time_left: TimeLeftView,
    /// In a sentence.
    pub sentence: String,
}

/// Whose time was used.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimeUseView {
    /// The instant it is of.
    pub as_of: DateTime<Utc>,
    /// When the case was registered.
    pub started_at: DateTime<Utc>,
    /// Seconds of all stretches together.
    pub total_seconds: i64,
    /// Every holder, the most time first.
    pub holders: Vec<HolderView>,
    /// Every stretch, in order.
    pub stretches: Vec<StretchView>,
}

/// How much time a holder used.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HolderView {
    /// What it is.
    pub kind: HolderKind,
    /// In words: the department's name, the procedure, a post with its centre.
    pub name: String,
    /// Which department, where it is one.
    pub department_id: Option<Uuid>,
    /// At which centre, where it is a post of one.
    pub center: Option<CenterRef>,
    /// Seconds.
    pub seconds: i64,
}

/// A stretch with one holder.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StretchView {
    /// What it is.
    pub kind: HolderKind,
    /// In words.
    pub name: String,
    /// Which department, where it is one.
    pub department_id: Option<Uuid>,
    /// At which centre, where it is a post of one.
    pub center: Option<CenterRef>,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
    /// Seconds.
    pub seconds: i64,
}
