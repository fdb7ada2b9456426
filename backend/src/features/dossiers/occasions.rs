//! What a case has come to, which makes papers due that are on demand.

use std::collections::HashSet;

use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::rules::Occasion;
use crate::features::agreements;
use crate::features::agreements::workflow::{AgreementState, ConfirmationState};
use crate::features::cases;
use crate::features::cases::entity::event;
use crate::features::cases::model::PartyRole;
use crate::platform::error::AppResult;

/// The occasions of a case.
pub(super) async fn of_case(
    db: &impl ConnectionTrait,
    case_id: Uuid,
) -> AppResult<HashSet<Occasion>> {
    let parties = cases::repo::parties(db, case_id).await?;
    let represented = parties.iter().any(|party| party.role == PartyRole::Representative.as_str());
    let called = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Kind.eq("callback_recorded"))
        .one(db)
        .await?;
    let agreed = agreements::repo::for_case(db, case_id).await?;
    let standing =
        agreed.iter().filter(|whole| whole.row.state != AgreementState::Cancelled.as_str());
    let mut occasions = HashSet::new();
    for whole in standing {
        if !whole.performances.is_empty() {
            occasions.insert(Occasion::PerformanceRecorded);
        }
        let asked = ConfirmationState::parse(&whole.row.confirmation);
        if asked.is_some_and(|state| !state.is_askable()) {
            occasions.insert(Occasion::ConfirmationSought);
        }
    }
    if represented {
        occasions.insert(Occasion::Represented);
    }
    if called.is_some() {
        occasions.insert(Occasion::CallbackRecorded);
    }
    Ok(occasions)
}
