//! Authorisation, all of it: who ([`Actor`]) may do what ([`Action`]) to which object.
//!
//! One table ([`rules`]) of (role, action, condition). A condition is data with four
//! interpreters in [`condition`] and [`scope`]: yes/no for an object, a predicate for every list
//! and search, one for totals, and a sentence for people. What cannot be resolved grants nothing.

mod action;
mod actor;
mod condition;
mod permit;
mod role;
pub mod rules;
mod scope;

pub use action::{Action, Kind};
pub use actor::Actor;
pub use condition::{Condition, Facts, Weighed};
pub use permit::Permit;
pub use role::Role;
pub use scope::{Part, RESTRICTED, Scope, TOWNSHIP, Tallied};

use crate::platform::error::{AppError, AppResult, ErrorCode};

/// Grants `action` on the object described by `facts`, or refuses with 403.
pub fn authorize(actor: &Actor, action: Action, facts: &Facts<'_>) -> AppResult<Permit> {
    if holds(actor, action, facts) {
        return Ok(Permit::granted(action, actor));
    }
    Err(AppError::from(ErrorCode::AuthNotAllowed)
        .with("action", action.as_str())
        .with("roles", roles_allowed(action)))
}

/// Whether `actor` may do `action` to the object described by `facts`.
pub fn holds(actor: &Actor, action: Action, facts: &Facts<'_>) -> bool {
    rules::of(actor.role, action).any(|condition| condition.holds(actor, facts))
}

/// Whether `actor` may do `action` to some object at all.
pub fn may_ever(actor: &Actor, action: Action) -> bool {
    rules::of(actor.role, action).next().is_some()
}

/// Grants an action that is not about an existing object, such as registering.
pub fn authorize_any(actor: &Actor, action: Action) -> AppResult<Permit> {
    authorize(actor, action, &Facts::default())
}

/// The roles that may ever do `action`, for explaining a refusal.
pub fn roles_allowed(action: Action) -> Vec<String> {
    Role::ALL
        .iter()
        .filter(|role| rules::of(**role, action).next().is_some())
        .map(|role| role.as_str().to_owned())
        .collect()
}
