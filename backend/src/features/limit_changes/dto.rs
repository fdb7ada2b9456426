use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use super::figures::{LimitEffect, UnitKind};
use crate::features::cases::clocks::ClockKind;
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// Whether a change was tried out or is carried through.
    ChangePurpose {
        /// 试算: nothing was changed.
        Simulation = "simulation";
        /// 发布: the limits that run are counted anew, in batches.
        Publication = "publication";
    }
}

words! {
    /// What is changed.
    ChangeSubject {
        /// A time-limit rule.
        Rule = "rule";
        /// The working calendar.
        Calendar = "calendar";
    }
}

words! {
    /// How far it has come.
    ChangeState {
        /// Not all open cases have been looked at.
        Running = "running";
        /// All have.
        Done = "done";
    }
}

words! {
    /// Which limits a change is for.
    AppliesTo {
        /// Those that start from now on.
        New = "new";
        /// Those too that run and rest on days no notice had covered; only of a calendar.
        Provisional = "provisional";
        /// Those too that run, because an error is corrected.
        Running = "running";
    }
}

/// Which changes to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LimitChangeFilter {
    /// Tried out or carried through; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub purpose: Vec<ChangePurpose>,
    /// Of a rule or of the calendar; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub subject: Vec<ChangeSubject>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// `exact` fills `total`.
    #[param(inline)]
    pub count: Option<Count>,
}

/// Which lines of a list to answer.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LimitChangeItemFilter {
    /// With these effects; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub effect: Vec<LimitEffect>,
    /// Of these departments or centres; repeat for several.
    #[serde(default)]
    pub unit_id: Vec<Uuid>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// `exact` fills `total`.
    #[param(inline)]
    pub count: Option<Count>,
}

/// A changed rule or calendar, tried out or carried through.
#[derive(Debug, Serialize, ToSchema)]
pub struct LimitChangeView {
    /// Its id; a publication names that of its simulation.
    pub id: Uuid,
    /// Tried out or carried through.
    pub purpose: ChangePurpose,
    /// What is changed.
    pub subject: ChangeSubject,
    /// Which limits it is for.
    pub applies_to: AppliesTo,
    /// The change in words.
    #[schema(example = "办理时限 5 个自然日，次日起算")]
    pub what: String,
    /// The version of the rule that was published.
    pub rule_id: Option<Uuid>,
    /// The version of the calendar that was published.
    #[schema(minimum = 1)]
    pub calendar_version: Option<i32>,
    /// Why it was published.
    #[schema(example = "更正：时限录入有误")]
    pub reason: Option<String>,
    /// How far it has come; figures and list grow until it is `done`.
    pub state: ChangeState,
    /// What the figures mean.
    #[schema(example = "全部未结案件中正在计时的时限")]
    pub definition: String,
    /// What is counted.
    #[schema(example = "limit")]
    pub counting_unit: String,
    /// The instant lateness was judged at: that of the simulation, or of the last batch.
    pub as_of: DateTime<Utc>,
    /// All units together.
    pub total: LimitFigures,
    /// Each unit, the one with most newly late limits first.
    pub units: Vec<UnitFigures>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
}

/// What a change does to the limits that run.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct LimitFigures {
    /// Limits that run.
    #[schema(example = 120)]
    pub open: u64,
    /// Those of the kind the change is about.
    #[schema(example = 40)]
    pub matching: u64,
    /// Open cases these are of.
    #[schema(example = 40)]
    pub matching_cases: u64,
    /// Those counted by the new version from now on, whether they move or not.
    #[schema(example = 40)]
    pub rebased: u64,
    /// Those that end on another day.
    #[schema(example = 32)]
    pub moved: u64,
    /// Those late by the change.
    #[schema(example = 5)]
    pub newly_late: u64,
    /// Those late no more by the change.
    #[schema(example = 0)]
    pub newly_saved: u64,
    /// Those that keep their limit, because an extension was granted or asked for too late for the
    /// new one.
    #[schema(example = 1)]
    pub kept: u64,
    /// Those that end when they did.
    #[schema(example = 88)]
    pub unchanged: u64,
}

/// The same for one unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitFigures {
    /// Department or centre.
    pub unit_kind: UnitKind,
    /// Which.
    pub unit_id: Uuid,
    /// Its name.
    #[schema(example = "清和县住房和城乡建设局")]
    pub unit_name: String,
    /// Its limits.
    pub figures: LimitFigures,
}

/// One limit that moves, or cannot.
#[derive(Debug, Serialize, ToSchema)]
pub struct LimitChangeItemView {
    /// Of the line.
    pub id: Uuid,
    /// The number of the case, and nothing else of it.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// What the limit watches.
    pub clock: ClockKind,
    /// Its official term.
    #[schema(example = "办理")]
    pub clock_name: String,
    /// Department or centre whose time it is.
    pub unit_kind: UnitKind,
    /// Which.
    pub unit_id: Uuid,
    /// Its name.
    #[schema(example = "清和县住房和城乡建设局")]
    pub unit_name: String,
    /// When the limit ended; null while it stood still.
    pub old_due_at: Option<DateTime<Utc>>,
    /// When it ends; null while it stands still.
    pub new_due_at: Option<DateTime<Utc>>,
    /// By how many calendar days it moves, earlier being negative; null where one is unknown.
    #[schema(example = -2)]
    pub days_moved: Option<i64>,
    /// What that does.
    pub effect: LimitEffect,
    /// Why, in words.
    #[schema(example = "办理时限 7 个自然日，次日起算 → 办理时限 5 个自然日，次日起算")]
    pub why: String,
    /// Days on which the calendars differ and which matter here; some of them.
    #[schema(example = json!([]))]
    pub days: Vec<NaiveDate>,
}
