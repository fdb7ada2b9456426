//! Working-day calendars (工作日历): versions of the announced holidays and make-up days of China.

mod cache;
pub mod calendar;
pub mod civil_day;
mod dto;
pub mod entity;
mod http;
mod service;

pub use cache::CalendarCache;
pub use http::routes;
