//! What handlers take and give: checked bodies, parameters and preconditions, typed replies.
//!
//! actix's own `Json`, `Query` and `Path` are banned in the slices: they answer errors that are
//! not problems and let unknown parameters pass.

mod body;
mod by_name;
pub mod health;
pub mod idempotency;
mod if_match;
pub mod methods;
mod page;
mod params;
mod patch;
pub mod rate_limit;
mod reply;
pub mod request_id;
pub mod request_limits;
pub mod spa;
mod whole;

pub use body::{Command, NoBody, accept_only, part, refused_text};
pub use if_match::{IfMatch, PATTERN as IF_MATCH_PATTERN};
pub use page::{CURSOR_PATTERN, Count, Cursor, Listed, Page, counted, limit};
pub use params::{Params, PathId, PathName};
pub use patch::present;
pub use reply::Reply;
pub use whole::{NoFilter, Paging, WholeList};
