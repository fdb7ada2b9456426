//! Good rosters: a start from the prices of the bound, then parts of it taken away and given back
//! better, person by person, each by the exact dynamic programme.

mod anneal;
mod dive;
mod random;
mod refill;
mod roster;

pub(crate) use anneal::{Neighbors, Search, complete, start};
pub(crate) use dive::{dive, over};
pub(crate) use random::Random;
pub(crate) use refill::{Pricing, Refill, Window, follows, joins};
pub(crate) use roster::Roster;
