use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::calendar::{DayKind, RowKind};
use super::entity::calendar;
use crate::features::limit_changes::dto::AppliesTo;
use crate::platform::error::{ErrorCode, not_blank, refused};

/// One version of the calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarView {
    /// Number of the version; a running clock keeps the one it started under.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// The last day a notice covers; later days follow the ordinary week until announced.
    #[schema(example = "2026-12-31")]
    pub announced_through: NaiveDate,
    /// The notices it rests on.
    #[schema(example = "国务院办公厅关于2026年部分节假日安排的通知")]
    pub source: String,
    /// When it was installed.
    pub created_at: DateTime<Utc>,
    /// What carries it to limits that run; null: they keep theirs.
    pub limit_change_id: Option<Uuid>,
    /// What the caller may do: `import`, which makes the next version.
    #[schema(example = json!(["import"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "import": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

impl CalendarView {
    pub(super) fn of(head: &calendar::Model, may_write: bool) -> Self {
        Self {
            version: head.version,
            announced_through: head.announced_through,
            source: head.source.clone(),
            created_at: head.created_at,
            limit_change_id: head.limit_change_id,
            allowed_actions: if may_write { vec!["import"] } else { Vec::new() },
            refused_actions: refused(
                &["import"],
                (!may_write).then_some(ErrorCode::AuthNotAllowed),
            ),
        }
    }
}

/// Which days to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DayFilter {
    /// First day.
    #[param(example = "2026-02-01")]
    pub from: NaiveDate,
    /// Last day, at most 399 days later.
    #[param(example = "2026-02-28")]
    pub to: NaiveDate,
    /// Version of the calendar; the newest unless given.
    #[validate(range(min = 1))]
    #[param(minimum = 1)]
    pub version: Option<i32>,
}

/// One day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayView {
    /// The day, in China's time zone.
    #[schema(example = "2026-02-17")]
    pub date: NaiveDate,
    /// Working and make-up days count for limits in working days.
    pub kind: DayKind,
    /// The holiday it belongs to.
    #[schema(example = "春节")]
    pub name: Option<String>,
    /// False where no notice is known yet; the kind is then that of the ordinary week.
    pub announced: bool,
    /// The notices the kind rests on; null where none is known.
    pub source: Option<String>,
}

/// Newly announced days.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportCalendarRequest {
    /// The last day the notices cover; not earlier than that of the newest version.
    #[schema(example = "2027-12-31")]
    pub announced_through: NaiveDate,
    /// The notice, with its number.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(
        min_length = 1,
        max_length = 500,
        example = "国务院办公厅关于2027年部分节假日安排的通知"
    )]
    pub source: String,
    /// The days it names. A day named before is replaced.
    #[validate(length(min = 1, max = 1000), nested)]
    #[schema(min_items = 1, max_items = 1000)]
    pub days: Vec<ImportedDay>,
    /// Which limits it is for; unless given, those that start and those that rest on days no notice
    /// had covered.
    #[serde(default = "provisional")]
    pub applies_to: AppliesTo,
    /// Why; needed for all limits that run. No part of what is simulated.
    #[serde(default, skip_serializing)]
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500, example = "国务院办公厅公布次年放假安排")]
    pub reason: Option<String>,
    /// The simulation of this same draft; needed for all limits that run.
    #[serde(default, skip_serializing)]
    pub simulation_id: Option<Uuid>,
}

fn provisional() -> AppliesTo {
    AppliesTo::Provisional
}

/// A day named by a notice.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportedDay {
    /// The day, in China's time zone, 2000 to 2100.
    #[schema(example = "2027-01-01", pattern = "^(20[0-9]{2}|2100)-")]
    pub date: NaiveDate,
    /// 放假 or 上班.
    pub kind: RowKind,
    /// The holiday it belongs to.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "元旦")]
    pub name: String,
    /// Whether a day off was swapped for a worked rest day (调休).
    #[serde(default)]
    pub in_lieu: bool,
}
