//! Clocks (时限) of a case: due date, state, lamp and explanation as pure functions of the rule
//! version, the calendar version and the events (product rule 4). Nothing here is stored; a stored
//! due date is a cache of [`derive()`].
//!
//! Three conventions hold everywhere:
//! - a limit is counted in whole days of UTC+8 and ends at 23:59:59.999999 of its last day;
//! - a stop takes the day on which it begins and every day before the day of resumption. Each day
//!   is thus either stopped or running, and a stop resumed on the same day gains nothing;
//! - a limit once missed stays missed: an event after the due date moves nothing.

mod counting;
mod explain;
mod lamp;
mod lamp_steps;
mod timeline;

pub use counting::{Stop, due_on};
pub use explain::{Explanation, ExplanationInputs, MAX_STEPS, Step, StepReason, explain};
pub use lamp::{Lamp, LampRule, TimeLeft};
pub use lamp_steps::LampStep;

use crate::features::calendars::calendar::{Calendar, CalendarError, DayKind};
use crate::features::calendars::civil_day::{
    date_of, day_number, end_of_day, local_date, local_time,
};
pub use crate::features::time_limits::rules::{ClockKind, LimitDayKind, Roll, StartRule};
use chrono::{DateTime, NaiveDate, Timelike, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use timeline::Timeline;

/// Largest amount of a rule and of one extension, in days of the rule's kind: about ten years.
pub const MAX_AMOUNT: u16 = 3_660;

/// Most months of a rule: about ten years, too.
pub const MAX_MONTHS: u16 = 120;

/// One version of a limit as it applies to one clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLimit {
    /// Rule it comes from.
    pub rule_id: String,
    /// Version of the rule; a running clock keeps the one it started under.
    pub rule_version: i32,
    /// What it watches.
    pub clock: ClockKind,
    /// Length in days of `day_kind`, 1..=[`MAX_AMOUNT`], or in months, 1..=[`MAX_MONTHS`].
    pub amount: u16,
    /// How days are counted.
    pub day_kind: LimitDayKind,
    /// Whether the first day is counted.
    pub start: StartRule,
    /// What happens at a rest day.
    pub roll: Roll,
    /// Article or document the limit rests on, shown to the reader.
    pub source: String,
    /// When its lamp is yellow.
    #[serde(default)]
    pub lamp: LampRule,
}

/// A fact that moves a clock. Facts form a set: neither order nor repetition matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClockEvent {
    /// The clock starts; exactly one.
    Started {
        /// When.
        at: DateTime<Utc>,
    },
    /// A stop begins (中止), e.g. for an appraisal or a statutory procedure.
    Stopped {
        /// When.
        at: DateTime<Utc>,
        /// Code of the ground, named by the caller's code table.
        reason: String,
    },
    /// The stop ends.
    Resumed {
        /// When.
        at: DateTime<Utc>,
    },
    /// The limit is made longer (延期).
    Extended {
        /// When granted; must not be after the due date of that moment.
        at: DateTime<Utc>,
        /// By how many days of the limit's kind, calendar days where it is counted in months,
        /// 1..=[`MAX_AMOUNT`].
        days: u16,
    },
    /// What the clock watches was done.
    Met {
        /// When.
        at: DateTime<Utc>,
    },
    /// The clock no longer applies, e.g. the matter was withdrawn or returned.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
    },
}

/// Why a state cannot be derived. The workflow refuses the event that would cause it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClockError {
    /// Amount of the rule or of an extension outside 1..=[`MAX_AMOUNT`].
    #[error("amount {0} outside 1..={MAX_AMOUNT} days or 1..={MAX_MONTHS} months")]
    AmountOutOfRange(u16),
    /// No `Started` event.
    #[error("the clock was never started")]
    NotStarted,
    /// More than one `Started` event.
    #[error("the clock was started twice")]
    StartedTwice,
    /// An event is earlier than the start.
    #[error("an event at {0} lies before the start")]
    BeforeStart(DateTime<Utc>),
    /// An event follows `Met` or `Cancelled`.
    #[error("an event at {0} follows the end of the clock")]
    AfterEnd(DateTime<Utc>),
    /// A stop begins while another runs.
    #[error("stopped at {0} while already stopped")]
    AlreadyStopped(DateTime<Utc>),
    /// A resumption without a stop.
    #[error("resumed at {0} while not stopped")]
    NotStopped(DateTime<Utc>),
    /// An extension granted when the limit had already run out.
    #[error("extended at {0}, after the due date")]
    ExtendedTooLate(DateTime<Utc>),
    /// Stops handed to [`due_on`] overlap, run backwards, or an open one is not the last.
    #[error("stops overlap or run backwards")]
    UnorderedStops,
    /// A date outside the years 0001 to 9999.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// State of a clock. Wire: `running|stopped|met|missed|cancelled`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Unfinished, not after the due date.
    Running,
    /// Unfinished and stopped before the due date.
    Stopped,
    /// Finished by the due date.
    Met,
    /// The due date passed unfinished; `finished_at` tells whether it was done later.
    Missed,
    /// Ended by the due date without being met.
    Cancelled,
}

/// All that can be said of a clock at an instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClockState {
    /// What it watches.
    pub kind: ClockKind,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// Last instant of the limit; none while stopped, when no date can be honest.
    pub due_at: Option<DateTime<Utc>>,
    /// The civil date of `due_at` in UTC+8.
    pub due_on: Option<NaiveDate>,
    /// State.
    pub state: State,
    /// Share of the limit used up: 0 at the start, 1 at the end of the last counted day, more when
    /// overdue. Never decreases; stands still on days not counted and after the end.
    pub used_share: f64,
    /// Colour.
    pub lamp: Lamp,
    /// When it is yellow.
    pub lamp_rule: LampRule,
    /// What is left, in days and words.
    pub time_left: TimeLeft,
    /// When it was met or cancelled.
    pub finished_at: Option<DateTime<Utc>>,
    /// Code of the ground of the running stop.
    pub stop_reason: Option<String>,
    /// Sum of all extensions, in days of the limit's kind.
    pub extended_by: u32,
    /// True if the date rests on days no notice covers yet, so a new notice may move it.
    pub provisional: bool,
}

/// Derives the state at `now`. All events are facts: if one is later than `now` (a skewed clock),
/// the state is that of the event's instant, so a due date never depends on `now`.
///
/// # Errors
/// See [`ClockError`]; the order of `events` changes neither result nor error.
pub fn derive(
    limit: &TimeLimit,
    cal: &Calendar,
    events: &[ClockEvent],
    now: DateTime<Utc>,
) -> Result<ClockState, ClockError> {
    Ok(Timeline::read(limit, cal, events)?.state_at(now))
}
