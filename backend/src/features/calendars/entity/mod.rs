//! Tables of calendars.

pub mod calendar;
pub mod calendar_day;
