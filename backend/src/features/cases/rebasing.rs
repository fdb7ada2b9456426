//! 时限重算: what a changed rule or calendar does to limits that run.
//!
//! One judgement, [`Timekeeper::judge`], pure: the simulation asks it what would happen, and
//! publishing does what it answers, so that the two cannot differ.

use std::sync::Arc;

use super::change::{CountedBy, Rebased};
use super::clocks::{self, ClockEvent, ClockKind, ClockState, LimitDayKind, Roll, State};
use super::entity::clock;
use super::timekeeping::{Timekeeper, Traits, events};
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::local_date;
use crate::features::time_limits::Rule;
use crate::platform::error::{AppError, AppResult};
use chrono::{DateTime, NaiveDate, Utc};

/// Days of which two calendars say different things that are named at most.
const MOST_DAYS: usize = 8;
/// Days looked at for them.
const LOOKED_AT: usize = 800;

/// What limits may be counted by instead.
#[derive(Debug, Clone)]
pub enum NewBasis {
    /// A version of a rule, for every limit that would start under it on its first day.
    Rule {
        /// The version; it is among the rules of the timekeeper.
        rule: Box<Rule>,
        /// Whether limits that run change to it.
        running: bool,
    },
    /// What applies once a version of a rule is retired, for every limit counted by it.
    Retired {
        /// The version; among the rules of the timekeeper it has ended.
        rule_id: uuid::Uuid,
        /// The first day without it.
        from: NaiveDate,
        /// Whether limits that run change.
        running: bool,
    },
    /// A version of the calendar, for every limit it moves.
    Calendar {
        /// The version; it is among the calendars of the timekeeper.
        calendar: Arc<Calendar>,
        /// Which limits change to it.
        which: Which,
    },
}

/// Which running limits a new version of the calendar is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// None.
    None,
    /// Those that rest on days no notice had covered.
    Provisional,
    /// All.
    All,
}

/// A limit that runs, with what decides which rule it is under.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// Its row.
    pub row: &'a clock::Model,
    /// The case.
    pub traits: Traits<'a>,
    /// An extension asked for and not decided yet: when, and by how many days.
    pub asked: Option<(DateTime<Utc>, u16)>,
}

/// How a limit stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its last instant; none while it stands still.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether it has passed.
    pub is_late: bool,
}

/// What a change does to a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// Nothing: it is not about this limit.
    Apart,
    /// It is about limits like this one, but not about those that run.
    ForNewOnly,
    /// It cannot be counted so: an extension was granted, or asked for, on a day on which it would
    /// have ended already. It goes on as it is.
    Kept(Standing),
    /// It is counted by something else.
    Rebased(Box<Outcome>),
}

/// A limit before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What the ledger says of it.
    pub rebased: Rebased,
    /// How it stood.
    pub before: Standing,
    /// How it stands.
    pub after: Standing,
    /// The days the calendars disagree about, as far as they matter; some of them.
    pub days: Vec<NaiveDate>,
}

impl Timekeeper {
    /// What `basis` does to a limit that runs.
    pub fn judge(
        &self,
        basis: &NewBasis,
        running: &Running<'_>,
        now: DateTime<Utc>,
    ) -> AppResult<Judgement> {
        let row = running.row;
        // A day that was agreed rests on neither rule nor calendar.
        let Some(kind) = ClockKind::parse(&row.kind).filter(|_| row.fixed_on.is_none()) else {
            return Ok(Judgement::Apart);
        };
        match basis {
            NewBasis::Rule { rule, running: applies } => {
                let traits = Traits { procedure: row.procedure.as_deref(), ..running.traits };
                let chosen = self.rules().choose(kind, traits, rule.valid_from);
                if chosen.is_none_or(|chosen| chosen.id != rule.id) || row.rule_id == rule.id {
                    return Ok(Judgement::Apart);
                }
                if !applies {
                    return Ok(Judgement::ForNewOnly);
                }
                let new = clock::Model { rule_id: rule.id, ..row.clone() };
                self.compare(running, &new, now)
            }
            NewBasis::Retired { rule_id, from, running: applies } => {
                if row.rule_id != *rule_id {
                    return Ok(Judgement::Apart);
                }
                let traits = Traits { procedure: row.procedure.as_deref(), ..running.traits };
                let Some(next) = self.rules().choose(kind, traits, *from).filter(|_| *applies)
                else {
                    return Ok(Judgement::ForNewOnly);
                };
                let new = clock::Model { rule_id: next.id, ..row.clone() };
                self.compare(running, &new, now)
            }
            NewBasis::Calendar { calendar, which } => {
                let rule = self.rule(row)?;
                let rests =
                    rule.day_kind == LimitDayKind::Working || rule.roll == Roll::NextWorkingDay;
                if !rests || row.calendar_version == calendar.version() {
                    return Ok(Judgement::Apart);
                }
                let old = self.standing(row, now, &[])?;
                let is_open_ended = old.provisional || old.due_at.is_none();
                if *which == Which::Provisional && !is_open_ended {
                    return Ok(Judgement::Apart);
                }
                let new = clock::Model { calendar_version: calendar.version(), ..row.clone() };
                match self.standing(&new, now, &[]) {
                    // The notice says of it what the week had said, and as finally.
                    Ok(same)
                        if same.due_at.is_some()
                            && (same.due_at, same.provisional) == (old.due_at, old.provisional) =>
                    {
                        Ok(Judgement::Apart)
                    }
                    _ if *which == Which::None => Ok(Judgement::ForNewOnly),
                    _ => self.compare(running, &new, now),
                }
            }
        }
    }

    fn compare(
        &self,
        running: &Running<'_>,
        new: &clock::Model,
        now: DateTime<Utc>,
    ) -> AppResult<Judgement> {
        let row = running.row;
        let before = Standing::of(&self.standing(row, now, &[])?);
        // What was asked for in time must still be grantable; only handling is ever extended.
        let asked = running.asked.filter(|_| row.kind == ClockKind::Handling.as_str());
        let asked = asked.map(|(at, days)| ClockEvent::Extended { at, days });
        let grantable = self.standing(new, now, asked.as_slice());
        let Ok(after) = grantable.and_then(|_| self.standing(new, now, &[])) else {
            return Ok(Judgement::Kept(before));
        };
        let after = Standing::of(&after);
        let rebased = Rebased {
            clock: ClockKind::parse(&row.kind).unwrap_or(ClockKind::Handling),
            referral_id: row.referral_id,
            started_at: row.started_at,
            from: self.counted_by(row, before)?,
            to: self.counted_by(new, after)?,
        };
        let days = self.disputed(row, new, before, after);
        Ok(Judgement::Rebased(Box::new(Outcome { rebased, before, after, days })))
    }

    fn counted_by(&self, row: &clock::Model, standing: Standing) -> AppResult<CountedBy> {
        Ok(CountedBy {
            rule_id: row.rule_id,
            rule_version: self.rule(row)?.version,
            calendar_version: row.calendar_version,
            due_at: standing.due_at,
        })
    }

    fn standing(
        &self,
        row: &clock::Model,
        now: DateTime<Utc>,
        more: &[ClockEvent],
    ) -> AppResult<ClockState> {
        let mut facts = events(row)?;
        facts.extend_from_slice(more);
        let rule = self.rule(row)?;
        clocks::derive(&self.limit(rule, row), self.calendar_of(row), &facts, now)
            .map_err(AppError::internal)
    }

    /// The days between start and end about which the two calendars disagree.
    fn disputed(
        &self,
        old: &clock::Model,
        new: &clock::Model,
        before: Standing,
        after: Standing,
    ) -> Vec<NaiveDate> {
        let last = before.due_at.max(after.due_at).map(local_date);
        let (Some(last), true) = (last, old.calendar_version != new.calendar_version) else {
            return Vec::new();
        };
        let (was, is) = (self.calendar_of(old), self.calendar_of(new));
        local_date(old.started_at)
            .iter_days()
            .take(LOOKED_AT)
            .take_while(|day| *day <= last)
            .filter(|day| was.is_working(*day) != is.is_working(*day))
            .take(MOST_DAYS)
            .collect()
    }
}

impl Standing {
    fn of(state: &ClockState) -> Self {
        Self { due_at: state.due_at, is_late: state.state == State::Missed }
    }
}
