//! The kinds of review meetings (分析研判会). Pure.

use crate::platform::words::words;

words! {
    /// How often a meeting of this kind is held: a daily stand-up looks at what is red, a weekly one
    /// decides on it, a monthly one reports, a quarterly one is for the member units together.
    MeetingKind {
        Daily = "daily", "每日碰头会", "Daily review";
        Weekly = "weekly", "每周研判会", "Weekly review";
        Monthly = "monthly", "每月研判会", "Monthly review";
        Quarterly = "quarterly", "季度联席会", "Quarterly review";
    }
}
