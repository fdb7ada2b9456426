//! Looks at a roster again, by other code than the solver's: which hard rules it breaks and what it
//! costs, term by term. Works day by day from the instance as it was read.

pub(crate) mod cost;
pub(crate) mod facts;
pub(crate) mod rules;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::instance::{Assignment, Instance};
use crate::refusal::Refusal;
use facts::Facts;

/// What a roster is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Hard rules it breaks; empty for a legal roster.
    pub breaks: Vec<Break>,
    /// What it costs, duplicates counted once.
    pub cost: Cost,
}

/// A hard rule that is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Break {
    /// The same assignment twice.
    Duplicate {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
    },
    /// Not nominated for the post.
    NotNominated {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
    },
    /// Without a skill everybody at the post needs.
    LacksSkill {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
        /// The first skill that is missing.
        skill: String,
    },
    /// Not employed on all days, or before their `not_before`.
    NotEmployed {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
    },
    /// On duty by another plan then, or still resting from it.
    Resting {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
        /// First of the days.
        from: NaiveDate,
        /// Last of the days.
        until: NaiveDate,
    },
    /// Away on more of the block's days than is allowed.
    Absent {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
        /// Days they are there.
        present: usize,
        /// Days the post is open.
        open: usize,
    },
    /// A lock that does not hold.
    LockBroken {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
    },
    /// More people than the headcount.
    OverHeadcount {
        /// Where.
        post: String,
        /// When.
        block: usize,
        /// People there.
        present: usize,
        /// People wanted.
        headcount: u32,
    },
    /// A tour longer than allowed, with what an incumbent had served before.
    TourTooLong {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// First block.
        first: usize,
        /// Last block.
        last: usize,
        /// Most blocks.
        max: u32,
    },
    /// A tour shorter than allowed that neither a lock nor the end of the horizon excuses.
    TourTooShort {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// First block.
        first: usize,
        /// Last block.
        last: usize,
        /// Fewest blocks.
        min: u32,
    },
    /// Two tours in one lane overlap or leave too little rest between them.
    Rest {
        /// Who.
        staff: String,
        /// The post of the first tour.
        post: String,
        /// Its last day.
        ends: NaiveDate,
        /// The post of the next tour.
        next_post: String,
        /// Its first day.
        starts: NaiveDate,
        /// Days there have to be between them.
        rest_days: u32,
    },
    /// A rest duty that makes a run of worked days too long.
    ConsecutiveDays {
        /// Who.
        staff: String,
        /// The day of the rest duty.
        date: NaiveDate,
        /// Most days in a row.
        max: u32,
    },
    /// More load than the person may have.
    OverCap {
        /// Who.
        staff: String,
        /// Their load, in tenths of a day.
        load: i64,
        /// Their most.
        max_load: i64,
    },
}

/// The terms of the objective, in equivalent minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Missing people.
    pub shortage: i64,
    /// Missing skills among those present.
    pub mix_shortage: i64,
    /// Journeys.
    pub travel: i64,
    /// Deputies and reserves.
    pub role: i64,
    /// Open days absent within served blocks.
    pub absent: i64,
    /// Days people asked to be spared.
    pub avoid: i64,
    /// New tours on work posts.
    pub handover: i64,
    /// Differences from the published roster.
    pub change: i64,
    /// Uneven duty on working days.
    pub balance_staff_duty: i64,
    /// Uneven duty on rest days.
    pub balance_staff_rest: i64,
    /// Uneven parts of departments.
    pub balance_dept_shared: i64,
}

impl Cost {
    /// The objective.
    pub fn total(&self) -> i64 {
        self.shortage
            + self.mix_shortage
            + self.travel
            + self.role
            + self.absent
            + self.avoid
            + self.handover
            + self.change
            + self.balance_staff_duty
            + self.balance_staff_rest
            + self.balance_dept_shared
    }
}

/// Checks a roster against an instance.
pub fn check(instance: &Instance, roster: &[Assignment]) -> Result<Report, Refusal> {
    let facts = Facts::of(instance)?;
    let mut breaks = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for one in roster {
        let cell = facts.place(one)?;
        if !seen.insert(cell) {
            breaks.push(Break::Duplicate {
                staff: one.staff.clone(),
                post: one.post.clone(),
                block: one.block,
            });
        }
    }
    let cells: Vec<_> = seen.into_iter().collect();
    let tours = rules::tours(&facts, &cells);
    rules::each_assignment(&facts, &cells, &mut breaks);
    rules::headcounts(&facts, &cells, &mut breaks);
    rules::lengths(&facts, &cells, &tours, &mut breaks);
    rules::rests(&facts, &tours, &mut breaks);
    rules::consecutive(&facts, &tours, &mut breaks);
    rules::caps(&facts, &cells, &mut breaks);
    Ok(Report { breaks, cost: cost::cost(&facts, &cells, &tours) })
}
