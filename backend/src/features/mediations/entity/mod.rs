//! Tables of mediation.

pub mod consent;
pub mod mediation;
pub mod mediator;
pub mod recusal;
pub mod room;
pub mod sitting;
pub mod tie;
