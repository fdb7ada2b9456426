//! Whose capacity may be filled, and by whom.

use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::dto::{CandidateFilter, ReplaceableCapacity, ReplaceableFilter};
use super::repo::Reach;
use super::service::{reach, right};
use crate::app::AppState;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::personnel::entity::{capacity, person};
use crate::features::personnel::repo::{held_below, list_holders};
use crate::platform::db::portable::starts_with;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::Page;
use crate::platform::lang::Lang;
use crate::policy::{Actor, Role};

/// More would be looked through by nobody: the name is typed.
const MOST: u64 = 50;

/// Capacities in force of roles that can be replaced.
fn replaceable() -> Condition {
    let separated = Role::ALL.iter().filter(|role| role.is_separated()).map(|role| role.as_str());
    Condition::all()
        .add(capacity::Column::IsActive.eq(true))
        .add(capacity::Column::Role.is_not_in(separated))
}

/// The capacities the caller may name a substitute for.
pub(super) async fn capacities(
    state: &AppState,
    actor: &Actor,
    filter: &ReplaceableFilter,
    lang: Lang,
) -> AppResult<Page<ReplaceableCapacity>> {
    let db = state.db.reader();
    let own = capacity::Column::PersonId.eq(actor.person_id);
    let reached = match reach(actor) {
        Reach::All => Condition::all(),
        Reach::Region(root, _) => Condition::any().add(own).add(held_below(&root)),
        Reach::Own(_) => Condition::all().add(own),
    };
    let named = filter.q.as_deref().map(|q| starts_with((person::Entity, person::Column::Name), q));
    let to_person = capacity::Entity::belongs_to(person::Entity)
        .from(capacity::Column::PersonId)
        .to(person::Column::Id)
        .into();
    let found = capacity::Entity::find()
        .join(sea_orm::JoinType::InnerJoin, to_person)
        .select_also(person::Entity)
        .filter(replaceable().add(reached).add(person::Column::IsActive.eq(true)))
        .filter(Condition::all().add_option(named))
        .order_by_asc(person::Column::Name)
        .order_by_asc(capacity::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let items = found
        .into_iter()
        .filter_map(|(row, holder)| ReplaceableCapacity::of(&directory, &row, holder?.name, lang));
    Ok(Page::whole(items.collect()))
}

/// Who could fill a capacity: the unit's own, or, for who may set others', people of the region.
pub(super) async fn people(
    state: &AppState,
    actor: &Actor,
    filter: &CandidateFilter,
) -> AppResult<Page<PersonRef>> {
    let db = state.db.reader();
    let found = personnel::repo::find_capacity(db, filter.capacity_id).await?;
    let (wanted, _) = found.ok_or(ErrorCode::RequestNotFound)?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let region = directory.regions.get(&wanted.region_id).ok_or(ErrorCode::RequestNotFound)?;
    // What the caller may not fill does not exist for them.
    right(actor, wanted.person_id, &region.code)
        .map_err(|_refused: AppError| ErrorCode::RequestNotFound)?;
    let of = match reach(actor) {
        Reach::All => Condition::all(),
        Reach::Region(root, _) => held_below(&root),
        Reach::Own(_) => match wanted.department_id {
            Some(department) => Condition::all().add(capacity::Column::DepartmentId.eq(department)),
            None => Condition::all().add(capacity::Column::RegionId.eq(wanted.region_id)),
        },
    };
    let (held, named) = (replaceable().add(of), filter.q.as_deref());
    Ok(Page::whole(list_holders(db, held, wanted.person_id, named, MOST).await?))
}
