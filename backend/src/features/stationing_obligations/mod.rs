//! What departments owe at the posts of a centre (派驻义务), and the posts (岗位/窗口) themselves.
//!
//! An obligation says which department, at which post, in which mode, with how many people, on which
//! days and at what hours, with which skills, from when to when, by which letter; and who is named
//! for it as A, B or C. [`opening`] says on which days it is owed, from the working calendar;
//! [`rules`] what an obligation must be. Rotation plans
//! ([`crate::features::rotation_plans`]) are made from what is owed here by those who are admitted
//! ([`crate::features::stationings`]).

pub mod dto;
pub mod entity;
mod http;
pub mod opening;
pub mod posts;
pub mod repo;
pub mod rules;
pub mod service;
mod view;

pub use http::routes;
pub use view::{SKILLS, opening_of, skill_ref, skills_of};
