//! Imports (批量导入): files of other systems become cases, as a job. A file is announced and put like an
//! attachment, staged row by row ([`staging`]), and carried on some rows at a time ([`worker`]); how far
//! it is stands in the transaction of what it stored, so that a server that dies loses and doubles
//! nothing. What is wrong with rows is kept for whoever has to mend them ([`problems`]).
//!
//! [`pipeline`] is the way from rows to cases, shared with `zongzhi import`.

pub mod dto;
pub mod entity;
mod http;
pub mod pipeline;
mod problems;
mod repo;
pub mod service;
mod staging;
pub mod sweeping;
mod upload;
mod view;
pub mod worker;

pub use http::routes;
