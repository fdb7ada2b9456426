//! What is given: the file format `rotation-instance/1`, as its JSON has it. A key that is not
//! here is refused; what may be left out has a default.

mod bar;
mod post;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use bar::{Bar, Why};
pub use post::{Mix, Mode, OpenDays, Post, Role};

/// The value of [`Instance::format`].
pub const FORMAT: &str = "rotation-instance/1";

/// One planning problem: departments that owe posts at centers over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// [`FORMAT`].
    pub format: String,
    /// What the solution file refers to.
    pub name: String,
    /// What a generated instance was made from; the solver does not look at it.
    #[serde(default)]
    pub seed: i64,
    /// First and last day of the plan.
    pub horizon: Period,
    /// Every day of the horizon, in order.
    pub calendar: Vec<CalendarDay>,
    /// Blocks by the name of their unit (week, fortnight, month, restday), in order of time.
    pub units: BTreeMap<String, Vec<Period>>,
    /// The centers.
    pub centres: Vec<Center>,
    /// One-way minutes between centers, row and column in the order of `centres`.
    pub travel_minutes: Vec<Vec<i64>>,
    /// The departments that owe people.
    pub departments: Vec<Department>,
    /// The people who can be nominated.
    pub staff: Vec<Person>,
    /// The posts to be filled.
    pub posts: Vec<Post>,
    /// Groups whose load should meet a target.
    #[serde(default)]
    pub balance: Vec<Balance>,
    /// Assignments that have to be in every result.
    #[serde(default)]
    pub locked: Vec<Assignment>,
    /// The roster in force, when this is a new plan for the same period.
    #[serde(default)]
    pub published: Option<Vec<Assignment>>,
    /// Limits of the hard rules.
    pub rules: Rules,
    /// Prices of the objective.
    pub weights: Weights,
}

/// Days from `from` to `to`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// A day and what the Chinese calendar says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// Whether it is worked.
    pub kind: DayKind,
}

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayKind {
    /// A plain working day.
    Work,
    /// A weekend day worked in exchange for a holiday.
    Makeup,
    /// A plain weekend day.
    Rest,
    /// A statutory day off; rest duty counts double.
    Holiday,
}

impl DayKind {
    /// Working and make-up days.
    pub fn is_worked(self) -> bool {
        matches!(self, Self::Work | Self::Makeup)
    }
}

/// A governance center.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Center {
    /// Its id.
    pub id: String,
    /// For people; the solver does not look at it.
    #[serde(default)]
    pub name: String,
    /// For people; the solver does not look at it.
    #[serde(default)]
    pub level: String,
    /// For drawings; the solver does not look at it.
    #[serde(default)]
    pub x: i64,
    /// For drawings; the solver does not look at it.
    #[serde(default)]
    pub y: i64,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Its id.
    pub id: String,
    /// For people; the solver does not look at it.
    #[serde(default)]
    pub name: String,
    /// For people; the solver does not look at it.
    #[serde(default)]
    pub mode: String,
}

/// A person who can be nominated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// Their department.
    pub dept: String,
    /// The center they travel from.
    pub home: String,
    /// What they are qualified for, throughout the horizon.
    #[serde(default)]
    pub skills: Vec<String>,
    /// First day of employment, when it is after the start of the horizon.
    #[serde(default)]
    pub employed_from: Option<NaiveDate>,
    /// Last day of employment, when it is before the end of the horizon.
    #[serde(default)]
    pub employed_to: Option<NaiveDate>,
    /// Not on duty before this day: they still rest from the last plan.
    #[serde(default)]
    pub not_before: Option<NaiveDate>,
    /// Leave, training and other absences.
    #[serde(default)]
    pub absences: Vec<Absence>,
    /// Days they asked to be spared.
    #[serde(default)]
    pub avoid: Vec<NaiveDate>,
    /// Posts they may not serve on some days, though nominated there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bars: Vec<Bar>,
    /// Most load in the horizon, in tenths of a day.
    pub max_load: i64,
}

/// Days a person is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// For people; the solver does not look at it.
    #[serde(default)]
    pub kind: String,
}

/// A group whose load should meet a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balance {
    /// Its id.
    pub id: String,
    /// What it balances.
    pub kind: BalanceKind,
    /// Whose load counts.
    pub staff: Vec<String>,
    /// Where load counts.
    pub posts: Vec<String>,
    /// Load brought from earlier plans: positive when they did more than their share.
    pub history: i64,
    /// The load they should have.
    pub target: i64,
    /// Deviation that is free, and deviation from which the second slope holds.
    pub tol: (i64, i64),
    /// Price of a tenth of a day beyond the first and the second tolerance; not falling.
    pub slope: (i64, i64),
}

/// What a group balances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BalanceKind {
    /// A person's duty on working days.
    StaffDuty,
    /// A person's duty on rest days.
    StaffRest,
    /// A department's part of the posts several departments man.
    DeptShared,
}

/// A person at a post for one block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// Who.
    pub staff: String,
    /// Where.
    pub post: String,
    /// Which block of the post's unit, from 0.
    pub block: usize,
}

/// Limits of the hard rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Least part of a block's open days a person has to be present, in percent.
    pub min_presence_pct: i64,
    /// Most days on duty in a row.
    pub max_consecutive_days: u32,
    /// Days between two rest duties of a person.
    pub rest_duty_gap_days: u32,
}

/// Prices in equivalent minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// A missing person, an open day.
    pub shortage_day: i64,
    /// A missing skill, an open day.
    pub mix_shortage_day: i64,
    /// A new tour on a work post.
    pub handover: i64,
    /// An open day absent within a served block.
    pub absent_day: i64,
    /// A day the person asked to be spared.
    pub avoid_day: i64,
    /// An open day that is not in the published roster.
    pub change_day: i64,
    /// A present day, by role.
    pub role: RoleWeights,
}

/// Price of a present day by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleWeights {
    /// First choice.
    #[serde(rename = "A")]
    pub a: i64,
    /// Deputy.
    #[serde(rename = "B")]
    pub b: i64,
    /// Reserve.
    #[serde(rename = "C")]
    pub c: i64,
}

impl RoleWeights {
    /// The price for a role.
    pub fn of(&self, role: Role) -> i64 {
        match role {
            Role::A => self.a,
            Role::B => self.b,
            Role::C => self.c,
        }
    }
}
