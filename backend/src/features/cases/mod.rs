//! A case (矛盾纠纷/诉求事项): one matter, one number, at any instant exactly one owner.
//!
//! [`workflow`] says what may happen, [`change`] what did, [`ledger`] proves it, [`projection`]
//! folds it into the state the row stores, [`clocks`] and [`timekeeping`] watch the time.
//! [`service`] carries out what [`http`] takes.

mod assisting;
pub mod bulk;
pub mod by_rule;
pub mod change;
pub mod clocks;
pub mod counting;
pub mod dto;
mod elsewhere;
pub mod entity;
pub mod explain;
pub mod ground;
pub mod guards;
mod http;
pub mod intake;
pub mod jobs;
mod kinds;
pub mod ledger;
pub mod list;
pub mod masks;
pub mod model;
pub mod numbers;
pub mod open_limits;
pub mod parties;
mod procedures;
pub mod projection;
mod purpose;
pub mod queue;
pub mod rebasing;
pub mod referral_graph;
pub mod registering;
pub mod replay;
pub mod repo;
mod request;
mod requests;
pub mod reveal;
pub mod service;
pub mod shapes;
pub mod similar;
pub mod split;
mod stops;
pub mod tally;
mod then;
pub mod time_use;
pub mod timekeeping;
pub mod timeline;
pub mod tracking_code;
pub mod transit;
pub mod view;
pub mod whole;
pub mod workflow;

pub mod backfill;
pub mod late;
pub mod masked_texts;
pub mod mentioned;
pub mod mentions;
pub mod owners;
pub mod release;
pub mod rights;
pub mod routing;
mod rows;
pub mod unnamed;

pub use http::routes;
