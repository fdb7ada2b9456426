//! Authorisation, all of it: who ([`Actor`]) may do what ([`Action`]) to which object.
//!
//! One table ([`rules`]) of (role, action, condition). A condition is data with four
//! interpreters in [`condition`] and [`scope`]: yes/no for an object, a predicate for every list
//! and search, one for totals, and a sentence for people. What cannot be resolved grants nothing.

mod action;
mod actor;
mod application;
mod condition;
pub mod operations;
mod permit;
mod role;
pub mod rules;
mod scope;

pub use action::{Action, Kind};
pub use actor::Actor;
pub use application::{ApiScope, Limits, parse_scopes};
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
    if let Some(refusal) = beyond_scopes(actor, action) {
        return Err(refusal);
    }
    Err(AppError::from(ErrorCode::AuthNotAllowed)
        .with("action", action.as_str())
        .with("roles", roles_allowed(action)))
}

/// The refusal of an application none of whose scopes has `action`; none where scopes are not why.
pub fn beyond_scopes(actor: &Actor, action: Action) -> Option<AppError> {
    let limits = actor.application.as_deref()?;
    if limits.covers(action) {
        return None;
    }
    Some(AppError::from(ErrorCode::AuthScopeMissing).with("action", action.as_str()))
}

/// The conditions under which `actor` may do `action`: those of the role, and for an application none
/// unless one of its scopes has the action.
pub fn granted(actor: &Actor, action: Action) -> impl Iterator<Item = &'static Condition> + use<> {
    let is_covered = actor.application.as_deref().is_none_or(|limits| limits.covers(action));
    rules::of(actor.role, action).filter(move |_| is_covered)
}

/// Whether `actor` may do `action` to the object described by `facts`.
pub fn holds(actor: &Actor, action: Action, facts: &Facts<'_>) -> bool {
    actor.application.as_deref().is_none_or(|limits| limits.admits(action, facts))
        && granted(actor, action).any(|condition| condition.holds(actor, facts))
}

/// Whether `actor` may do `action` to some object at all.
pub fn may_ever(actor: &Actor, action: Action) -> bool {
    granted(actor, action).next().is_some()
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
