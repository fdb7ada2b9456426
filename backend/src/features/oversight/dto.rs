use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::features::cases::time_use::HolderKind;
use crate::features::personnel::dto::{CenterRef, DepartmentRef};

/// A figure with what is needed to trust it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Figure {
    /// Which figure.
    #[schema(example = "late")]
    pub code: String,
    /// Its name.
    #[schema(example = "超期未办结")]
    pub name: String,
    /// How many, 1000 at most unless it is kept as a tally.
    #[schema(minimum = 0, example = 7)]
    pub value: u64,
    /// Whether there are more than the value says.
    pub is_capped: bool,
    /// `case` or `visit`: one row is counted once.
    #[schema(example = "case")]
    pub counting_unit: String,
    /// What is counted, in words.
    pub definition: String,
    /// The list of exactly the rows behind it, below the base path.
    #[schema(example = "/cases?queue=overdue")]
    pub rows: String,
}

/// Late cases by who used most of their time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LateByHolder {
    /// What it is.
    pub holder_kind: HolderKind,
    /// Which department, where it is one.
    pub department_id: Option<Uuid>,
    /// At which centre, where it is a post of one.
    pub center: Option<CenterRef>,
    /// In words.
    #[schema(example = "清和县人力资源和社会保障局")]
    pub name: String,
    /// How many late cases.
    #[schema(minimum = 1, example = 3)]
    pub cases: u64,
    /// What it used of their time, in seconds.
    #[schema(minimum = 0, example = 864_000)]
    pub seconds: i64,
    /// The list of exactly the rows behind it.
    #[schema(example = "/cases/late?holder_kind=department")]
    pub rows: String,
}

/// Two units between which open cases go back and forth.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PingPongPair {
    /// The two, by name.
    pub departments: Vec<DepartmentRef>,
    /// How many open cases that went back and forth both have led.
    #[schema(minimum = 1, example = 2)]
    pub cases: u64,
    /// Returns from one of them to the other in these cases.
    #[schema(minimum = 0, example = 4)]
    pub hops: u64,
    /// The list of exactly the rows behind it.
    #[schema(example = "/cases?is_ping_pong=true")]
    pub rows: String,
}

/// A share of what was closed this month, beside the figures: what one of them alone would hide.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MonthShare {
    /// Which: `on_time`, `on_time_unextended` or `reopened`.
    #[schema(example = "on_time_unextended")]
    pub code: String,
    /// Its name.
    #[schema(example = "按期办结（不计延期）")]
    pub name: String,
    /// The month, of China's time zone.
    #[schema(example = "2026-03")]
    pub month: String,
    /// So often.
    #[schema(minimum = 0, example = 18)]
    pub part: i64,
    /// Of so many times that a case was closed.
    #[schema(minimum = 0, example = 20)]
    pub whole: i64,
    /// `time`: a case closed twice was closed two times.
    #[schema(example = "time")]
    pub counting_unit: String,
    /// What is counted, in words.
    pub definition: String,
    /// The instant up to which it was counted.
    pub as_of: DateTime<Utc>,
    /// The list of exactly the rows behind the part.
    #[schema(example = "/reports/monthly/rows?month=2026-03&cell=on_time_unextended")]
    pub rows: String,
}

/// The centre at a glance.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OversightView {
    /// The instant every figure is of.
    pub as_of: DateTime<Utc>,
    /// The caller's centre.
    pub center: Option<CenterRef>,
    /// Which cases are looked at, in words.
    pub scope: String,
    /// The figures.
    pub figures: Vec<Figure>,
    /// Shares of what was closed this month: on time with and without extensions, and reopened.
    pub month_shares: Vec<MonthShare>,
    /// Late cases by whose time; of the 1000 longest late where there are more.
    pub late_by_holder: Vec<LateByHolder>,
    /// Whether more cases are late than `late_by_holder` counts.
    pub is_late_capped: bool,
    /// Back and forth by pairs of units; of 1000 cases where there are more.
    pub ping_pong_pairs: Vec<PingPongPair>,
    /// Whether more cases went back and forth than `ping_pong_pairs` counts.
    pub is_ping_pong_capped: bool,
}
