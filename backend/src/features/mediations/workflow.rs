//! What may happen to a session, pure: 预约 → 开始 → 休会或结束, or cancelled before it began.

use chrono::{DateTime, TimeDelta, Utc};

use crate::features::cases::model::{CaseStatus, Procedure};
use crate::platform::error::ErrorCode;
use crate::platform::words::words;
use crate::policy::{self, Action, Actor, Facts};

words! {
    /// Where a session stands. Wire: `booked|in_progress|adjourned|concluded|cancelled`.
    MediationState {
        Booked = "booked", "已预约", "Booked";
        InProgress = "in_progress", "调解中", "In progress";
        Adjourned = "adjourned", "已休会", "Adjourned";
        Concluded = "concluded", "已结束", "Concluded";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}

words! {
    /// What a session led to (人民调解法 art. 26, 28).
    MediationOutcome {
        Agreed = "agreed", "达成协议", "Agreed";
        PartlyAgreed = "partly_agreed", "部分达成协议", "Partly agreed";
        Failed = "failed", "调解不成", "Failed";
    }
}

words! {
    /// A side of a dispute.
    MediationSide {
        Applicant = "applicant", "申请一方", "Applicant's side";
        Respondent = "respondent", "被申请一方", "Respondent's side";
    }
}

words! {
    /// How a consent was given.
    ConsentManner {
        InPerson = "in_person", "当面", "In person";
        Phone = "phone", "电话", "By telephone";
        Written = "written", "书面", "In writing";
        Online = "online", "网上", "Online";
    }
}

words! {
    /// What a mediator is one of.
    MediatorKind {
        People = "people", "人民调解员", "People's mediator";
        Industry = "industry", "行业性专业性调解员", "Industry mediator";
        Administrative = "administrative", "行政调解员", "Administrative mediator";
        Court = "court", "特邀调解员", "Court-appointed mediator";
    }
}

words! {
    /// How close a mediator is to somebody.
    MediatorTieKind {
        Family = "family", "近亲属", "Family";
        Employer = "employer", "任职单位", "Employer";
        Interest = "interest", "利害关系", "Interest";
    }
}

words! {
    /// What may be done to a session.
    MediationAction {
        /// 改期、换人、换室.
        Rebook = "rebook";
        /// 记录调解意愿.
        RecordConsent = "record_consent";
        /// 回避.
        Recuse = "recuse";
        /// 开始.
        Start = "start";
        /// 记录.
        WriteMinutes = "write_minutes";
        /// 休会.
        Adjourn = "adjourn";
        /// 结束.
        Conclude = "conclude";
        /// 签字.
        SignMinutes = "sign_minutes";
        /// 取消.
        Cancel = "cancel";
    }
}

impl MediationState {
    /// Whether its room and its mediators are taken.
    pub const fn is_held(self) -> bool {
        matches!(self, Self::Booked | Self::InProgress)
    }

    /// The states in which a room and mediators are taken.
    pub const HELD: [&'static str; 2] = [Self::Booked.as_str(), Self::InProgress.as_str()];
}

impl MediationOutcome {
    /// Whether there is something to write down as an agreement.
    pub const fn is_agreed(self) -> bool {
        matches!(self, Self::Agreed | Self::PartlyAgreed)
    }
}

impl MediationAction {
    /// The right it takes.
    pub const fn right(self) -> Action {
        match self {
            Self::Rebook | Self::Cancel => Action::MediationBook,
            Self::Recuse => Action::MediationRecuse,
            Self::RecordConsent
            | Self::Start
            | Self::WriteMinutes
            | Self::Adjourn
            | Self::Conclude
            | Self::SignMinutes => Action::MediationConduct,
        }
    }

    /// Whether it may be done where a session stands.
    pub const fn is_open_in(self, state: MediationState) -> bool {
        match self {
            Self::Rebook | Self::Cancel | Self::Start => matches!(state, MediationState::Booked),
            Self::RecordConsent | Self::Recuse => state.is_held(),
            Self::Adjourn | Self::Conclude => matches!(state, MediationState::InProgress),
            Self::WriteMinutes | Self::SignMinutes => matches!(
                state,
                MediationState::InProgress | MediationState::Adjourned | MediationState::Concluded
            ),
        }
    }

    /// Whether it changes the minutes, which nobody does once they are signed.
    const fn touches_minutes(self) -> bool {
        matches!(self, Self::WriteMinutes | Self::SignMinutes)
    }

    /// Why `actor` may not do it to a session described by `facts`; none when they may.
    pub fn refusal(
        self,
        (state, is_signed): (MediationState, bool),
        actor: &Actor,
        facts: &Facts<'_>,
    ) -> Option<ErrorCode> {
        if !policy::holds(actor, self.right(), facts) {
            return Some(ErrorCode::AuthNotAllowed);
        }
        if !self.is_open_in(state) {
            return Some(ErrorCode::MediationIllegalTransition);
        }
        (is_signed && self.touches_minutes()).then_some(ErrorCode::MediationMinutesSigned)
    }
}

/// How many minutes before its slot a session may begin, and after the end of it. A rule of the house:
/// parties are there early and wait for one another, so that an hour on either side is the same
/// meeting. What is held at another time is moved first, which looks whether the room and those who
/// mediate are free then.
pub const START_MARGIN_MINUTES: i64 = 60;

/// Why a session booked from `starts_at` to `ends_at` does not begin at `now`; none: it may.
pub fn untimely(
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Option<ErrorCode> {
    let margin = TimeDelta::minutes(START_MARGIN_MINUTES);
    let is_near = starts_at - margin <= now && now <= ends_at + margin;
    (!is_near).then_some(ErrorCode::MediationStartOutsideSlot)
}

/// Whether a case that stands there may still be mediated: as long as it has not been handled.
pub const fn takes_sessions(status: CaseStatus) -> bool {
    match status {
        CaseStatus::Registered
        | CaseStatus::Dispatched
        | CaseStatus::InProgress
        | CaseStatus::Returned
        | CaseStatus::Suspended => true,
        CaseStatus::Resolved
        | CaseStatus::InCallback
        | CaseStatus::Closed
        | CaseStatus::Archived
        | CaseStatus::NotAccepted
        | CaseStatus::Withdrawn
        | CaseStatus::Merged => false,
    }
}

/// Whether a procedure is a way on where mediation failed (人民调解法 art. 26: 仲裁、行政、司法等途径).
pub const fn leads_on(procedure: Procedure) -> bool {
    match procedure {
        Procedure::PeopleMediation
        | Procedure::AdministrativeMediation
        | Procedure::CourtMediation => false,
        Procedure::LabourArbitration
        | Procedure::LandArbitration
        | Procedure::AdministrativeAdjudication
        | Procedure::AdministrativeReview
        | Procedure::CivilLitigation
        | Procedure::AdministrativeLitigation
        | Procedure::Petition => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_session_has_a_way_out_and_nothing_begins_twice() {
        for state in MediationState::ALL {
            let ends =
                [MediationAction::Cancel, MediationAction::Adjourn, MediationAction::Conclude];
            let has_end = ends.iter().any(|action| action.is_open_in(*state));
            assert_eq!(has_end, state.is_held(), "{state:?}");
            let starts = MediationAction::Start.is_open_in(*state);
            assert_eq!(starts, *state == MediationState::Booked, "{state:?}");
        }
    }

    #[test]
    fn a_session_begins_near_its_slot() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let slot = (at("2026-03-04T02:00:00Z"), at("2026-03-04T03:00:00Z"));
        for (now, is_refused) in [
            ("2026-03-02T02:30:00Z", true),
            ("2026-03-04T00:59:59Z", true),
            ("2026-03-04T01:00:00Z", false),
            ("2026-03-04T02:30:00Z", false),
            ("2026-03-04T04:00:00Z", false),
            ("2026-03-04T04:00:01Z", true),
        ] {
            let code = untimely(slot, at(now));
            let wanted = is_refused.then_some(ErrorCode::MediationStartOutsideSlot);
            assert_eq!(code, wanted, "{now}");
        }
    }

    #[test]
    fn mediation_is_no_way_out_of_mediation() {
        let onward = Procedure::ALL.iter().filter(|procedure| leads_on(**procedure)).count();
        assert_eq!(onward, Procedure::ALL.len() - 3);
    }
}
