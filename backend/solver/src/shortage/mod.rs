//! Why a seat stays empty, as data: for every nominee what excludes them on that block, and a
//! smallest set of those facts that is enough to keep it empty.

mod facts;
mod filter;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::check::facts::{Cell, Facts};
use crate::instance::{Assignment, Instance};
use crate::refusal::Refusal;

/// A post that lacks people, or people with a skill, on a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// The post.
    pub post: String,
    /// The block of its unit.
    pub block: usize,
    /// First day of the block.
    pub from: NaiveDate,
    /// Last day of the block.
    pub to: NaiveDate,
    /// Days the post is open in it.
    pub open_days: usize,
    /// People that are missing.
    pub missing: usize,
    /// The skill they need, when it is a mix that is short.
    pub skill: Option<String>,
    /// Everybody nominated who is not there, in the order of their ids.
    pub nominees: Vec<Nominee>,
    /// A smallest set of facts that is enough: with any one of them gone, and all that are not
    /// here, the seats could be filled.
    pub core: Vec<Exclusion>,
}

/// A nominee who is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nominee {
    /// Who.
    pub staff: String,
    /// What excludes them, in the order of the rules; the first is the one to name. Empty when
    /// nothing does: a longer search would have asked them.
    pub facts: Vec<Fact>,
}

impl Nominee {
    /// Whether one fact gone is enough for them to be asked.
    pub fn is_one_fact_away(&self) -> bool {
        self.facts.len() == 1
    }
}

/// A nominee and one fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Who.
    pub staff: String,
    /// What excludes them.
    pub fact: Fact,
}

/// What excludes somebody from a block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Fact {
    /// Without a skill the post or the mix needs.
    NotQualified {
        /// The skill.
        skill: String,
    },
    /// Not employed on all its days.
    NotEmployed,
    /// Rests from the last plan.
    NotBefore {
        /// The first day they can serve.
        date: NaiveDate,
    },
    /// On duty by another plan then, or too near to it.
    Elsewhere {
        /// First of the days.
        from: NaiveDate,
        /// Last of the days.
        until: NaiveDate,
    },
    /// Away on too many of its days.
    Absent {
        /// Days they would be there.
        present: usize,
        /// Days the post is open.
        open: usize,
    },
    /// Locked at another post at the time, or too near to it.
    LockedAt {
        /// The post.
        post: String,
        /// First day of the tour with the lock.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// At another post at the time.
    AtPost {
        /// The post.
        post: String,
        /// First day of the tour.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// Rests from a tour before.
    RestsUntil {
        /// The post of the tour before.
        post: String,
        /// Last day of the rest.
        until: NaiveDate,
    },
    /// Could not rest before the next tour.
    RestsBefore {
        /// The post of the next tour.
        post: String,
        /// Its first day.
        starts: NaiveDate,
    },
    /// Would be too many days on duty in a row.
    ConsecutiveDays {
        /// A rest duty in the run.
        date: NaiveDate,
        /// Most days in a row.
        max: u32,
    },
    /// The tour would be longer than allowed.
    TourTooLong {
        /// Most blocks.
        max: u32,
    },
    /// No free blocks next to it for the shortest tour.
    TourTooShort {
        /// Fewest blocks.
        min: u32,
    },
    /// Their load would go over their cap.
    OverCap {
        /// What it would be, in tenths of a day.
        load: i64,
        /// Their most.
        max_load: i64,
    },
    /// The seats are taken by people without the skill.
    SeatsTaken,
}

/// All shortages of a roster, by post and time.
pub fn explain(instance: &Instance, roster: &[Assignment]) -> Result<Vec<Shortage>, Refusal> {
    let facts = Facts::of(instance)?;
    let mut cells: Vec<Cell> =
        roster.iter().map(|one| facts.place(one)).collect::<Result<_, _>>()?;
    cells.sort_unstable();
    cells.dedup();
    let mut shortages = Vec::new();
    for (post, row) in instance.posts.iter().enumerate() {
        for block in 0..facts.blocks(post) {
            let open_days = facts.open_days(post, block).len();
            let Some((from, to)) = facts.block(post, block) else { continue };
            if open_days == 0 {
                continue;
            }
            let here: Vec<usize> = cells
                .iter()
                .filter(|cell| (cell.post, cell.block) == (post, block))
                .map(|cell| cell.staff)
                .collect();
            let seats = usize::try_from(row.headcount).unwrap_or(0);
            let empty = seats.saturating_sub(here.len());
            let mut wanted = vec![(empty, None)];
            for mix in &row.mix {
                let able = |staff: &&usize| instance.staff[**staff].skills.contains(&mix.skill);
                let have = here.iter().filter(able).count();
                let missing = usize::try_from(mix.min).unwrap_or(0).saturating_sub(have);
                wanted.push((missing, Some(mix.skill.clone())));
            }
            for (missing, skill) in wanted.into_iter().filter(|(missing, _)| *missing > 0) {
                let place = facts::Place { post, block, skill: skill.as_deref(), empty };
                let nominees = facts::nominees(&facts, &cells, &here, &place);
                let core = filter::smallest(&nominees, missing);
                let post = row.id.clone();
                shortages.push(Shortage {
                    post,
                    block,
                    from,
                    to,
                    open_days,
                    missing,
                    skill,
                    nominees,
                    core,
                });
            }
        }
    }
    Ok(shortages)
}
