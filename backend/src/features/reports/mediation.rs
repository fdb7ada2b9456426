//! 人民调解 in the ledger of a case: in which months it was tried, and how it ended. Pure.
//!
//! A case counts once a month, as agreed where it was agreed on in any way. What failed counts as
//! well as what succeeded; a share of successes alone would be a hundred per cent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::facts::{FactKind, Told, month_of};
use crate::features::cases::change::Change;

/// Methods of code set `resolution_method` that are people's mediation (人民调解法): 人民调解 and
/// 行业性专业性调解.
const PEOPLES: [&str; 2] = ["02", "05"];
/// Those that are the mediation of somebody else: 行政调解 and 司法调解.
const OTHERS: [&str; 2] = ["03", "04"];

/// People's mediation of a case, as far as it has been told.
#[derive(Debug)]
pub struct Mediations {
    /// Whether what was tried was people's mediation: by the method the result names, last.
    is_peoples: bool,
    /// Agreements that should never have been entered.
    cancelled: BTreeSet<Uuid>,
    /// When it was tried last in a month, and whether it was agreed on.
    months: BTreeMap<i32, (DateTime<Utc>, bool)>,
    /// Whether it was tried since the case was opened, last.
    is_tried: bool,
    /// Whether it was agreed on since then.
    is_agreed: bool,
}

impl Mediations {
    /// Before the first of `events`.
    pub fn of(events: &[Told<'_>]) -> Self {
        let method = events.iter().rev().find_map(|event| {
            let Change::Resolved { method_code, .. } = &event.change else { return None };
            Some(method_code.as_str())
        });
        let cancelled = events.iter().filter_map(|event| {
            let Change::AgreementCancelled { agreement } = &event.change else { return None };
            Some(agreement.agreement_id)
        });
        Self {
            is_peoples: !method.is_some_and(|method| OTHERS.contains(&method)),
            cancelled: cancelled.collect(),
            months: BTreeMap::new(),
            is_tried: false,
            is_agreed: false,
        }
    }

    /// The case is open again: what is tried from here on is tried anew.
    pub fn reopened(&mut self) {
        self.is_tried = false;
        self.is_agreed = false;
    }

    /// What an event says by itself.
    pub fn noted(&mut self, change: &Change, at: DateTime<Utc>) {
        if let Change::MediationConcluded { outcome, .. } = change {
            self.tried(outcome.is_agreed(), at);
        }
        if let Change::AgreementReached { agreement, .. } = change
            && !self.cancelled.contains(&agreement.agreement_id)
        {
            self.tried(true, at);
        }
    }

    /// The case was closed by a method: that counts where no session and no agreement told it.
    pub fn closed(&mut self, method: &str, is_solved: bool, at: DateTime<Utc>) {
        let is_told = if is_solved { self.is_agreed } else { self.is_tried };
        if PEOPLES.contains(&method) && !is_told {
            self.tried(is_solved, at);
        }
    }

    fn tried(&mut self, is_agreed: bool, at: DateTime<Utc>) {
        self.is_tried = true;
        self.is_agreed |= is_agreed;
        let month = self.months.entry(month_of(at)).or_insert((at, false));
        month.1 |= is_agreed;
    }

    /// What it comes to; `is_hard`: 等级 complex or difficult.
    pub fn facts(&self, is_hard: bool) -> Vec<(FactKind, DateTime<Utc>)> {
        let counted = self.months.values().filter(|_| self.is_peoples).flat_map(|(at, agreed)| {
            let how = if *agreed { FactKind::MediatedSolved } else { FactKind::MediatedFailed };
            let hard = is_hard.then_some(FactKind::MediatedHard);
            [FactKind::Mediated, how].into_iter().chain(hard).map(move |kind| (kind, *at))
        });
        counted.collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::features::cases::change::SessionThen;
    use crate::features::cases::model::{Outcome, Procedure};
    use crate::features::mediations::workflow::MediationOutcome;

    fn told(change: Change, days: i64) -> Told<'static> {
        let at = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(days);
        Told { kind: "", data: "", change, at, recorded_at: at, actor_id: None }
    }

    fn concluded(outcome: MediationOutcome) -> Change {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let session = SessionThen {
            mediation_id: Uuid::nil(),
            session_no: 1,
            starts_at: at,
            ends_at: at,
            mediator_person_ids: Vec::new(),
        };
        let guided_to = (!outcome.is_agreed()).then_some(Procedure::CivilLitigation);
        Change::MediationConcluded { session, outcome, guided_to }
    }

    fn resolved(method: &str) -> Change {
        Change::Resolved {
            outcome: Outcome::ReferredToCourt,
            method_code: method.to_owned(),
            summary_hash: String::new(),
            override_reason: None,
        }
    }

    fn counted(events: &[Told<'_>]) -> Vec<FactKind> {
        let mut mediations = Mediations::of(events);
        for event in events {
            mediations.noted(&event.change, event.at);
            if let Change::Resolved { method_code, .. } = &event.change {
                mediations.closed(method_code, false, event.at);
            }
        }
        mediations.facts(false).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn what_failed_and_went_to_court_was_tried() {
        let events = [told(concluded(MediationOutcome::Failed), 1), told(resolved("09"), 2)];
        assert_eq!(counted(&events), [FactKind::Mediated, FactKind::MediatedFailed]);
    }

    #[test]
    fn a_month_counts_once_and_as_agreed_where_it_was() {
        let events = [
            told(concluded(MediationOutcome::Failed), 1),
            told(concluded(MediationOutcome::Agreed), 5),
            told(resolved("02"), 6),
            told(concluded(MediationOutcome::Failed), 40),
        ];
        let agreed = [FactKind::Mediated, FactKind::MediatedSolved];
        let failed = [FactKind::Mediated, FactKind::MediatedFailed];
        assert_eq!(counted(&events), [agreed, failed].concat());
    }

    #[test]
    fn the_mediation_of_an_office_or_a_court_is_not_people_s_mediation() {
        for method in OTHERS {
            let events = [told(concluded(MediationOutcome::Agreed), 1), told(resolved(method), 2)];
            assert!(counted(&events).is_empty(), "{method}");
        }
    }
}
