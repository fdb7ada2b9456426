mod ending;
pub(crate) mod kit;
mod large;
mod reading;
mod refusals;
