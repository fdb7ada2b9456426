//! What an operator should look at although the server serves; `/readyz` names it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The alarms raised on this server.
#[derive(Debug, Default)]
pub struct Alarms(Mutex<BTreeSet<&'static str>>);

impl Alarms {
    /// Raises the alarm `name`, or ends it.
    pub fn set(&self, name: &'static str, is_raised: bool) {
        let mut raised = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if is_raised {
            raised.insert(name);
        } else {
            raised.remove(name);
        }
    }

    /// Those raised now.
    pub fn raised(&self) -> Vec<&'static str> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }
}
