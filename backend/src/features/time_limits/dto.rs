use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::rules::{ClockKind, LimitDayKind, Roll, Rule, StartRule};
use crate::features::cases::model::{Channel, Level, Procedure};
use crate::features::limit_changes::dto::AppliesTo;
use crate::platform::error::{ErrorCode, Invalid, not_blank, refused};
use crate::platform::lang::Lang;
use crate::platform::words::words;

/// Which rules to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimeLimitRuleFilter {
    /// What they watch; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub clock: Vec<ClockKind>,
    /// Drawn for this level alone; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub level: Vec<Level>,
    /// Drawn for this case type or one below it alone; repeat for several.
    #[serde(default)]
    #[validate(length(max = 50))]
    #[param(explode = true, max_items = 50)]
    pub type_code: Vec<String>,
    /// Drawn for this channel alone; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub channel: Vec<Channel>,
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
    /// Length in days of `day_kind`, or in months.
    #[schema(minimum = 1, maximum = 3660, example = 7)]
    pub amount: u16,
    /// How days are counted.
    pub day_kind: LimitDayKind,
    /// Whether the first day is counted.
    pub start: StartRule,
    /// What happens when the last day is a rest day.
    pub roll: Roll,
    /// Days by which the organ in charge may make a limit of the law longer; null: it may not.
    #[schema(minimum = 1, maximum = 3660, example = 15)]
    pub extension: Option<u16>,
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
    /// Why it was made; null: it came with the program, or nobody said.
    #[schema(example = "更正：时限录入有误")]
    pub reason: Option<String>,
    /// What carries it, or its retirement, to limits that run; null: they keep theirs.
    pub limit_change_id: Option<Uuid>,
    /// What the caller may do: `retire`.
    #[schema(example = json!(["retire"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "retire": "time_limit.ended" }))]
    pub refused_actions: BTreeMap<String, String>,
}

impl TimeLimitRuleView {
    pub(super) fn of(rule: &Rule, today: NaiveDate, may_write: bool) -> Self {
        let is_over = rule.valid_to.is_some_and(|last| last < today);
        let refusal = if may_write {
            is_over.then_some(ErrorCode::TimeLimitEnded)
        } else {
            Some(ErrorCode::AuthNotAllowed)
        };
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
            extension: rule.extension,
            source: rule.source.clone(),
            valid_from: rule.valid_from,
            valid_to: rule.valid_to,
            created_at: rule.created_at,
            reason: rule.reason.clone(),
            limit_change_id: rule.limit_change_id,
            allowed_actions: if may_write && !is_over { vec!["retire"] } else { Vec::new() },
            refused_actions: refused(&["retire"], refusal),
        }
    }
}

words! {
    /// Which limits a version of a rule is for.
    RuleAppliesTo {
        /// Those that start from its first day on; those that run keep theirs.
        New = "new";
        /// Those too that run: an error is corrected. It must be in force, and simulated.
        Running = "running";
    }
}

fn for_new() -> RuleAppliesTo {
    RuleAppliesTo::New
}

impl From<RuleAppliesTo> for AppliesTo {
    fn from(of: RuleAppliesTo) -> Self {
        match of {
            RuleAppliesTo::New => Self::New,
            RuleAppliesTo::Running => Self::Running,
        }
    }
}

/// A version of a rule, to be tried out or published.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishTimeLimitRuleRequest {
    /// The rule it is a version of, or that of a new one: a small letter, then small letters,
    /// digits and `_`.
    #[validate(length(min = 1, max = 60), custom(function = "is_code"))]
    #[schema(
        min_length = 1,
        max_length = 60,
        pattern = "^[a-z][a-z0-9_]*$",
        example = "handling_petition_visit"
    )]
    pub code: String,
    /// What it watches; the same in every version of a code.
    pub clock: ClockKind,
    /// For this level only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "ordinary")]
    pub level: Option<Level>,
    /// For this case type and those below it only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 20))]
    #[schema(min_length = 1, max_length = 20, example = "0702")]
    pub type_code: Option<String>,
    /// For this channel only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "petition")]
    pub channel: Option<Channel>,
    /// The procedure of the law whose limit it is; with `statutory` only, and always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Procedure>,
    /// Length in days of `day_kind`, or in months, which are 120 at most.
    #[validate(range(min = 1, max = 3660))]
    #[schema(minimum = 1, maximum = 3660, example = 5)]
    pub amount: u16,
    /// How days are counted.
    pub day_kind: LimitDayKind,
    /// Whether the first day is counted.
    pub start: StartRule,
    /// What happens when the last day is a rest day.
    pub roll: Roll,
    /// Days by which the organ in charge may make a limit of the law longer; with `statutory` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 3660))]
    #[schema(minimum = 1, maximum = 3660)]
    pub extension: Option<u16>,
    /// Article or document it rests on.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500, example = "县综治办〔2026〕3 号：来访事项五天")]
    pub source: String,
    /// First day on which a limit may start under it, 2000 to 2100; from today on, unless it
    /// corrects an error.
    #[validate(custom(function = "in_years"))]
    #[schema(example = "2030-01-01", pattern = "^(20[0-9]{2}|2100)-")]
    pub valid_from: NaiveDate,
    /// Last such day; without one it lasts until another version follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = "in_years"))]
    #[schema(pattern = "^(20[0-9]{2}|2100)-")]
    pub valid_to: Option<NaiveDate>,
    /// Whether an error is corrected, so that it may begin in the past.
    #[serde(default)]
    pub correction: bool,
    /// Which limits it is for; `new` unless given.
    #[serde(default = "for_new")]
    pub applies_to: RuleAppliesTo,
    /// Why; needed for a correction and for limits that run. No part of what is simulated.
    #[serde(default, skip_serializing)]
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500, example = "年度调整")]
    pub reason: Option<String>,
    /// The simulation of this same draft; needed for limits that run.
    #[serde(default, skip_serializing)]
    pub simulation_id: Option<Uuid>,
}

fn is_code(code: &str) -> Result<(), Invalid> {
    let is_plain = code.starts_with(|first: char| first.is_ascii_lowercase())
        && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if is_plain { Ok(()) } else { Err(Invalid::new("pattern")) }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "so the validator calls it")]
fn in_years(day: &NaiveDate) -> Result<(), Invalid> {
    use chrono::Datelike as _;
    if (2000..=2100).contains(&day.year()) { Ok(()) } else { Err(Invalid::new("range")) }
}

impl PublishTimeLimitRuleRequest {
    /// The version it asks for.
    pub fn rule(&self, id: Uuid, version: i32, now: DateTime<Utc>) -> Rule {
        Rule {
            id,
            code: self.code.clone(),
            version,
            clock: self.clock,
            level: self.level.map(|level| level.as_str().to_owned()),
            type_code: self.type_code.clone(),
            channel: self.channel.map(|channel| channel.as_str().to_owned()),
            procedure: self.procedure.map(|procedure| procedure.as_str().to_owned()),
            amount: self.amount,
            day_kind: self.day_kind,
            start: self.start,
            roll: self.roll,
            extension: self.extension,
            source: self.source.trim().to_owned(),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            created_at: now,
            reason: self.reason.as_deref().map(|reason| reason.trim().to_owned()),
            limit_change_id: None,
            row_version: 1,
        }
    }

    /// The version in words.
    pub fn sentence(&self, lang: Lang) -> String {
        self.rule(Uuid::nil(), 1, DateTime::UNIX_EPOCH).sentence(lang)
    }
}

/// The last day of a version.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireTimeLimitRuleRequest {
    /// Last day on which a limit may start under it; today or later.
    #[validate(custom(function = "in_years"))]
    #[schema(example = "2030-12-31", pattern = "^(20[0-9]{2}|2100)-")]
    pub valid_to: NaiveDate,
    /// Which limits it is for; `new` unless given. Those that run are counted by what applies the
    /// day after, from today as its last day on.
    #[serde(default = "for_new")]
    pub applies_to: RuleAppliesTo,
    /// Why; needed for limits that run. No part of what is simulated.
    #[serde(default, skip_serializing)]
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500, example = "该渠道改按一般时限办理")]
    pub reason: Option<String>,
    /// The simulation of this same retirement; needed for limits that run.
    #[serde(default, skip_serializing)]
    pub simulation_id: Option<Uuid>,
}
