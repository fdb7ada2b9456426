mod ending;
pub(crate) mod kit;
mod reading;
mod refusals;
