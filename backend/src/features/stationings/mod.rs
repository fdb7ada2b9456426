//! The people of a centre: who is admitted and leaves again (准入准出), when they are away, and
//! what they are qualified for.
//!
//! [`workflow`] says what may happen to an entry and who decides: the department asks with its
//! letter, the centre consents, nobody consents to their own request, and every step is kept.
//! [`leaves`] are what a roster has to go round; [`qualifications`] what a post may ask of people,
//! joined with the register of mediators, which stays where it is
//! ([`crate::features::mediations::mediators`]).

pub mod dto;
pub mod entity;
mod http;
pub mod leaves;
mod people_dto;
mod people_http;
pub mod places;
pub mod qualifications;
pub mod repo;
pub mod service;
mod view;
pub mod workflow;

pub use http::routes;
pub use people_dto::{
    CreateLeaveRequest, CreateQualificationRequest, DecideLeaveRequest, LeaveFilter, LeaveView,
    PersonLeaveFilter, QualificationView, UpdateQualificationRequest,
};
pub use people_http::routes as people_routes;
