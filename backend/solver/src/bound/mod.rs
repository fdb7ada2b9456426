//! A number no roster can cost less than: coverage, mix and shared groups are priced instead of
//! kept, and every person then finds their cheapest roster exactly.

mod dual;
mod path;
mod scale;

pub(crate) use dual::{Dual, Graphs, Prices, Standing, skilled};
pub(crate) use path::{FAR, Paths, Span, cheapest};
pub(crate) use scale::{Scale, small};
