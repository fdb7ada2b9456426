//! Working-day calendars (工作日历): versions of the announced holidays and make-up days of China.

mod cache;
pub mod calendar;
pub mod civil_day;
pub mod dto;
pub mod entity;
mod http;
mod publishing;
pub mod service;

pub use cache::CalendarCache;
pub use http::routes;
