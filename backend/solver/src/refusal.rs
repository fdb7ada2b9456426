//! Why an instance cannot be worked on: codes with parameters. The sentences here are for the
//! command line; pages make theirs from the code.

use serde::Serialize;
use thiserror::Error;

/// What is wrong with an instance or a saved state. Nothing was solved.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// Another format.
    #[error("the format is {found:?}, not {wanted:?}")]
    UnknownFormat {
        /// What the file says.
        found: String,
        /// What it should say.
        wanted: &'static str,
    },
    /// The horizon ends before it begins, or is longer than ten years.
    #[error("the horizon is empty or longer than ten years")]
    BadHorizon,
    /// The calendar does not have each day of the horizon once and in order.
    #[error("the calendar does not have every day of the horizon in order (at {at})")]
    CalendarGap {
        /// The position in the calendar.
        at: usize,
    },
    /// An id that is not defined.
    #[error("{place}: there is no {kind} {id:?}")]
    UnknownId {
        /// Where it is used.
        place: String,
        /// What it should be the id of.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// Two things of one kind with the same id.
    #[error("two of {kind} have the id {id:?}")]
    DuplicateId {
        /// The list.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// Travel times are not a square of numbers of at least 0.
    #[error("travel_minutes is not a table of {wanted} by {wanted} numbers from 0")]
    BadTravelTable {
        /// The number of centers.
        wanted: usize,
    },
    /// Blocks overlap, are out of order, or leave the horizon.
    #[error("unit {unit:?}: block {block} overlaps, is out of order or leaves the horizon")]
    BadBlock {
        /// The unit.
        unit: String,
        /// The block.
        block: usize,
    },
    /// A number outside its bounds.
    #[error("{place}: {field} is out of bounds")]
    OutOfBounds {
        /// Where.
        place: String,
        /// Which.
        field: &'static str,
    },
    /// A rest duty on working days.
    #[error("post {post:?} is rest duty, but open on working days")]
    RestDutyOnWorkDays {
        /// The post.
        post: String,
    },
    /// A lock on somebody who is not nominated or lacks a skill.
    #[error("the lock of {staff:?} at {post:?}, block {block}: not nominated or without a skill")]
    LockNotEligible {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
    },
    /// Locks that no roster can hold together: too many at one post, overlapping, within a rest
    /// time, over a cap or longer than a tour may be.
    #[error("the lock of {staff:?} at {post:?}, block {block} cannot hold with the other locks")]
    LocksClash {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
    },
    /// Costs so large that sums could overflow.
    #[error("the weights are too large for a horizon of this length")]
    WeightsTooLarge,
    /// A saved state of another instance, another seed or another version.
    #[error("the saved state does not belong to this instance and these settings")]
    ForeignState,
    /// A roster that names an unknown person, post or block.
    #[error("an assignment names an unknown person, post or block: {staff:?}, {post:?}, {block}")]
    UnknownAssignment {
        /// Who.
        staff: String,
        /// Where.
        post: String,
        /// When.
        block: usize,
    },
}
