//! Other systems' messages (对接适配): grid events, hotline work orders, 110 transfers, petitions and
//! court referrals become cases by a mapping that is data (`backend/data/adapters`), through the one
//! intake; a number that is known is answered with its case. What became of a case is read back in the
//! other system's words, in the order of the sealed ledger.

pub mod admin;
pub mod catalogue;
pub mod check;
pub mod definition;
pub mod dto;
pub mod entity;
mod http;
pub mod log;
pub mod mapper;
pub mod receive;
pub mod statuses;
pub mod sweeping;
pub mod values;

pub use http::routes;
