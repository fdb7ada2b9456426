//! The rules of the roster (领导接访日程), pure.
//!
//! Names, posts and days are published beforehand, one leader each working day (河南省 2024-09-26
//! notice); a day of one's own is changed with another leader's (older county form). Five days
//! ahead is our default, a time-limit rule (`reception_notice`).

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::error::ErrorCode;
use crate::platform::words::words;

words! {
    /// Where a reception day stands.
    DayState {
        Draft = "draft", "未公布", "Draft";
        Published = "published", "已公布", "Published";
        Absent = "absent", "缺席无人替班", "Absent, nobody stands in";
        Discarded = "discarded", "已作废", "Discarded";
    }
}

words! {
    /// Where an exchange of days stands.
    SwapState {
        Asked = "asked", "待答复", "Asked";
        Agreed = "agreed", "已同意", "Agreed";
        Refused = "refused", "未同意", "Refused";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
        Lapsed = "lapsed", "已过期", "Lapsed";
    }
}

words! {
    /// What became of an appointment.
    AppointmentState {
        Booked = "booked", "已预约", "Booked";
        Received = "received", "已接待", "Received";
        Cancelled = "cancelled", "已取消", "Cancelled";
        Missed = "missed", "未到", "Missed";
    }
}

/// What a swap looks at of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// The centre.
    pub center_id: Uuid,
    /// Who receives.
    pub leader_id: Uuid,
    /// When.
    pub held_on: NaiveDate,
    /// Where the day stands.
    pub state: DayState,
    /// Whether somebody stands in already.
    pub has_stand_in: bool,
}

/// Whether a day is published early enough: not before `first`, which the lead reaches from today on.
/// Later it is only with a reason, which shows.
pub fn is_early_enough(held_on: NaiveDate, first: Option<NaiveDate>) -> bool {
    first.is_none_or(|first| held_on >= first)
}

/// Whether both days are still ahead: from the morning of the first on nothing is exchanged.
pub fn are_ahead(a: NaiveDate, b: NaiveDate, today: NaiveDate) -> bool {
    a > today && b > today
}

/// Why two days may not be exchanged; none when they may.
pub fn swap_refusal(a: Planned, b: Planned, today: NaiveDate) -> Option<ErrorCode> {
    let is_open = |day: Planned| day.state == DayState::Published && !day.has_stand_in;
    let fits = a.center_id == b.center_id
        && a.leader_id != b.leader_id
        && a.held_on != b.held_on
        && is_open(a)
        && is_open(b)
        && are_ahead(a.held_on, b.held_on, today);
    (!fits).then_some(ErrorCode::ReceptionSwapDay)
}

/// Where an exchange stands on `today`: one nobody answered in time has lapsed.
pub fn swap_state(
    stored: SwapState,
    (a, b): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> SwapState {
    match stored {
        SwapState::Asked if !are_ahead(a, b, today) => SwapState::Lapsed,
        SwapState::Asked
        | SwapState::Agreed
        | SwapState::Refused
        | SwapState::Withdrawn
        | SwapState::Lapsed => stored,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};
    use uuid::Uuid;

    use super::{DayState, Planned, SwapState, is_early_enough, swap_refusal, swap_state};

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, number).expect("a day")
    }

    fn planned(leader: u128, number: u32) -> Planned {
        Planned {
            center_id: Uuid::from_u128(1),
            leader_id: Uuid::from_u128(leader),
            held_on: day(number),
            state: DayState::Published,
            has_stand_in: false,
        }
    }

    #[test]
    fn what_the_lead_reaches_is_early_enough() {
        assert!(is_early_enough(day(7), Some(day(7))));
        assert!(!is_early_enough(day(6), Some(day(7))));
        assert!(is_early_enough(day(1), None), "where no lead is in force");
    }

    #[test]
    fn only_published_days_to_come_of_two_leaders_of_one_centre_are_exchanged() {
        let (mine, theirs, today) = (planned(10, 5), planned(11, 9), day(4));
        assert_eq!(swap_refusal(mine, theirs, today), None);
        assert!(swap_refusal(mine, theirs, day(5)).is_some(), "the day itself");
        assert!(swap_refusal(mine, planned(10, 9), today).is_some(), "one's own");
        assert!(swap_refusal(mine, planned(11, 5), today).is_some(), "the same day");
        let elsewhere = Planned { center_id: Uuid::from_u128(2), ..theirs };
        assert!(swap_refusal(mine, elsewhere, today).is_some());
        for state in [DayState::Draft, DayState::Absent, DayState::Discarded] {
            assert!(swap_refusal(mine, Planned { state, ..theirs }, today).is_some());
        }
        let stood_in = Planned { has_stand_in: true, ..theirs };
        assert!(swap_refusal(mine, stood_in, today).is_some());
    }

    #[test]
    fn what_nobody_answered_lapses_with_the_first_day() {
        let days = (day(9), day(5));
        assert_eq!(swap_state(SwapState::Asked, days, day(4)), SwapState::Asked);
        assert_eq!(swap_state(SwapState::Asked, days, day(5)), SwapState::Lapsed);
        let later = day(5) + TimeDelta::days(30);
        assert_eq!(swap_state(SwapState::Agreed, days, later), SwapState::Agreed);
    }
}
