use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::dto::CostTerm;
use crate::features::personnel::dto::PersonRef;
use crate::platform::words::words;

words! {
    /// What a load is counted over.
    LoadKind {
        Duty = "duty", "工作日在岗", "Duty on working days";
        Rest = "rest", "休息日值班", "Duty on rest days";
        Shared = "shared", "单位分担", "Share of the department";
    }
}

/// A person's load of one kind, in tenths of a day, against what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LoadView {
    /// What is counted.
    pub kind: LoadKind,
    /// The same in words.
    #[schema(example = "工作日在岗")]
    pub kind_name: &'static str,
    /// In this plan.
    #[schema(example = 100)]
    pub load: i64,
    /// More or less than their share in the plans before.
    #[schema(example = 0)]
    pub history: i64,
    /// What load and history should come to.
    #[schema(example = 100)]
    pub target: i64,
    /// Mean of load and history over the people of the department.
    #[schema(example = 100)]
    pub mean: i64,
    /// A deviation that costs nothing.
    #[schema(example = 25)]
    pub tolerance: i64,
    /// A deviation from which on it costs more.
    #[schema(example = 75)]
    pub steep_tolerance: i64,
    /// What the deviation costs, in equivalent minutes.
    #[schema(example = 0)]
    pub cost: i64,
    /// The rule that forced the deviation, in words, where it is beyond the tolerance.
    #[schema(example = "岗位人选不足：2 人应派 2 人")]
    pub reason: Option<String>,
}

/// A change of two people that breaks no rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SwapHint {
    /// The other one.
    pub with: PersonRef,
    /// What goes to them.
    #[schema(example = "人社窗口 2026-03-02–2026-03-08")]
    pub gives: String,
    /// What comes back; none when they only take over.
    #[schema(example = "人社窗口 2026-03-09–2026-03-15")]
    pub takes: Option<String>,
    /// What the whole roster would cost more, in equivalent minutes; negative is better.
    #[schema(example = -120)]
    pub effect: i64,
    /// The person's load afterwards, in tenths of a day.
    #[schema(example = 100)]
    pub load_after: i64,
}

/// What somebody does in a plan, what it should be, and why it is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonExplanation {
    /// Who.
    pub person: PersonRef,
    /// Their load in all, in tenths of a day.
    #[schema(example = 100)]
    pub load: i64,
    /// The most they may have.
    #[schema(example = 300)]
    pub max_load: i64,
    /// Kind by kind.
    pub loads: Vec<LoadView>,
    /// The legal swap that saves most, or costs least.
    pub best_swap: Option<SwapHint>,
}

/// The people of a plan, by name: nothing ranks them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeopleExplanation {
    /// The plan.
    pub plan_id: Uuid,
    /// Everybody who may be on duty, for those who draw up plans; the caller alone, for others.
    pub people: Vec<PersonExplanation>,
}

/// What one assignment costs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssignmentExplanation {
    /// The assignment.
    pub assignment_id: Uuid,
    /// The sum of its terms.
    #[schema(example = 240)]
    pub total: i64,
    /// The terms that are not zero, the largest first; a handover is with the first block of a tour.
    /// Empty places and uneven loads belong to nobody alone.
    pub terms: Vec<CostTerm>,
}
