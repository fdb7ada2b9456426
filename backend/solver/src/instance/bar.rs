//! Days on which somebody may not serve, by post.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Person;

/// Days on which a person may not serve some posts, whatever else holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// The posts.
    pub posts: Vec<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Why not.
    pub why: Why,
}

/// What keeps somebody from a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Not admitted where the post is.
    NotAdmitted,
    /// A skill everybody needs there is not held on these days, and is on others.
    LacksSkill(String),
    /// A tour of an earlier plan ended: who does not go on rests. It keeps nobody from going on
    /// with a tour they are an incumbent of ([`super::Post::incumbents`]).
    Rests,
    /// On duty by another plan, or too near to it.
    Elsewhere,
    /// With what another plan has them do, too many days on duty in a row.
    DaysInARow,
}

impl Person {
    /// Whether they have a skill on some day at least. For a mix it has to be all: [`Self::skills`].
    pub(crate) fn may_have(&self, skill: &str) -> bool {
        let is_held = self.skills.iter().any(|known| known == skill);
        is_held || self.bars.iter().any(|bar| matches!(&bar.why, Why::LacksSkill(s) if s == skill))
    }

    /// What keeps them from a post on one of `days`, those for resting among it.
    pub(crate) fn bars_at<'a>(
        &'a self,
        post: &'a str,
        days: &'a [NaiveDate],
    ) -> impl Iterator<Item = &'a Bar> {
        self.bars.iter().filter(move |bar| {
            bar.posts.iter().any(|one| one == post)
                && days.iter().any(|day| bar.from <= *day && *day <= bar.to)
        })
    }
}
