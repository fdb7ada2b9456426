//! Lawful routes (法定途径): by which procedure of the law a type of matter may be settled, with the
//! article; versioned rows with their source, for those willing to mediate and those who are not.

pub mod dto;
pub mod entity;
mod http;
pub mod rules;

pub use http::routes;
pub use rules::{Route, RouteCache, RouteSet};
