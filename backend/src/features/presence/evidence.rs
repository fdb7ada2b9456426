//! What shows that somebody was there on a day, how strongly, and what contradicts it. Pure.
//!
//! `rotation.md` 5. A person is not timed and not compared with others: a day has evidence, or it has
//! none, or it is excused, or what is known of it does not fit together and somebody has to ask.

use std::collections::BTreeSet;

use crate::platform::words::words;

words! {
    /// Where evidence of presence comes from.
    EvidenceSource {
        SignIn = "sign_in", "在窗口电脑登录", "Signed in at the window's computer";
        BusinessAct = "business_act", "在岗办理业务", "First business act at the post";
        DutyOfficer = "duty_officer", "值班人员巡查记录", "The duty officer's record";
        CitizenRating = "citizen_rating", "群众评价提到该窗口", "A citizen's rating names the window";
    }
}

words! {
    /// How strong evidence is.
    EvidenceStrength {
        Strong = "strong", "强", "Strong";
        Medium = "medium", "中", "Medium";
        Weak = "weak", "弱", "Weak";
    }
}

words! {
    /// Where a person-day stands.
    PresenceStatus {
        Present = "present", "在岗", "Present";
        Excused = "excused", "已请假或经批准替班", "Excused";
        Contradicted = "contradicted", "依据相互矛盾", "Contradicted";
        NoEvidence = "no_evidence", "暂无依据", "No evidence";
    }
}

words! {
    /// Why a person-day is excused.
    ExcuseKind {
        Leave = "leave", "经批准请假", "On approved leave";
        Training = "training", "培训", "At a training";
        Replaced = "replaced", "经批准由他人替班", "Replaced with approval";
    }
}

words! {
    /// What the duty officer found.
    PresenceFinding {
        Seen = "seen", "见到在岗", "Seen at the post";
        NotSeen = "not_seen", "未见在岗", "Not seen at the post";
        Answered = "answered", "按时应召", "Answered the call in time";
        NotAnswered = "not_answered", "未按时应召", "Did not answer the call in time";
    }
}

words! {
    /// What does not fit together.
    ContradictionKind {
        RecordAgainstWork = "record_against_work",
            "值班记录未见在岗，但有登录或办理业务的依据",
            "Recorded as not there, yet signed in or at work";
        RecordsDisagree = "records_disagree",
            "两份值班记录说法不一", "Two records of the day disagree";
        ExcusedAndThere = "excused_and_there",
            "已请假或替班，但有在岗依据", "Excused, yet evidence says they were there";
        AtAnotherWindow = "at_another_window",
            "当日在另一窗口登录，而那里没有其值守安排",
            "Signed in at another window, where they were not due";
    }
}

impl EvidenceSource {
    /// How strong it is (`rotation.md` 5).
    pub const fn strength(self) -> EvidenceStrength {
        match self {
            Self::SignIn | Self::BusinessAct => EvidenceStrength::Strong,
            Self::DutyOfficer => EvidenceStrength::Medium,
            Self::CitizenRating => EvidenceStrength::Weak,
        }
    }
}

impl PresenceFinding {
    /// Whether it says that somebody was there.
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Seen | Self::Answered)
    }

    /// Whether it is what is recorded of an on-call post.
    pub const fn is_of_calls(self) -> bool {
        matches!(self, Self::Answered | Self::NotAnswered)
    }
}

/// What is known of a person-day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Why they would not be there, where that was approved.
    pub excuse: Option<ExcuseKind>,
    /// What shows that they were there, beside the records.
    pub shown: BTreeSet<EvidenceSource>,
    /// What duty officers recorded, and did not withdraw.
    pub records: Vec<PresenceFinding>,
    /// Whether nobody else was due there: else a rating of the window does not say whom it means.
    pub is_alone: bool,
    /// Whether they signed in at a window where they were not due.
    pub is_elsewhere: bool,
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Where the day stands.
    pub status: PresenceStatus,
    /// What shows that they were there, the strongest first.
    pub evidence: Vec<EvidenceSource>,
    /// What does not fit together.
    pub contradictions: Vec<ContradictionKind>,
}

/// Weighs what is known of a person-day.
pub fn weigh(known: &Known) -> Weighed {
    let seen = known.records.iter().any(|record| record.is_there());
    let missed = known.records.iter().any(|record| !record.is_there());
    let mut evidence = known.shown.clone();
    if seen {
        evidence.insert(EvidenceSource::DutyOfficer);
    }
    let strong = evidence.iter().any(|source| source.strength() == EvidenceStrength::Strong);
    let signed_in = evidence.contains(&EvidenceSource::SignIn);
    let rated = evidence.contains(&EvidenceSource::CitizenRating);
    let contradictions: Vec<ContradictionKind> = [
        (missed && strong, ContradictionKind::RecordAgainstWork),
        (missed && seen, ContradictionKind::RecordsDisagree),
        (known.excuse.is_some() && (strong || seen), ContradictionKind::ExcusedAndThere),
        (known.is_elsewhere && !signed_in, ContradictionKind::AtAnotherWindow),
    ]
    .into_iter()
    .filter_map(|(holds, kind)| holds.then_some(kind))
    .collect();
    let is_shown = strong || seen || (rated && known.is_alone && !missed);
    let status = if !contradictions.is_empty() {
        PresenceStatus::Contradicted
    } else if known.excuse.is_some() {
        PresenceStatus::Excused
    } else if is_shown {
        PresenceStatus::Present
    } else {
        PresenceStatus::NoEvidence
    };
    Weighed { status, evidence: evidence.into_iter().collect(), contradictions }
}

/// Why a leave excuses somebody.
pub const fn excuse_of(is_training: bool) -> ExcuseKind {
    if is_training { ExcuseKind::Training } else { ExcuseKind::Leave }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<const N: usize>(sources: [EvidenceSource; N]) -> Known {
        Known { shown: sources.into_iter().collect(), ..Known::default() }
    }

    fn recorded<const N: usize>(records: [PresenceFinding; N]) -> Known {
        Known { records: records.to_vec(), ..Known::default() }
    }

    fn status(known: &Known) -> PresenceStatus {
        weigh(known).status
    }

    #[test]
    fn a_day_has_evidence_or_none_and_nothing_else_is_made_of_it() {
        assert_eq!(status(&Known::default()), PresenceStatus::NoEvidence);
        assert_eq!(status(&shown([EvidenceSource::SignIn])), PresenceStatus::Present);
        assert_eq!(status(&shown([EvidenceSource::BusinessAct])), PresenceStatus::Present);
        let seen = recorded([PresenceFinding::Seen]);
        assert_eq!(weigh(&seen).evidence, [EvidenceSource::DutyOfficer]);
        assert_eq!(status(&seen), PresenceStatus::Present);
        let away = Known { excuse: Some(ExcuseKind::Leave), ..Known::default() };
        assert_eq!(status(&away), PresenceStatus::Excused);
    }

    #[test]
    fn a_rating_of_the_window_speaks_for_who_was_alone_there() {
        let shared = shown([EvidenceSource::CitizenRating]);
        let rated = Known { is_alone: true, ..shared.clone() };
        assert_eq!(status(&rated), PresenceStatus::Present);
        assert_eq!(status(&shared), PresenceStatus::NoEvidence);
        assert_eq!(weigh(&shared).evidence, [EvidenceSource::CitizenRating]);
        // Too weak against what the duty officer saw.
        let missed = Known { records: vec![PresenceFinding::NotSeen], ..rated };
        assert_eq!(status(&missed), PresenceStatus::NoEvidence);
    }

    #[test]
    fn what_does_not_fit_together_is_named() {
        let missed = Known {
            records: vec![PresenceFinding::NotSeen],
            ..shown([EvidenceSource::BusinessAct])
        };
        assert_eq!(weigh(&missed).contradictions, [ContradictionKind::RecordAgainstWork]);
        let torn = recorded([PresenceFinding::Seen, PresenceFinding::NotSeen]);
        assert_eq!(weigh(&torn).contradictions, [ContradictionKind::RecordsDisagree]);
        let away = Known { excuse: Some(ExcuseKind::Replaced), ..shown([EvidenceSource::SignIn]) };
        assert_eq!(weigh(&away).contradictions, [ContradictionKind::ExcusedAndThere]);
        let other = Known { is_elsewhere: true, ..Known::default() };
        assert_eq!(status(&other), PresenceStatus::Contradicted);
        // Who signed in at both was called over to help.
        let both = Known { is_elsewhere: true, ..shown([EvidenceSource::SignIn]) };
        assert_eq!(status(&both), PresenceStatus::Present);
    }
}
