//! To whom a visit may be handed over.

use sea_orm::ColumnTrait as _;
use uuid::Uuid;

use super::dto::ReceiverFilter;
use super::repo;
use super::view::facts_of;
use crate::app::AppState;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::personnel::entity::capacity;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::Page;
use crate::policy::{Action, Actor, Scope, authorize, roles_allowed};

/// More would be looked through by nobody: the name is typed.
const MOST: u64 = 50;

/// People of the region of the visit's centre who could accept it, but for who has it in hand.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    filter: &ReceiverFilter,
) -> AppResult<Page<PersonRef>> {
    let db = state.db.reader();
    let row = repo::find(db, &Scope::visits(actor, Action::VisitRead), id).await?;
    authorize(actor, Action::VisitHandOver, &facts_of(&row))?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let center = directory.centers.get(&row.center_id).ok_or(ErrorCode::CenterUnknown)?;
    let region = directory.regions.get(&center.region_id).ok_or(ErrorCode::CenterUnknown)?;
    let held = personnel::repo::held_below(&region.code)
        .add(capacity::Column::IsActive.eq(true))
        .add(capacity::Column::Role.is_in(roles_allowed(Action::VisitAccept)));
    let named = filter.q.as_deref();
    let found = personnel::repo::list_holders(db, held, row.owner_person_id, named, MOST).await?;
    Ok(Page::whole(found))
}
