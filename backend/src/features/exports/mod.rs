//! Exports (导出): the cases somebody sees, as a file they may take along. The rows are those of the list
//! (`GET /cases`), by the same code: the same filter, the same scope, masked alike. The file is a ZIP
//! archive with a manifest that says what is in it, as of when, for whom, and by which hashes to check it.

pub mod dto;
pub mod entity;
mod http;
mod manifest;
mod opening;
mod repo;
mod rows;
pub mod service;
pub mod sweeping;
mod view;
pub mod worker;
mod writing;

pub use http::routes;
