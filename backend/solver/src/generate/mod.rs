//! Instances for tests and measurements: fictitious counties of three sizes, and small ones that
//! bring together everything the format allows. The same seed gives the same instance everywhere.

mod calendar;
mod county;
mod small;
mod targets;

pub use county::{Size, county};
pub use small::small;

use crate::instance::Instance;

/// One department, five posts, ten people, five weeks.
pub fn department_month(seed: u64) -> Instance {
    county(Size::DepartmentMonth, seed, 100)
}
