//! Which facts of a case the reports count, and in which month: a fold over its ledger. Pure.
//!
//! A month is one of China's time zone; a fact counts in the month in which it happened, however
//! late it was recorded.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, Utc};

use super::mediation::Mediations;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::model::{CaseStatus, Level, Outcome, Procedure};
use crate::features::cases::projection::CaseState;
use crate::platform::words::words;

words! {
    /// What is counted. The unit is a time (件次): a case that is closed, reopened and closed again
    /// in a month was closed twice.
    FactKind {
        /// 受理: registered.
        Entered = "entered";
        /// 其中重大疑难: of these, difficult or of a large group.
        Major = "major";
        /// 重新办理: open again after it had ended.
        Reentered = "reentered";
        /// 办结: closed after callback.
        Closed = "closed";
        /// 化解: of these, with the matter solved or partly solved.
        Solved = "solved";
        /// 按期办结: of these, with no handling limit missed, extensions counted in.
        OnTime = "on_time";
        /// 不计延期按期办结: the same as if nothing had been extended.
        OnTimeUnextended = "on_time_unextended";
        /// 其他终结: declined, withdrawn or merged.
        Ended = "ended";
        /// 超期: a handling limit ran out; a case once.
        Late = "late";
        /// 在办超期: a handling limit ran out that is not met yet.
        LateBegan = "late_began";
        /// The same is over: the limit was met late, or dropped.
        LateEnded = "late_ended";
        /// 引发信访: went on as a petition; a case once.
        LedToPetition = "led_to_petition";
        /// 引发诉讼: went on before a court; a case once.
        LedToLawsuit = "led_to_lawsuit";
        /// 引发治安: handed to the police as an offence against public order; a case once.
        LedToDisorder = "led_to_disorder";
        /// 民转刑: handed to the police as a suspected crime; a case once.
        LedToCrime = "led_to_crime";
        /// 人民调解: people's or trade mediation was tried; a case once a month.
        Mediated = "mediated";
        /// 其中调解成功.
        MediatedSolved = "mediated_solved";
        /// 其中调解不成.
        MediatedFailed = "mediated_failed";
        /// 其中疑难复杂.
        MediatedHard = "mediated_hard";
        /// 达成口头协议.
        AgreementOral = "agreement_oral";
        /// 达成书面协议.
        AgreementWritten = "agreement_written";
        /// 协议履行完毕.
        Performed = "performed";
        /// 协议违约.
        Breached = "breached";
        /// 协议到期未履行: an item overdue or breached; an agreement once.
        Unperformed = "unperformed";
        /// 申请司法确认.
        ConfirmationAsked = "confirmation_asked";
        /// 司法确认有效.
        Confirmed = "confirmed";
    }
}

/// By how much each kind of fact changes the stock of open cases.
pub const STOCK: &[(FactKind, i64)] = &[
    (FactKind::Entered, 1),
    (FactKind::Reentered, 1),
    (FactKind::Closed, -1),
    (FactKind::Ended, -1),
];

/// By how much each kind of fact changes the number of cases that are late.
pub const LATE: &[(FactKind, i64)] = &[(FactKind::LateBegan, 1), (FactKind::LateEnded, -1)];

/// 诉讼.
const BY_LAWSUIT: &str = "09";
/// 信访.
const BY_PETITION: &str = "10";
/// 重大群体性事件 of code set `case_scale` (GB/T 31000-2015).
const LARGE_GROUP: &str = "03";

/// An event as it is folded.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// Its kind in the ledger.
    pub kind: &'a str,
    /// Its data in the ledger.
    pub data: &'a str,
    /// What happened.
    pub change: Change,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Who did it.
    pub actor_id: Option<uuid::Uuid>,
}

/// A limit for handling, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandlingLimit {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Its last instant, extensions counted in.
    pub due_at: DateTime<Utc>,
    /// Its last instant had nothing been extended.
    pub due_unextended_at: DateTime<Utc>,
    /// When it was met or dropped.
    pub finished_at: Option<DateTime<Utc>>,
    /// Whether it stands still.
    pub is_stopped: bool,
}

/// How often a kind of fact happened in a month, and what the case's row does not say of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// How often.
    pub times: i32,
    /// So many people each time at least, whatever was registered: the parties.
    pub parties: i32,
    /// The amount in fen, where it is not that of the case.
    pub amount_fen: Option<i64>,
}

/// What happened in each month.
pub type Facts = BTreeMap<(i32, FactKind), Counted>;

/// The month of an instant, such as 202603.
pub fn month_of(at: DateTime<Utc>) -> i32 {
    let day = local_date(at);
    day.year() * 100 + i32::try_from(day.month()).unwrap_or_default()
}

/// The facts of one case: `events` all of them in order, `limits` those for handling. None where the
/// ledger does not begin with its registration.
pub fn facts(events: &[Told<'_>], limits: &[HandlingLimit]) -> Option<Facts> {
    let first = events.first()?;
    let state = CaseState::registered(&first.change, first.at)?;
    let mediations = Mediations::of(events);
    let mut fold = Fold { facts: Facts::new(), once: BTreeSet::new(), state, mediations };
    fold.count(FactKind::Entered, first.at);
    for event in events.iter().skip(1) {
        let before = fold.state.status;
        fold.state.apply(&event.change, event.at, event.actor_id);
        fold.crossed(before, event.at, limits);
        fold.noted(event);
    }
    let known_at = events.iter().map(|event| event.recorded_at).max()?;
    let late = late(limits, known_at);
    if let Some((at, _)) = late.first() {
        fold.count(FactKind::Late, *at);
    }
    for (from, until) in late {
        fold.count(FactKind::LateBegan, from);
        if let Some(until) = until {
            fold.count(FactKind::LateEnded, until);
        }
    }
    if is_major(&fold.state) {
        fold.count(FactKind::Major, first.at);
    }
    let is_hard = matches!(fold.state.level, Some(Level::Complex | Level::Difficult));
    let parties = parties(events);
    for (kind, at) in fold.mediations.facts(is_hard) {
        fold.count(kind, at).parties = parties;
    }
    for one in super::agreements::facts(events) {
        let counted = fold.count(one.kind, one.at);
        if let Some(amount) = one.amount_fen {
            counted.amount_fen = Some(counted.amount_fen.unwrap_or(0) + amount);
        }
    }
    Some(fold.facts)
}

/// How many parties a case has.
fn parties(events: &[Told<'_>]) -> i32 {
    let parties: usize = events.iter().map(|event| joined(&event.change)).sum();
    i32::try_from(parties).unwrap_or(i32::MAX)
}

fn joined(change: &Change) -> usize {
    if let Change::Registered { party_count, .. } = change {
        return *party_count;
    }
    usize::from(matches!(change, Change::PartyAdded { .. }))
}

struct Fold {
    facts: Facts,
    /// What is counted once a case, and was.
    once: BTreeSet<FactKind>,
    state: CaseState,
    mediations: Mediations,
}

impl Fold {
    fn count(&mut self, kind: FactKind, at: DateTime<Utc>) -> &mut Counted {
        let counted = self.facts.entry((month_of(at), kind)).or_default();
        counted.times += 1;
        counted
    }

    fn count_once(&mut self, kind: FactKind, at: DateTime<Utc>) {
        if self.once.insert(kind) {
            self.count(kind, at);
        }
    }

    /// Into the open cases, or out of them.
    fn crossed(&mut self, before: CaseStatus, at: DateTime<Utc>, limits: &[HandlingLimit]) {
        match (before.is_open(), self.state.status.is_open()) {
            (false, true) => {
                self.mediations.reopened();
                self.count(FactKind::Reentered, at);
            }
            (true, false) if self.state.status == CaseStatus::Closed => self.closed(at, limits),
            (true, false) => {
                self.count(FactKind::Ended, at);
            }
            (true, true) | (false, false) => {}
        }
    }

    fn closed(&mut self, at: DateTime<Utc>, limits: &[HandlingLimit]) {
        let outcome = self.state.outcome;
        let method = self.state.method_code.clone().unwrap_or_default();
        let is_solved = matches!(outcome, Some(Outcome::Solved | Outcome::PartlySolved));
        // What was done about it ended with the result, whatever the limits say after a reopening.
        let done = self.state.resolved_at.map_or(at, |resolved| resolved.min(at));
        let held = |due: fn(&HandlingLimit) -> DateTime<Utc>| {
            let until_then = limits.iter().filter(|limit| limit.started_at <= done);
            until_then
                .map(|limit| (limit.finished_at.map_or(done, |end| end.min(done)), due(limit)))
                .all(|(end, due)| end <= due)
        };
        let counted = [
            (FactKind::Closed, true),
            (FactKind::Solved, is_solved),
            (FactKind::OnTime, held(|limit| limit.due_at)),
            (FactKind::OnTimeUnextended, held(|limit| limit.due_unextended_at)),
        ];
        for (kind, _) in counted.into_iter().filter(|(_, holds)| *holds) {
            self.count(kind, at);
        }
        self.mediations.closed(&method, is_solved, at);
        if outcome == Some(Outcome::ReferredToCourt) || method == BY_LAWSUIT {
            self.count_once(FactKind::LedToLawsuit, at);
        }
        if outcome == Some(Outcome::ReferredToPolice) {
            self.count_once(FactKind::LedToCrime, at);
        }
        if outcome == Some(Outcome::ReferredToPublicSecurity) {
            self.count_once(FactKind::LedToDisorder, at);
        }
        if method == BY_PETITION {
            self.count_once(FactKind::LedToPetition, at);
        }
    }

    /// What an event says by itself.
    fn noted(&mut self, event: &Told<'_>) {
        self.mediations.noted(&event.change, event.at);
        if let Change::Suspended { procedure: Some(procedure), .. } = &event.change {
            self.goes_on(*procedure, event.at);
        }
        // 引导: where a session failed, the way the parties were shown is the way the matter goes.
        if let Change::MediationConcluded { guided_to: Some(procedure), .. } = &event.change {
            self.goes_on(*procedure, event.at);
        }
    }

    fn goes_on(&mut self, procedure: Procedure, at: DateTime<Utc>) {
        match procedure {
            Procedure::Petition => self.count_once(FactKind::LedToPetition, at),
            Procedure::CivilLitigation | Procedure::AdministrativeLitigation => {
                self.count_once(FactKind::LedToLawsuit, at);
            }
            Procedure::PeopleMediation
            | Procedure::AdministrativeMediation
            | Procedure::CourtMediation
            | Procedure::LabourArbitration
            | Procedure::LandArbitration
            | Procedure::AdministrativeAdjudication
            | Procedure::AdministrativeReview => {}
        }
    }
}

/// From when to when a case was late; none: it still is. Of a limit that still runs the ledger knows
/// that it ran out only once something was written after it, which the ladder does on the next working
/// day.
fn late(
    limits: &[HandlingLimit],
    known_at: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> {
    let is_missed = |limit: &&HandlingLimit| match limit.finished_at {
        Some(at) => at > limit.due_at,
        None => !limit.is_stopped && known_at > limit.due_at,
    };
    let missed = limits.iter().filter(is_missed);
    let mut missed: Vec<_> = missed.map(|limit| (limit.due_at, limit.finished_at)).collect();
    missed.sort_unstable();
    let mut spells: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)> = Vec::new();
    for (from, until) in missed {
        match spells.last_mut() {
            // A case is late once, by however many limits.
            Some((_, end)) if end.is_none_or(|end| end >= from) => {
                *end = end.zip(until).map(|(one, other)| one.max(other));
            }
            _ => spells.push((from, until)),
        }
    }
    spells
}

fn is_major(state: &CaseState) -> bool {
    state.level == Some(Level::Difficult) || state.scale_code.as_deref() == Some(LARGE_GROUP)
}
