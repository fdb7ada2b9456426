//! Calendars (日历).

pub mod calendar;
pub mod civil_day;
