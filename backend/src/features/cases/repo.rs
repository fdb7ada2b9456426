//! Queries of the case slice. Every finder takes a [`Scope`].

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    JoinType, ModelTrait as _, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::clocks::ClockKind;
use super::entity::{case, clock, party, referral};
use super::model::CaseStatus;
use super::projection::CaseState;
use super::rows::state_of;
use crate::features::personnel::entity::person;
use crate::features::supervision;
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// Names of people by id.
pub type Names = HashMap<Uuid, String>;

/// A case with what its events decide.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The row.
    pub row: case::Model,
    /// The referrals, in the order of [`CaseState::referrals`].
    pub referrals: Vec<referral::Model>,
    /// The clocks, in the order of [`CaseState::clocks`].
    pub clocks: Vec<clock::Model>,
    /// The names of those who signed; of a case read whole, also of who was asked first and of the
    /// leader in charge.
    pub names: Names,
    /// The state they say.
    pub state: CaseState,
    /// Whether it is under a supervision order that is not settled; asked only where the case is
    /// restricted, because who may know of it depends on that.
    pub is_supervised: bool,
}

impl Loaded {
    /// The limit for handling that runs now, or stands still.
    pub fn handling(&self) -> Option<&clock::Model> {
        let is_handling = |clock: &&clock::Model| clock.kind == ClockKind::Handling.as_str();
        self.clocks.iter().rev().filter(is_handling).find(|clock| clock.finished_at.is_none())
    }
}

/// Finds a case the actor may see; outside the scope it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<case::Model> {
    case::Entity::find()
        .filter(scope.condition())
        .filter(case::Column::Id.eq(id))
        .one(db)
        .await?
        .ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction: on PostgreSQL by a row lock, on SQLite by
/// the only writer.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<case::Model> {
    case::Entity::find()
        .filter(scope.condition())
        .filter(case::Column::Id.eq(id))
        .lock_exclusive()
        .one(&**tx)
        .await?
        .ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Holds several cases until the end of the transaction, always in the same order: who holds one
/// never waits for who holds the other.
pub async fn hold(tx: &Tx, ids: [Uuid; 2]) -> AppResult<()> {
    let held = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Id.is_in(ids))
        .order_by_asc(case::Column::Id)
        .lock_exclusive();
    held.into_tuple::<Uuid>().all(&**tx).await?;
    Ok(())
}

/// Adds referrals and clocks to a row.
pub async fn load(db: &impl ConnectionTrait, row: case::Model) -> AppResult<Loaded> {
    let loaded = load_all(db, vec![row]).await?.pop();
    loaded.ok_or_else(|| AppError::internal("a case was lost while it was read"))
}

/// The same for many rows, in two statements and in their order.
pub async fn load_all(db: &impl ConnectionTrait, rows: Vec<case::Model>) -> AppResult<Vec<Loaded>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let signer = referral::Entity::belongs_to(person::Entity)
        .from(referral::Column::SignedById)
        .to(person::Column::Id)
        .into();
    let found = referral::Entity::find()
        .join(JoinType::LeftJoin, signer)
        .select_also(person::Entity)
        .filter(referral::Column::CaseId.is_in(ids.iter().copied()))
        .order_by_asc(referral::Column::SentAt)
        .order_by_desc(referral::Column::Kind)
        .order_by_asc(referral::Column::Id)
        .all(db)
        .await?;
    let mut referrals: HashMap<Uuid, (Vec<referral::Model>, Names)> = HashMap::new();
    for (referral, signer) in found {
        let (of_case, names) = referrals.entry(referral.case_id).or_default();
        names.extend(signer.map(|person| (person.id, person.name)));
        of_case.push(referral);
    }
    let found = clock::Entity::find()
        .filter(clock::Column::CaseId.is_in(ids))
        .order_by_asc(clock::Column::StartedAt)
        .order_by_asc(clock::Column::Id)
        .all(db)
        .await?;
    let mut clocks: HashMap<Uuid, Vec<clock::Model>> = HashMap::new();
    for clock in found {
        clocks.entry(clock.case_id).or_default().push(clock);
    }
    let restricted = rows.iter().filter(|row| row.restriction.is_some());
    let restricted: Vec<_> = restricted.map(|row| row.id).collect();
    let supervised = supervision::repo::supervised(db, &restricted).await?;
    let load = |row: case::Model| {
        let (referrals, names) = referrals.remove(&row.id).unwrap_or_default();
        let clocks = clocks.remove(&row.id).unwrap_or_default();
        let state = state_of(&row, &referrals, &clocks)?;
        let is_supervised = supervised.contains(&row.id);
        Ok(Loaded { row, referrals, clocks, names, state, is_supervised })
    };
    rows.into_iter().map(load).collect()
}

/// The parties of a case.
pub async fn parties(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Vec<party::Model>> {
    Ok(party::Entity::find()
        .filter(party::Column::CaseId.eq(case_id))
        .order_by_asc(party::Column::PartyNo)
        .all(db)
        .await?)
}

/// Stores new cases with their children. Every argument may hold the rows of many cases.
pub async fn insert(
    tx: &Tx,
    _permit: Permit,
    cases: Vec<case::Model>,
    parties: Vec<party::Model>,
    clocks: Vec<clock::Model>,
    referrals: Vec<referral::Model>,
) -> AppResult<()> {
    let rows = cases.into_iter().map(IntoActiveModel::into_active_model).map(all_set);
    case::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    if !parties.is_empty() {
        let rows = parties.into_iter().map(IntoActiveModel::into_active_model).map(all_set);
        party::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    save_clocks(tx, clocks).await?;
    save_referrals(tx, referrals).await
}

/// Marks every column as to be written: a model read or made by hand counts as unchanged.
pub fn all_set<A: sea_orm::ActiveModelTrait>(mut row: A) -> A {
    for column in <A::Entity as EntityTrait>::Column::iter_all() {
        row.reset(column);
    }
    row
}

/// Every column of a table.
trait IterAll: Sized {
    fn iter_all() -> Vec<Self>;
}

impl<C: sea_orm::Iterable> IterAll for C {
    fn iter_all() -> Vec<Self> {
        C::iter().collect()
    }
}

/// Saves what has changed since `before` of a case another may have changed in the meantime: 412
/// with the version there is now.
pub async fn save(
    tx: &Tx,
    _permit: Permit,
    before: &case::Model,
    row: &case::Model,
    clocks: Vec<clock::Model>,
    referrals: Vec<referral::Model>,
) -> AppResult<()> {
    let id = row.id;
    let done = case::Entity::update_many()
        .set(changes(before, row))
        .filter(case::Column::Id.eq(id))
        .filter(case::Column::RowVersion.eq(before.row_version))
        .exec(&**tx)
        .await?;
    if done.rows_affected == 0 {
        let now = case::Entity::find_by_id(id).one(&**tx).await?;
        let version = now.map(|row| row.row_version);
        return Err(AppError::from(ErrorCode::CaseStaleVersion).with("current_version", version));
    }
    save_clocks(tx, clocks).await?;
    save_referrals(tx, referrals).await
}

/// Keeps another hash of the code of a case, which is the same; its version is left alone.
pub async fn keep_tracking_hash(
    tx: &Tx,
    permit: &Permit,
    row: &case::Model,
    hash: &str,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "tracking hash kept");
    case::Entity::update_many()
        .col_expr(case::Column::TrackingHash, Expr::value(hash))
        .filter(case::Column::Id.eq(row.id))
        .filter(case::Column::TrackingHash.eq(&row.tracking_hash))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The columns in which `row` differs from `before`.
pub fn changes(before: &case::Model, row: &case::Model) -> case::ActiveModel {
    let mut changes = <case::ActiveModel as Default>::default();
    for column in case::Column::iter_all() {
        let value = row.get(column);
        if value != before.get(column) {
            changes.set(column, value);
        }
    }
    changes
}

async fn save_clocks(tx: &Tx, clocks: Vec<clock::Model>) -> AppResult<()> {
    if clocks.is_empty() {
        return Ok(());
    }
    let rows = clocks.into_iter().map(IntoActiveModel::into_active_model).map(all_set);
    clock::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(clock::Column::Id)
                .update_columns([
                    clock::Column::DueAt,
                    clock::Column::FinishedAt,
                    clock::Column::IsCancelled,
                    clock::Column::Moves,
                    clock::Column::CountedFrom,
                    clock::Column::RuleId,
                    clock::Column::CalendarVersion,
                    clock::Column::RebasedAt,
                    clock::Column::LadderStep,
                    clock::Column::LadderAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

async fn save_referrals(tx: &Tx, referrals: Vec<referral::Model>) -> AppResult<()> {
    if referrals.is_empty() {
        return Ok(());
    }
    let rows = referrals.into_iter().map(IntoActiveModel::into_active_model).map(all_set);
    referral::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(referral::Column::Id)
                .update_columns([
                    referral::Column::State,
                    referral::Column::SignedAt,
                    referral::Column::SignedById,
                    referral::Column::DoneAt,
                    referral::Column::Result,
                    referral::Column::GroundCode,
                    referral::Column::SuggestedDepartmentId,
                    referral::Column::OwnStopDays,
                ])
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Limits for signing that have passed, longest waiting first; after the one of an instant and id.
pub async fn unsigned_past_limit(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    after: Option<(DateTime<Utc>, Uuid)>,
    most: u64,
) -> AppResult<Vec<clock::Model>> {
    let column = |column: clock::Column| Expr::col((clock::Entity, column).into_column_ref());
    let (key, by) = (column(clock::Column::DueAt), column(clock::Column::Id));
    let rest = after.map(|(at, id)| portable::after(&key, &by, Some(at), id, false));
    Ok(clock::Entity::find()
        .filter(Condition::all().add_option(rest))
        .filter(clock::Column::Kind.eq(ClockKind::Sign.as_str()))
        .filter(clock::Column::FinishedAt.is_null())
        .filter(clock::Column::DueAt.lt(now))
        .order_by_asc(clock::Column::DueAt)
        .order_by_asc(clock::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// Suspended cases whose named day has come, each with that day, earliest first; after the one of a
/// day and id.
pub async fn suspended_until(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    after: Option<(NaiveDate, Uuid)>,
    most: u64,
) -> AppResult<Vec<(NaiveDate, Uuid)>> {
    let column = |column: case::Column| Expr::col((case::Entity, column).into_column_ref());
    let (key, by) = (column(case::Column::SuspendedUntilOn), column(case::Column::Id));
    let rest = after.map(|(on, id)| portable::after(&key, &by, Some(on), id, false));
    Ok(case::Entity::find()
        .select_only()
        .columns([case::Column::SuspendedUntilOn, case::Column::Id])
        .filter(Condition::all().add_option(rest))
        .filter(case::Column::SuspendedUntilOn.lte(today))
        .order_by_asc(case::Column::SuspendedUntilOn)
        .order_by_asc(case::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// Open cases a leader is to look at again on one of `days`, earliest first; after the one of a day
/// and id.
pub async fn to_review(
    db: &impl ConnectionTrait,
    days: RangeInclusive<NaiveDate>,
    after: Option<(NaiveDate, Uuid)>,
    most: u64,
) -> AppResult<Vec<case::Model>> {
    let column = |column: case::Column| Expr::col((case::Entity, column).into_column_ref());
    let (key, by) = (column(case::Column::ChargeReviewOn), column(case::Column::Id));
    let rest = after.map(|(on, id)| portable::after(&key, &by, Some(on), id, false));
    Ok(case::Entity::find()
        .filter(Condition::all().add_option(rest))
        .filter(case::Column::ChargeReviewOn.is_not_null())
        .filter(case::Column::ChargeReviewOn.between(*days.start(), *days.end()))
        .filter(case::Column::Status.is_in(CaseStatus::open().map(CaseStatus::as_str)))
        .order_by_asc(case::Column::ChargeReviewOn)
        .order_by_asc(case::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// Running limits of which a step of the supervision ladder is due, longest waiting first; after the
/// one of an instant and id.
pub async fn on_a_step(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    after: Option<(DateTime<Utc>, Uuid)>,
    most: u64,
) -> AppResult<Vec<clock::Model>> {
    let column = |column: clock::Column| Expr::col((clock::Entity, column).into_column_ref());
    let (key, by) = (column(clock::Column::LadderAt), column(clock::Column::Id));
    let rest = after.map(|(at, id)| portable::after(&key, &by, Some(at), id, false));
    Ok(clock::Entity::find()
        .filter(Condition::all().add_option(rest))
        .filter(clock::Column::FinishedAt.is_null())
        .filter(clock::Column::LadderAt.is_not_null())
        .filter(clock::Column::LadderAt.lte(now))
        .order_by_asc(clock::Column::LadderAt)
        .order_by_asc(clock::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// The cases of these ids that `scope` reaches, by id.
pub async fn list_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[Uuid],
) -> AppResult<Vec<case::Model>> {
    let cases = case::Entity::find().filter(scope.condition());
    let cases = cases.filter(case::Column::Id.is_in(ids.iter().copied()));
    Ok(cases.order_by_asc(case::Column::Id).all(db).await?)
}

/// Cases by their ids, held until the end of the transaction for what happens around them. Always in
/// one order, so that two who hold several do not wait for each other.
pub async fn hold_all(tx: &Tx, ids: Vec<Uuid>) -> AppResult<Vec<case::Model>> {
    let cases = case::Entity::find().filter(case::Column::Id.is_in(ids));
    Ok(cases.order_by_asc(case::Column::Id).lock_exclusive().all(&**tx).await?)
}

/// Says when the next step of the ladder over a limit is to be looked at; nothing else changes.
pub async fn save_ladder(
    tx: &Tx,
    clock: &clock::Model,
    ladder_at: Option<DateTime<Utc>>,
) -> AppResult<()> {
    clock::Entity::update_many()
        .col_expr(clock::Column::LadderAt, Expr::value(ladder_at))
        .filter(clock::Column::Id.eq(clock.id))
        .exec(&**tx)
        .await?;
    Ok(())
}
