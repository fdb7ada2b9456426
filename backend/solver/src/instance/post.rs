//! Posts and what they ask for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A post at a center.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub centre: String,
    /// For people; the solver does not look at it.
    #[serde(default)]
    pub name: String,
    /// How it is manned.
    pub mode: Mode,
    /// People wanted at a time; 0 is allowed.
    pub headcount: u32,
    /// Which days it is open.
    pub open: OpenDays,
    /// Days of these on which it is not open: it may be served on some weekdays only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<NaiveDate>,
    /// The unit its tours are made of, a key of [`Instance::units`].
    pub unit: String,
    /// Shortest tour in blocks.
    pub min_blocks: u32,
    /// Longest tour in blocks.
    pub max_blocks: u32,
    /// Days between the end of a tour here and the next tour in the same lane.
    pub rest_days: u32,
    /// Load of a day, in tenths of a day.
    pub load: i64,
    /// What everybody here needs.
    #[serde(default)]
    pub skills: Vec<String>,
    /// What some of those present need.
    #[serde(default)]
    pub mix: Vec<Mix>,
    /// Who is nominated, and as what.
    pub roles: BTreeMap<String, Role>,
    /// Who is here when the plan starts, and the blocks they have served.
    #[serde(default)]
    pub incumbents: BTreeMap<String, u32>,
}

/// How a post is manned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Stationed for good (常驻).
    Resident,
    /// In rotation (轮驻).
    Rotating,
    /// Comes when called (随叫随到): no travel, no handover.
    OnCall,
    /// Duty on a rest day (休息日值班): a lane of its own.
    RestDuty,
}

/// Which days a post is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OpenDays {
    /// Working and make-up days.
    Work,
    /// All other days.
    Rest,
}

/// At least `min` of those present have `skill`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mix {
    /// The skill.
    pub skill: String,
    /// How many need it.
    pub min: u32,
}

/// What a nominee is at a post (主/副/备).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// The first choice (主).
    A,
    /// The deputy (副).
    B,
    /// The reserve (备).
    C,
}
