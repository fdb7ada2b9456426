//! Tables of duty calendars.

pub mod feed;
