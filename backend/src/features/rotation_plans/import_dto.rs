use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::dto::RotationBreak;

/// A roster from a workbook, in place of what a draft has.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRosterRequest {
    /// The XLSX file (ISO/IEC 29500), in base64 (RFC 4648, section 4).
    #[validate(length(min = 4, max = 1_000_000))]
    #[schema(min_length = 4, max_length = 1_000_000, example = "UEsDBA==")]
    pub content: String,
    /// True only to be told what it would break and cost: nothing is changed.
    #[serde(default)]
    pub is_trial: bool,
}

/// A line that fits nothing of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RosterLineProblem {
    /// The line of the sheet, from 1.
    #[schema(minimum = 1, example = 5)]
    pub line: u32,
    /// What is wrong with it, in words.
    #[schema(example = "该人员未列入此岗位人选")]
    pub text: String,
}

/// What an import comes to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportedRoster {
    /// Turns that were read.
    #[schema(minimum = 0, example = 24)]
    pub turn_count: i32,
    /// What the roster cost before.
    pub cost_before: i64,
    /// What it costs then.
    pub cost_after: i64,
    /// Rules that would be broken; told only of a trial, as nothing that breaks one is kept.
    pub breaks: Vec<RotationBreak>,
    /// Lines that fit nothing of the plan; told only of a trial.
    pub lines: Vec<RosterLineProblem>,
}
