//! Queries over substitutions.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::entity::substitution::{self, Column, Entity, Model};
use super::period::Period;
use crate::features::personnel;
use crate::features::personnel::entity::{capacity, person};
use crate::features::users::entity::user;
use crate::platform::db::Tx;
use crate::platform::db::portable::below;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::{Permit, Role};

/// In force on `today`: both people still work here, and nobody revoked it.
fn in_force(today: NaiveDate) -> Condition {
    Condition::all()
        .add(Column::RevokedAt.is_null())
        .add(Column::FromOn.lte(today))
        .add(Column::UntilOn.gte(today))
        .add(Column::HolderId.in_subquery(personnel::repo::active_people()))
        .add(Column::SubstituteId.in_subquery(personnel::repo::active_people()))
}

/// Every substitution in force on `today`.
pub async fn list_in_force(db: &impl ConnectionTrait, today: NaiveDate) -> AppResult<Vec<Model>> {
    Ok(Entity::find().filter(in_force(today)).order_by_asc(Column::Id).all(db).await?)
}

/// The capacities in which `person_id` replaces somebody on `today`.
pub fn replaced_by(person_id: Uuid, today: NaiveDate) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::CapacityId)
        .filter(Column::SubstituteId.eq(person_id))
        .filter(in_force(today))
        .into_query()
}

/// A capacity somebody acts in for another.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The substitution that says so.
    pub substitution: Model,
    /// The capacity.
    pub capacity: capacity::Model,
    /// Who acts.
    pub substitute: person::Model,
    /// Their account.
    pub user: user::Model,
}

/// The substitution by which the account `user_id` may act in the capacity on `today`.
pub async fn find_standing(
    db: &impl ConnectionTrait,
    capacity_id: Uuid,
    user_id: Uuid,
    today: NaiveDate,
) -> AppResult<Option<Standing>> {
    let account = user::Entity::find_by_id(user_id).filter(user::Column::IsActive.eq(true));
    let Some(user) = account.one(db).await? else { return Ok(None) };
    let found = Entity::find()
        .filter(Column::CapacityId.eq(capacity_id))
        .filter(Column::SubstituteId.eq(user.person_id))
        .filter(in_force(today))
        .one(db)
        .await?;
    let Some(substitution) = found else { return Ok(None) };
    let capacity = capacity::Entity::find_by_id(capacity_id)
        .filter(capacity::Column::IsActive.eq(true))
        .one(db)
        .await?;
    let substitute = personnel::repo::find_person(db, user.person_id).await?;
    let found = capacity.zip(substitute);
    Ok(found.map(|(capacity, substitute)| Standing { substitution, capacity, substitute, user }))
}

/// The roles in which `person_id` replaces or is going to replace somebody, from `today` on.
pub async fn list_roles(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    today: NaiveDate,
) -> AppResult<Vec<Role>> {
    let ahead = Entity::find()
        .select_only()
        .column(Column::CapacityId)
        .filter(Column::SubstituteId.eq(person_id))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::UntilOn.gte(today))
        .into_query();
    let held = capacity::Entity::find().filter(capacity::Column::Id.in_subquery(ahead));
    let held = held.all(db).await?;
    Ok(held.iter().filter_map(|row| Role::parse(&row.role)).collect())
}

/// Which substitutions a caller sees.
#[derive(Debug, Clone)]
pub(super) enum Reach {
    /// Every one.
    All,
    /// Those below a region, and their own.
    Region(String, Uuid),
    /// Their own: as the absent one or as the substitute.
    Own(Uuid),
}

fn within(reach: &Reach) -> Condition {
    let own =
        |id: Uuid| Condition::any().add(Column::HolderId.eq(id)).add(Column::SubstituteId.eq(id));
    match reach {
        Reach::All => Condition::all(),
        Reach::Region(root, id) => own(*id).add(below(&code(), root)),
        Reach::Own(id) => own(*id),
    }
}

fn code() -> sea_orm::sea_query::SimpleExpr {
    sea_orm::sea_query::Expr::col((substitution::Entity, Column::RegionCode))
}

/// A substitution within reach.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    reach: &Reach,
    id: Uuid,
) -> AppResult<Option<Model>> {
    Ok(Entity::find_by_id(id).filter(within(reach)).one(db).await?)
}

/// Those within reach that `matching` lets through before the id `before`, newest first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    reach: &Reach,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<Model>> {
    let matching = matching.add_option(before.map(|id| Column::Id.lt(id)));
    let found = Entity::find().filter(within(reach)).filter(matching);
    Ok(found.order_by_desc(Column::Id).limit(limit).all(db).await?)
}

/// How many within reach `matching` lets through.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    reach: &Reach,
    matching: Condition,
) -> AppResult<u64> {
    Ok(Entity::find().filter(within(reach)).filter(matching).count(db).await?)
}

/// Those not revoked that share a day with `period` and concern the capacity or one of the people.
pub(super) async fn list_touching(
    tx: &Tx,
    period: Period,
    capacity_id: Uuid,
    people: [Uuid; 2],
) -> AppResult<Vec<Model>> {
    let concerned = Condition::any()
        .add(Column::CapacityId.eq(capacity_id))
        .add(Column::HolderId.is_in(people))
        .add(Column::SubstituteId.is_in(people));
    let touching = Entity::find()
        .filter(Column::RevokedAt.is_null())
        .filter(Column::FromOn.lte(period.until_on))
        .filter(Column::UntilOn.gte(period.from_on))
        .filter(concerned);
    Ok(touching.all(&**tx).await?)
}

/// Keeps a substitution.
pub(super) async fn insert(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "substitution inserted");
    let row = row.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Revokes the version `seen`; 412 when there is another by now.
pub(super) async fn revoke(
    tx: &Tx,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    now: DateTime<Utc>,
) -> AppResult<Model> {
    tracing::debug!(permit = permit.action(), "substitution revoked");
    let change = substitution::ActiveModel {
        revoked_at: sea_orm::ActiveValue::Set(Some(now)),
        updated_at: sea_orm::ActiveValue::Set(now),
        row_version: sea_orm::ActiveValue::Set(seen.0.saturating_add(1)),
        ..Default::default()
    };
    let same = Condition::all().add(Column::Id.eq(id)).add(Column::RowVersion.eq(seen.0));
    let saved = Entity::update_many().set(change).filter(same);
    if let Some(saved) = saved.exec_with_returning(&**tx).await?.pop() {
        return Ok(saved);
    }
    let current = find(&**tx, &Reach::All, id).await?.ok_or(ErrorCode::RequestNotFound)?;
    seen.check(current.row_version, ErrorCode::RequestStaleVersion)?;
    Ok(current)
}
