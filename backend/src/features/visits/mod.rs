//! A visit (来访来电): somebody came or called, and somebody was asked first (首问责任), before there is
//! a case. Noted in seconds, without personal data; owned by one person at every instant; ended by a
//! registration or with a coded reason. What is left open past its limit can be found.

pub mod dto;
pub mod entity;
mod http;
mod receivers;
pub mod repo;
pub mod service;
mod view;

pub use http::routes;
