//! What may happen to a stand-in (替班). Pure.

use chrono::NaiveDate;

use crate::platform::error::ErrorCode;
use crate::platform::words::words;

words! {
    /// Where a stand-in stands.
    StandInState {
        Requested = "requested", "待审批", "To be decided";
        Approved = "approved", "已批准", "Approved";
        Refused = "refused", "未批准", "Refused";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}

words! {
    /// What is done to a stand-in that was asked for.
    StandInStep {
        Approve = "approve", "批准", "Approve";
        Refuse = "refuse", "不批准", "Refuse";
        Cancel = "cancel", "取消", "Cancel";
    }
}

/// How long ago a stand-in may have begun, days: what happened at short notice is entered afterwards.
const DAYS_BACK: i64 = 30;
/// The longest, days: who is away for longer is replaced in the roster.
const LONGEST: i64 = 62;

impl StandInState {
    /// The state after a step; none when the step may not follow.
    pub const fn after(self, step: StandInStep) -> Option<Self> {
        match (self, step) {
            (Self::Requested, StandInStep::Approve) => Some(Self::Approved),
            (Self::Requested, StandInStep::Refuse) => Some(Self::Refused),
            (Self::Requested | Self::Approved, StandInStep::Cancel) => Some(Self::Cancelled),
            (Self::Approved, StandInStep::Approve | StandInStep::Refuse)
            | (Self::Refused | Self::Cancelled, _) => None,
        }
    }
}

impl StandInStep {
    /// Whether the centre decides here, on what somebody else asked for.
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Approve | Self::Refuse)
    }
}

/// What is wrong with the days, with the member of the body.
pub fn wrong_days(
    from_on: NaiveDate,
    until_on: NaiveDate,
    today: NaiveDate,
) -> Option<(&'static str, ErrorCode)> {
    if !(0..LONGEST).contains(&(until_on - from_on).num_days()) {
        return Some(("/until_on", ErrorCode::DutyStandInDates));
    }
    if (today - from_on).num_days() > DAYS_BACK {
        return Some(("/from_on", ErrorCode::DutyStandInDates));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn it_is_decided_once_and_may_be_cancelled() {
        let approved = StandInState::Requested.after(StandInStep::Approve);
        assert_eq!(approved, Some(StandInState::Approved));
        assert_eq!(StandInState::Approved.after(StandInStep::Refuse), None);
        let cancelled = StandInState::Approved.after(StandInStep::Cancel);
        assert_eq!(cancelled, Some(StandInState::Cancelled));
        assert_eq!(StandInState::Refused.after(StandInStep::Cancel), None);
    }

    #[test]
    fn the_days_are_in_order_and_not_long_past() {
        let today = date("2026-03-31");
        assert_eq!(wrong_days(date("2026-03-01"), date("2026-03-01"), today), None);
        let wrong = wrong_days(date("2026-02-28"), date("2026-03-01"), today);
        assert_eq!(wrong.map(|(at, _)| at), Some("/from_on"));
        let wrong = wrong_days(date("2026-04-02"), date("2026-04-01"), today);
        assert_eq!(wrong.map(|(at, _)| at), Some("/until_on"));
        let wrong = wrong_days(date("2026-04-01"), date("2026-06-02"), today);
        assert_eq!(wrong.map(|(at, _)| at), Some("/until_on"));
    }
}
