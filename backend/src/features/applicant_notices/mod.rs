//! Notices to the applicant (告知申请人): that their matter stands still, or that its limit was
//! extended, with the unit, the reason and the new day in plain words.
//!
//! Made in the transaction of the event, read on the tracking page at once, and sent over the
//! channels of [`super::notices::delivery`] where the applicant left a confirmed address. Where nobody
//! can be reached so, the case says it: the window tells them, by telephone or with the printed
//! notice, and writes down how.

pub mod dto;
pub mod entity;
mod http;
pub mod jobs;
pub mod kind;
mod letter;
pub mod repo;
pub mod service;
pub mod text;
mod view;

pub use http::routes;
