//! What an action is decided for: to be carried out, or to say what would become of it.

use std::collections::HashMap;

use uuid::Uuid;

use super::entity::case;
use super::repo;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Scope;

/// Whether an action is to be carried out or only looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose<'a> {
    /// It is carried out: its cases are held until the transaction ends.
    Do,
    /// Nothing is stored and nobody waits: what it concerns beside the case itself was read before,
    /// for all cases that are looked at.
    Try(&'a HashMap<Uuid, case::Model>),
}

impl Purpose<'_> {
    /// Finds another case of the scope, held where it is to be changed.
    pub(super) async fn find(self, tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<case::Model> {
        match self {
            Self::Do => repo::find_for_update(tx, scope, id).await,
            Self::Try(others) => {
                others.get(&id).cloned().ok_or_else(|| ErrorCode::RequestNotFound.into())
            }
        }
    }
}
