//! What was asked for and waits for a decision: who asked, for which department and why.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{actor, capacity_then, on_behalf_of, people};
use crate::features::cases::change::Change;
use crate::features::cases::dto::{ExtensionView, SuspensionRequestView};
use crate::features::cases::entity::event;
use crate::features::cases::ledger::change_of;
use crate::features::cases::projection::{Extension, SuspensionRequest};
use crate::features::cases::repo::{Loaded, Names};
use crate::features::cases::view::Viewer;
use crate::platform::error::AppResult;

/// The events by which something was asked for that waits now.
#[derive(Debug, Default)]
pub struct Asked {
    extension: Option<event::Model>,
    suspension: Option<event::Model>,
}

/// Those of `case`; no query for what nobody asked for.
pub async fn asked(db: &impl ConnectionTrait, case: &Loaded) -> AppResult<Asked> {
    let mut found = Asked::default();
    if case.state.extension.is_some() {
        found.extension = last(db, case.row.id, "extension_requested").await?;
    }
    if case.state.suspension_request.is_some() {
        found.suspension = last(db, case.row.id, "suspension_requested").await?;
    }
    Ok(found)
}

async fn last(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    kind: &str,
) -> AppResult<Option<event::Model>> {
    Ok(event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Kind.eq(kind))
        .order_by_desc(event::Column::Seq)
        .limit(1)
        .one(db)
        .await?)
}

impl Asked {
    /// Whom they name.
    pub fn people(&self) -> impl Iterator<Item = Uuid> {
        self.extension.iter().chain(&self.suspension).flat_map(people)
    }

    /// An extension that waits, with who asked for it and why.
    pub fn extension_view(
        &self,
        waiting: Extension,
        viewer: &Viewer<'_>,
        names: &Names,
    ) -> ExtensionView {
        let asked = self.extension.as_ref();
        let department_id = asked.and_then(capacity_then).and_then(|then| then.department_id);
        let words = |change| {
            let Change::ExtensionRequested { reason, .. } = change else { return None };
            Some(reason)
        };
        ExtensionView {
            days: waiting.days,
            asked_at: waiting.asked_at,
            asked_by: asked.and_then(|row| actor(row, names)),
            on_behalf_of: asked.and_then(|row| on_behalf_of(row, names)),
            department: department_id.map(|id| viewer.department(id)),
            reason: asked.and_then(change_of).and_then(words),
        }
    }

    /// A stop that waits, with who asked for it.
    pub fn suspension_view(
        &self,
        waiting: &SuspensionRequest,
        viewer: &Viewer<'_>,
        names: &Names,
    ) -> SuspensionRequestView {
        let asked = self.suspension.as_ref();
        let department_id = asked.and_then(capacity_then).and_then(|then| then.department_id);
        SuspensionRequestView {
            reason_code: waiting.reason_code.clone(),
            procedure: waiting.procedure,
            external_no: waiting.external_no.clone(),
            accepted_on: waiting.accepted_on,
            until_on: waiting.until_on,
            reason: waiting.reason.clone(),
            asked_at: waiting.asked_at,
            asked_by: asked.and_then(|row| actor(row, names)),
            on_behalf_of: asked.and_then(|row| on_behalf_of(row, names)),
            department: department_id.map(|id| viewer.department(id)),
        }
    }
}
