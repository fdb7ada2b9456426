//! People (人员) and the capacities (岗位身份) they hold.

pub mod dto;
pub mod entity;
pub mod repo;
