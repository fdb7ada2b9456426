//! Settings of the API that change while it runs (接口设置): rates, sizes and times by kind of action, and
//! the origins of CORS. The server's own settings hold until somebody sets others; every server looks
//! again within ten seconds, and the one that was told at once.

pub mod cache;
pub mod content;
pub mod dto;
pub mod entity;
mod http;
mod service;

pub use cache::ApiSettingsCache;
pub use http::{middleware, routes};
