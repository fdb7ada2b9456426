use super::{Action, Actor};

/// Proof that a right was checked. Only this folder makes one; what saves takes it by value, so a
/// write that skipped the check does not compile.
#[derive(Debug)]
pub struct Permit {
    action: &'static str,
}

impl Permit {
    pub(super) fn granted(action: Action, _actor: &Actor) -> Self {
        Self { action: action.as_str() }
    }

    /// For the job runner and the importer, which act for no person. A test lists every use.
    pub fn system(reason: &'static str) -> Self {
        Self { action: reason }
    }

    /// What was granted, for the log.
    pub fn action(&self) -> &'static str {
        self.action
    }
}
