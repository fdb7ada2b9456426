use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::features::calendars::civil_day::in_calendar;
use crate::features::personnel::dto::PersonRef;

/// What happened to a published roster: it is repaired from the first day on.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairRotationPlanRequest {
    /// The first day that may change; not before today, nor before the plan.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-09")]
    pub from_on: NaiveDate,
    /// The last day of what happened, such as the last sick day; later days change only where
    /// nothing less helps.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-03-13")]
    pub until_on: NaiveDate,
}

/// Days of one person at one post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedDuty {
    /// What is served.
    pub obligation_id: Uuid,
    /// The name of the post.
    #[schema(example = "人社窗口")]
    pub post_name: String,
    /// The first day.
    #[schema(example = "2026-03-09")]
    pub from_on: NaiveDate,
    /// The last day.
    #[schema(example = "2026-03-15")]
    pub until_on: NaiveDate,
}

/// What changes for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedPerson {
    /// Who.
    pub person: PersonRef,
    /// What they serve that they did not.
    pub added: Vec<ChangedDuty>,
    /// What they no longer serve.
    pub removed: Vec<ChangedDuty>,
}

/// Whose duty differs from the published roster.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RotationChanges {
    /// The plan.
    pub plan_id: Uuid,
    /// The published roster it is compared with.
    pub base_id: Uuid,
    /// Everybody whose days change, by name.
    pub people: Vec<ChangedPerson>,
    /// How many they are.
    #[schema(minimum = 0, example = 2)]
    pub person_count: i32,
    /// Person-days that change hands, or stay empty.
    #[schema(minimum = 0, example = 7)]
    pub day_count: i32,
}

/// Somebody is put on a post by hand.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAssignmentRequest {
    /// What is to be served.
    pub obligation_id: Uuid,
    /// Somebody who is named for it.
    pub person_id: Uuid,
    /// Which of its blocks, from 0.
    #[validate(range(min = 0, max = 400))]
    #[schema(minimum = 0, maximum = 400, example = 0)]
    pub block: i32,
    /// Whether the solver leaves it as it is.
    #[serde(default)]
    pub is_locked: bool,
    /// True only to be told what it would break and cost: nothing is changed.
    #[serde(default)]
    #[schema(example = true)]
    pub is_trial: bool,
}

/// Somebody is taken off a post by hand.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "is_trial": true }))]
pub struct RemoveAssignmentRequest {
    /// True only to be told what it would break and cost: nothing is changed.
    #[serde(default)]
    pub is_trial: bool,
}
