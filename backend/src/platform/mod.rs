//! Shared ground. Imports no feature.

pub mod alarms;
pub mod cache;
pub mod clock;
pub mod db;
pub mod error;
pub mod files;
pub mod http;
pub mod ids;
pub mod jobs;
pub mod lang;
pub mod table;
pub mod telemetry;
pub mod tls;
pub mod words;
