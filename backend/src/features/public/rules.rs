//! What a citizen may do with a case when. Pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::features::cases::model::CaseStatus;
use crate::features::cases::workflow::{CaseAction, may_start};
use crate::platform::error::ErrorCode;
use crate::platform::words::words;

words! {
    /// Something a citizen may do.
    CitizenAct {
        Comment = "comment", "补充说明", "Add something";
        Withdraw = "withdraw", "撤回", "Withdraw";
        Rate = "rate", "评价", "Rate";
        Reopen = "reopen", "没有解决", "Not solved";
        Complain = "complain", "投诉", "Complain";
    }
}

/// Where a case stands for its citizen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: CaseStatus,
    /// When it was closed, last.
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether its result was rated.
    pub is_rated: bool,
    /// The instant it is asked at.
    pub now: DateTime<Utc>,
    /// Calendar days after closing in which "not solved" reopens it.
    pub reopen_days: i64,
}

impl Standing {
    /// The last instant at which "not solved" reopens the case.
    pub fn reopen_until(&self) -> Option<DateTime<Utc>> {
        // Archiving is the centre's own work and takes nothing of the time for saying so.
        let has_ended = [CaseStatus::Closed, CaseStatus::Archived].contains(&self.status);
        let closed_at = self.closed_at.filter(|_| has_ended)?;
        Some(closed_at + TimeDelta::days(self.reopen_days))
    }

    /// Why a citizen may not do `act` now.
    pub fn refusal(&self, act: CitizenAct) -> Option<ErrorCode> {
        let unless = |holds: bool| (!holds).then_some(ErrorCode::CaseIllegalTransition);
        match act {
            // What is merged goes on elsewhere, and the words with it.
            CitizenAct::Comment => {
                let status = self.status;
                unless(
                    status.is_open() || [CaseStatus::Closed, CaseStatus::Merged].contains(&status),
                )
            }
            CitizenAct::Complain => None,
            CitizenAct::Withdraw => unless(may_start(CaseAction::Withdraw, self.status)),
            CitizenAct::Rate if self.is_rated => Some(ErrorCode::PublicAlreadyRated),
            CitizenAct::Rate => {
                let ended = [CaseStatus::InCallback, CaseStatus::Closed, CaseStatus::Archived];
                (!ended.contains(&self.status)).then_some(ErrorCode::PublicNotRateable)
            }
            CitizenAct::Reopen if self.status == CaseStatus::InCallback => None,
            CitizenAct::Reopen if may_start(CaseAction::Reopen, self.status) => {
                let is_over = self.reopen_until().is_none_or(|until| self.now > until);
                is_over.then_some(ErrorCode::CaseReopenWindow)
            }
            CitizenAct::Reopen => Some(ErrorCode::CaseIllegalTransition),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(status: CaseStatus, days_ago: i64) -> Standing {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(1_000);
        let closed_at = Some(now - TimeDelta::days(days_ago));
        Standing { status, closed_at, is_rated: false, now, reopen_days: 30 }
    }

    #[test]
    fn not_solved_reopens_within_the_window_only() {
        let refusal = |status, days| standing(status, days).refusal(CitizenAct::Reopen);
        assert_eq!(refusal(CaseStatus::Closed, 30), None);
        assert_eq!(refusal(CaseStatus::Closed, 31), Some(ErrorCode::CaseReopenWindow));
        assert_eq!(refusal(CaseStatus::Archived, 1), None);
        assert_eq!(refusal(CaseStatus::Archived, 31), Some(ErrorCode::CaseReopenWindow));
        assert_eq!(refusal(CaseStatus::InCallback, 0), None);
        assert_eq!(refusal(CaseStatus::InProgress, 0), Some(ErrorCode::CaseIllegalTransition));
    }

    #[test]
    fn a_case_is_rated_once_and_not_before_it_is_resolved() {
        let case = standing(CaseStatus::Closed, 1);
        assert_eq!(case.refusal(CitizenAct::Rate), None);
        let rated = Standing { is_rated: true, ..case };
        assert_eq!(rated.refusal(CitizenAct::Rate), Some(ErrorCode::PublicAlreadyRated));
        let open = standing(CaseStatus::Resolved, 0);
        assert_eq!(open.refusal(CitizenAct::Rate), Some(ErrorCode::PublicNotRateable));
    }

    #[test]
    fn a_complaint_is_always_taken() {
        for status in CaseStatus::ALL {
            assert_eq!(standing(*status, 0).refusal(CitizenAct::Complain), None);
        }
    }
}
