//! What may happen to an entry, and to a leave. Pure.

use chrono::NaiveDate;

use crate::platform::error::ErrorCode;
use crate::platform::words::words;

words! {
    /// Where an entry stands.
    StationingState {
        Requested = "requested", "待准入", "Entry asked for";
        InForce = "in_force", "在驻", "Stationed";
        ExitRequested = "exit_requested", "待准出", "Exit asked for";
        Ended = "ended", "已准出", "Left";
        Refused = "refused", "不予准入", "Entry refused";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
    }
}

words! {
    /// A step of an entry.
    StationingStep {
        Request = "request", "申请准入", "Asked for entry";
        Admit = "admit", "准入", "Admitted";
        Refuse = "refuse", "不予准入", "Refused entry";
        Withdraw = "withdraw", "撤回申请", "Withdrew the request";
        RequestExit = "request_exit", "申请准出", "Asked for exit";
        ApproveExit = "approve_exit", "准出", "Let go";
        RefuseExit = "refuse_exit", "不予准出", "Refused exit";
    }
}

words! {
    /// Why somebody is not on duty.
    LeaveKind {
        Annual = "annual", "年休假", "Annual leave";
        Sick = "sick", "病假", "Sick leave";
        Personal = "personal", "事假", "Personal leave";
        Maternity = "maternity", "产假、陪产假", "Maternity or paternity leave";
        Training = "training", "培训", "Training";
        BusinessTrip = "business_trip", "出差", "Business trip";
        Home = "home_unit", "原单位工作", "Needed at the home unit";
        Avoid = "avoid", "希望避开", "Asked not to be on duty";
    }
}

words! {
    /// Where a leave stands.
    LeaveState {
        Requested = "requested", "待审批", "To be decided";
        Approved = "approved", "已批准", "Approved";
        Refused = "refused", "未批准", "Refused";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}

words! {
    /// What is done to a leave that was reported.
    LeaveStep {
        Approve = "approve", "批准", "Approve";
        Refuse = "refuse", "不批准", "Refuse";
        Cancel = "cancel", "取消", "Cancel";
    }
}

words! {
    /// Where a qualification stands on a day.
    QualificationState {
        NotYet = "not_yet", "尚未生效", "Not yet in force";
        Valid = "valid", "有效", "Valid";
        Expiring = "expiring", "即将到期", "About to expire";
        Expired = "expired", "已过期", "Expired";
        Revoked = "revoked", "已注销", "Revoked";
    }
}

/// Days before the end of a qualification in which it is told that it is about to expire: time for
/// a course.
const EXPIRING_DAYS: i64 = 60;

impl StationingState {
    /// The state after a step; none when the step may not follow.
    pub fn after(self, step: StationingStep) -> Option<Self> {
        match (self, step) {
            (Self::Requested, StationingStep::Admit)
            | (Self::ExitRequested, StationingStep::RefuseExit | StationingStep::Withdraw) => {
                Some(Self::InForce)
            }
            (Self::Requested, StationingStep::Refuse) => Some(Self::Refused),
            (Self::Requested, StationingStep::Withdraw) => Some(Self::Withdrawn),
            (Self::InForce, StationingStep::RequestExit) => Some(Self::ExitRequested),
            (Self::ExitRequested, StationingStep::ApproveExit) => Some(Self::Ended),
            (
                Self::Requested
                | Self::InForce
                | Self::ExitRequested
                | Self::Ended
                | Self::Refused
                | Self::Withdrawn,
                _,
            ) => None,
        }
    }

    /// Whether nobody can ask for the same entry beside it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::InForce | Self::ExitRequested)
    }
}

impl StationingStep {
    /// Whether the centre decides here, on what somebody else asked for.
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Admit | Self::Refuse | Self::ApproveExit | Self::RefuseExit)
    }
}

/// The last day after the exit is approved; the member of the body that is wrong.
pub fn last_day(
    from_on: NaiveDate,
    asked: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<NaiveDate, ErrorCode> {
    let last = asked.unwrap_or(today);
    if last < from_on { Err(ErrorCode::StationingDates) } else { Ok(last) }
}

impl LeaveKind {
    /// A wish needs nobody's consent: a roster goes round it where it can.
    pub const fn is_wish(self) -> bool {
        matches!(self, Self::Avoid)
    }
}

impl LeaveState {
    /// The state after a step; none when the step may not follow.
    pub fn after(self, step: LeaveStep) -> Option<Self> {
        match (self, step) {
            (Self::Requested, LeaveStep::Approve) => Some(Self::Approved),
            (Self::Requested, LeaveStep::Refuse) => Some(Self::Refused),
            (Self::Requested | Self::Approved, LeaveStep::Cancel) => Some(Self::Cancelled),
            (Self::Approved, LeaveStep::Approve | LeaveStep::Refuse)
            | (Self::Refused | Self::Cancelled, _) => None,
        }
    }
}

/// Where a qualification stands on `today`.
pub fn standing(
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    is_revoked: bool,
    today: NaiveDate,
) -> QualificationState {
    if is_revoked {
        return QualificationState::Revoked;
    }
    if today < valid_from {
        return QualificationState::NotYet;
    }
    match valid_until.map(|last| (last - today).num_days()) {
        Some(left) if left < 0 => QualificationState::Expired,
        Some(left) if left <= EXPIRING_DAYS => QualificationState::Expiring,
        Some(_) | None => QualificationState::Valid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn every_open_state_has_a_way_out_and_ended_ones_have_none() {
        for state in StationingState::ALL {
            let steps = StationingStep::ALL.iter().filter(|step| state.after(**step).is_some());
            assert_eq!(steps.count() > 0, state.is_open(), "{state:?}");
        }
    }

    #[test]
    fn a_leave_is_decided_once_and_may_be_cancelled() {
        let approved = LeaveState::Requested.after(LeaveStep::Approve);
        assert_eq!(approved, Some(LeaveState::Approved));
        assert_eq!(LeaveState::Approved.after(LeaveStep::Refuse), None);
        assert_eq!(LeaveState::Approved.after(LeaveStep::Cancel), Some(LeaveState::Cancelled));
        assert_eq!(LeaveState::Refused.after(LeaveStep::Cancel), None);
    }

    #[test]
    fn a_qualification_is_told_before_it_expires() {
        let standing = |today: &str| {
            standing(date("2026-01-01"), Some(date("2026-12-31")), false, date(today))
        };
        assert_eq!(standing("2025-12-31"), QualificationState::NotYet);
        assert_eq!(standing("2026-01-01"), QualificationState::Valid);
        assert_eq!(standing("2026-11-01"), QualificationState::Expiring);
        assert_eq!(standing("2026-12-31"), QualificationState::Expiring);
        assert_eq!(standing("2027-01-01"), QualificationState::Expired);
    }

    #[test]
    fn nobody_leaves_before_they_came() {
        let came = date("2026-03-02");
        assert!(last_day(came, Some(date("2026-03-01")), date("2026-04-01")).is_err());
        assert_eq!(last_day(came, None, date("2026-04-01")), Ok(date("2026-04-01")));
    }
}
