//! What comes out: the file format `rotation-solution/1`.

use serde::{Deserialize, Serialize};

use crate::instance::{Assignment, Instance};

/// The value of [`Solution::format`].
pub const FORMAT: &str = "rotation-solution/1";

/// A roster, with what is known about its cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Solution {
    /// [`FORMAT`].
    pub format: String,
    /// The name of the instance.
    pub instance: String,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Its cost in equivalent minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<i64>,
    /// No roster costs less than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<i64>,
    /// The seed it was made with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Who is where, sorted by person, post and block.
    pub assignments: Vec<Assignment>,
}

impl Solution {
    /// A roster of which nothing else is known.
    pub fn of(instance: &Instance, mut assignments: Vec<Assignment>) -> Self {
        assignments.sort();
        Self {
            format: FORMAT.to_owned(),
            instance: instance.name.clone(),
            method: None,
            objective: None,
            bound: None,
            seed: None,
            assignments,
        }
    }
}
