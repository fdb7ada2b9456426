//! What changes do to the clocks of a case.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Basis, CaseState, ClockSpan};
use crate::features::calendars::civil_day::start_of_day;
use crate::features::cases::change::Rebased;
use crate::features::cases::clocks::{ClockEvent, ClockKind};
use crate::features::cases::model::{Procedure, ReferralState};

impl ClockSpan {
    /// Whether it still runs, or stands still.
    pub fn is_open(&self) -> bool {
        self.finished_at.is_none()
    }

    /// The instant it is counted from.
    pub fn begun_at(&self) -> DateTime<Utc> {
        self.counted_from.map_or(self.started_at, start_of_day)
    }

    /// Whether it stands still.
    pub fn is_stopped(&self) -> bool {
        matches!(self.moves.last(), Some(ClockEvent::Stopped { .. }))
    }

    /// Whether an extension was granted.
    pub fn is_extended(&self) -> bool {
        self.moves.iter().any(|moved| matches!(moved, ClockEvent::Extended { .. }))
    }
}

impl CaseState {
    pub(super) fn start(&mut self, kind: ClockKind, referral_id: Option<Uuid>, at: DateTime<Utc>) {
        self.clocks.push(ClockSpan {
            kind,
            referral_id,
            started_at: at,
            finished_at: None,
            is_cancelled: false,
            moves: Vec::new(),
            counted_from: None,
            fixed_on: None,
            procedure: None,
            basis: None,
        });
    }

    /// 时限重算: the limits named are counted by something else from their start on.
    pub(super) fn rebase(&mut self, limits: &[Rebased], at: DateTime<Utc>) {
        for limit in limits {
            let is_meant = |clock: &&mut ClockSpan| {
                (clock.kind, clock.referral_id, clock.started_at)
                    == (limit.clock, limit.referral_id, limit.started_at)
                    && clock.is_open()
            };
            for clock in self.clocks.iter_mut().filter(is_meant) {
                clock.basis = Some(Basis {
                    rule_id: limit.to.rule_id,
                    calendar_version: limit.to.calendar_version,
                    since: at,
                });
            }
        }
    }

    /// The limit of an assistant: to the day that was agreed, else by the rule.
    pub(super) fn start_assist(
        &mut self,
        referral_id: Uuid,
        fixed_on: Option<NaiveDate>,
        at: DateTime<Utc>,
    ) {
        self.start(ClockKind::Assist, Some(referral_id), at);
        if let Some(clock) = self.clocks.last_mut() {
            clock.fixed_on = fixed_on;
        }
    }

    /// The limit of the law, which runs while ours stands still.
    ///
    /// It is counted from the day the procedure was accepted there, once that is known.
    pub(super) fn start_statutory(
        &mut self,
        procedure: Procedure,
        accepted_on: Option<NaiveDate>,
        at: DateTime<Utc>,
    ) {
        self.start(ClockKind::Statutory, None, at);
        if let Some(clock) = self.clocks.last_mut() {
            clock.procedure = Some(procedure);
            clock.counted_from = accepted_on;
        }
    }

    /// 登记法定程序: when it was accepted, its number, and by how much the organ made its limit longer.
    pub(super) fn record_procedure(
        &mut self,
        accepted_on: Option<NaiveDate>,
        external_no: Option<&str>,
        extended: Option<(u16, NaiveDate)>,
    ) {
        if let Some(stop) = &mut self.suspension {
            stop.accepted_on = accepted_on.or(stop.accepted_on);
            if let Some(no) = external_no {
                stop.external_no = Some(no.to_owned());
            }
        }
        let mut open = self.clocks.iter_mut().rev().filter(|clock| clock.is_open());
        if let Some(clock) = open.find(|clock| clock.kind == ClockKind::Statutory) {
            clock.counted_from = accepted_on.or(clock.counted_from);
            if let Some((days, on)) = extended {
                // On the day it began, it was extended once it had begun.
                let at = start_of_day(on).max(clock.begun_at());
                clock.moves.push(ClockEvent::Extended { at, days });
            }
        }
    }

    pub(super) fn finish(&mut self, kind: ClockKind, at: DateTime<Utc>) {
        self.finish_where(at, |clock| clock.kind == kind);
    }

    pub(super) fn finish_where(&mut self, at: DateTime<Utc>, which: impl Fn(&ClockSpan) -> bool) {
        for clock in self.clocks.iter_mut().filter(|clock| clock.is_open() && which(clock)) {
            clock.finished_at = Some(at);
        }
    }

    pub(super) fn cancel_all(&mut self, at: DateTime<Utc>) {
        self.cancel_where(at, |_| true);
    }

    pub(super) fn cancel_where(&mut self, at: DateTime<Utc>, which: impl Fn(&ClockSpan) -> bool) {
        for clock in self.clocks.iter_mut().filter(|clock| clock.is_open() && which(clock)) {
            clock.finished_at = Some(at);
            clock.is_cancelled = true;
        }
    }

    /// Lets what was cancelled at `at` go on as if it had not been.
    pub(super) fn uncancel(&mut self, at: DateTime<Utc>) {
        let cancelled =
            |clock: &&mut ClockSpan| clock.is_cancelled && clock.finished_at == Some(at);
        for clock in self.clocks.iter_mut().filter(cancelled) {
            clock.finished_at = None;
            clock.is_cancelled = false;
        }
    }

    /// The limits of the work itself, lead's and assistants', stand still.
    pub(super) fn stop_work(&mut self, reason: &str, at: DateTime<Utc>) {
        let works = [ClockKind::Handling, ClockKind::Assist];
        for clock in self.clocks.iter_mut().filter(|clock| clock.is_open()) {
            if !works.contains(&clock.kind) {
                continue;
            }
            // Lifted and stopped at one instant, it has stood still all along.
            match clock.moves.last() {
                Some(ClockEvent::Resumed { at: lifted }) if *lifted == at => {
                    clock.moves.pop();
                }
                _ => clock.moves.push(ClockEvent::Stopped { at, reason: reason.to_owned() }),
            }
        }
    }

    /// They go on.
    pub(super) fn resume_work(&mut self, at: DateTime<Utc>) {
        for clock in self.clocks.iter_mut().filter(|clock| clock.is_open() && clock.is_stopped()) {
            // A stop of no length is none.
            match clock.moves.last() {
                Some(ClockEvent::Stopped { at: stopped, .. }) if *stopped == at => {
                    clock.moves.pop();
                }
                _ => clock.moves.push(ClockEvent::Resumed { at }),
            }
        }
    }

    /// Nobody waits any longer for an assistant the case was resolved over.
    pub(super) fn stop_waiting_for_assistants(&mut self, at: DateTime<Utc>) {
        self.cancel_where(at, |clock| [ClockKind::Sign, ClockKind::Assist].contains(&clock.kind));
    }

    /// What was resolved over them was none: whoever still has a part to do has a limit for it again,
    /// counted anew, because nobody waited in between. A case that had come back before this was so
    /// has no row for such a limit; nothing that reads its ledger misses one.
    pub(super) fn wait_for_assistants_again(&mut self, at: DateTime<Utc>) {
        let open = self.assists().filter(|assist| assist.state.is_open());
        let open: Vec<_> = open.map(|assist| (assist.id, assist.state, assist.due_on)).collect();
        for (id, state, due_on) in open {
            if state == ReferralState::Sent && !self.is_watched(ClockKind::Sign, id) {
                self.start(ClockKind::Sign, Some(id), at);
            }
            if !self.is_watched(ClockKind::Assist, id) {
                self.start_assist(id, due_on, at);
            }
        }
    }

    fn is_watched(&self, kind: ClockKind, referral_id: Uuid) -> bool {
        let is_meant = |c: &ClockSpan| c.kind == kind && c.referral_id == Some(referral_id);
        self.clocks.iter().any(|clock| clock.is_open() && is_meant(clock))
    }

    /// The limit for handling that runs now.
    pub fn handling(&self) -> Option<&ClockSpan> {
        self.clocks.iter().rev().find(|c| c.kind == ClockKind::Handling && c.is_open())
    }

    /// Makes it longer, as of `at`.
    pub(super) fn extend_handling(&mut self, days: u16, at: DateTime<Utc>) {
        let mut open = self.clocks.iter_mut().rev().filter(|clock| clock.is_open());
        if let Some(clock) = open.find(|clock| clock.kind == ClockKind::Handling) {
            clock.moves.push(ClockEvent::Extended { at, days });
        }
    }

    /// A rejected result was none: the limit it was reported under goes on.
    pub(super) fn resume_handling(&mut self) {
        let last = self
            .clocks
            .iter_mut()
            .rev()
            .find(|clock| clock.kind == ClockKind::Handling && !clock.is_cancelled);
        if let Some(clock) = last {
            clock.finished_at = None;
        }
    }
}
