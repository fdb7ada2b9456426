//! Review meetings (分析研判会): called by the director, with an agenda filled by rule ([`agenda`]),
//! frozen when a chair opens the meeting. What is decided becomes a task on a case (`case_tasks`); the
//! next meeting begins with what is still open.

pub mod agenda;
pub mod candidates;
pub mod dto;
pub mod entity;
mod http;
pub mod kind;
pub mod minutes;
mod of_case;
pub mod paper;
pub mod paper_facts;
pub mod repo;
pub mod running;
pub mod service;
mod view;
pub mod workflow;

pub use http::routes;
