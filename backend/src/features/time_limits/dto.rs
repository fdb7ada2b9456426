use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::rules::{ClockKind, LimitDayKind, Roll, Rule, StartRule};

/// Which rules to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimeLimitRuleFilter {
    /// What they watch; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub clock: Vec<ClockKind>,
    /// In force on this day; all versions unless given.
    #[param(example = "2026-11-23")]
    pub valid_on: Option<NaiveDate>,
}

/// One version of a rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimeLimitRuleView {
    /// Its id, kept by every clock started under it.
    pub id: Uuid,
    /// The same in every version.
    #[schema(example = "handling_ordinary")]
    pub code: String,
    /// Number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What it watches.
    pub clock: ClockKind,
    /// Applies to this level only; null: to all.
    #[schema(example = "ordinary")]
    pub level: Option<String>,
    /// Applies to this case type and those below it only; null: to all.
    #[schema(example = "0702")]
    pub type_code: Option<String>,
    /// Applies to this channel only; null: to all.
    #[schema(example = "hotline_12345")]
    pub channel: Option<String>,
    /// The procedure of the law whose limit it is; null: no statutory limit.
    #[schema(example = "labour_arbitration")]
    pub procedure: Option<String>,
    /// Length in days of `day_kind`.
    #[schema(minimum = 1, maximum = 3660, example = 7)]
    pub amount: u16,
    /// How days are counted.
    pub day_kind: LimitDayKind,
    /// Whether the first day is counted.
    pub start: StartRule,
    /// What happens when the last day is a rest day.
    pub roll: Roll,
    /// Article or document it rests on.
    #[schema(example = "东至县 2025 年公开的办理时限：一般七天")]
    pub source: String,
    /// First day on which a clock may start under it.
    #[schema(example = "2000-01-01")]
    pub valid_from: NaiveDate,
    /// Last such day; null: still in force.
    pub valid_to: Option<NaiveDate>,
    /// When it was installed.
    pub created_at: DateTime<Utc>,
}

impl TimeLimitRuleView {
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            code: rule.code.clone(),
            version: rule.version,
            clock: rule.clock,
            level: rule.level.clone(),
            type_code: rule.type_code.clone(),
            channel: rule.channel.clone(),
            procedure: rule.procedure.clone(),
            amount: rule.amount,
            day_kind: rule.day_kind,
            start: rule.start,
            roll: rule.roll,
            source: rule.source.clone(),
            valid_from: rule.valid_from,
            valid_to: rule.valid_to,
            created_at: rule.created_at,
        }
    }
}
