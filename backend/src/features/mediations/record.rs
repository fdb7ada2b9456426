//! What a session leaves behind in the ledger of its case.

use sea_orm::{ConnectionTrait, EntityTrait as _};
use uuid::Uuid;

use super::entity::{mediation, sitting};
use crate::app::AppState;
use crate::features::cases::change::{Change, SessionThen};
use crate::features::cases::entity::{case, clock};
use crate::features::cases::ground::Ground;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::transit::{self, By, Noted};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::Permit;

/// A session as its events name it.
pub fn then(row: &mediation::Model, sittings: &[sitting::Model]) -> SessionThen {
    SessionThen {
        mediation_id: row.id,
        session_no: row.session_no,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        mediator_person_ids: sittings.iter().map(|sitting| sitting.person_id).collect(),
    }
}

/// Writes `change` into the ledger of a case that is held; its version stays.
pub async fn note(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    ground: &Ground,
    case: &mut Loaded,
    change: Change,
    by: By<'_>,
) -> AppResult<()> {
    let noted = Noted { change, by, clocks: Vec::<clock::Model>::new() };
    transit::note(state, tx, permit, &ground.keeper, case, noted).await
}

/// The case of a session or an agreement the caller may read.
pub async fn case_of(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Loaded> {
    let found = case::Entity::find_by_id(case_id).one(db).await?;
    let row = found.ok_or_else(|| AppError::internal("a session without its case"))?;
    cases::load(db, row).await
}

/// A case, held until the end of the transaction.
pub async fn held(tx: &Tx, case_id: Uuid) -> AppResult<Loaded> {
    let rows = cases::hold_all(tx, vec![case_id]).await?;
    let case = cases::load_all(&**tx, rows).await?.pop();
    case.ok_or_else(|| AppError::internal("a session without its case"))
}
