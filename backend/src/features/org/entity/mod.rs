//! Tables of the organisation.

pub mod center;
pub mod department;
pub mod department_duty;
pub mod region;
