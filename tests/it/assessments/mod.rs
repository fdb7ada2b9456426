//! 考核: schemes, closing, results with their facts, appeals, heads, and what may never be an input.

mod appealing;
mod closing;
mod guard;
pub(crate) mod kit;
mod posts;
mod rights;
mod schemes;
