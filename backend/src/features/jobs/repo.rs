//! Rows of jobs.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::job::{Column, Entity, Model};
use super::state::{JobKind, JobState};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Actor;

/// A job of `actor` that has not begun; what comes of it is found at `result`.
pub fn queued(state: &AppState, actor: &Actor, kind: JobKind, result: String) -> Model {
    let now = state.clock.now();
    Model {
        id: state.ids.next(),
        kind: kind.as_str().to_owned(),
        state: JobState::Queued.as_str().to_owned(),
        result,
        person_id: actor.person_id,
        user_id: actor.user_id,
        capacity_id: actor.capacity_id,
        done_count: 0,
        total_count: None,
        step: 0,
        is_cancel_wanted: false,
        refusal: None,
        ended_at: None,
        expires_at: now + TimeDelta::hours(state.config.bulk.keep_hours),
        created_at: now,
        updated_at: now,
        row_version: 1,
    }
}

/// Keeps a job that was asked for.
pub async fn insert(tx: &Tx, row: Model) -> AppResult<()> {
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// A job, whoever asked for it.
pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Jobs by id, whoever asked for them.
pub async fn list_of(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<Model>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids)).all(db).await?)
}

/// A job, held until the end of the transaction.
pub async fn hold(tx: &Tx, id: Uuid) -> AppResult<Option<Model>> {
    Ok(Entity::find_by_id(id).lock_exclusive().one(&**tx).await?)
}

/// The job of a kind that has something to do and was longest left alone.
pub async fn next(db: &impl ConnectionTrait, kind: JobKind) -> AppResult<Option<Model>> {
    let open = JobState::ALL.iter().filter(|state| state.is_open());
    let found = Entity::find()
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::State.is_in(open.map(|state| state.as_str())))
        .order_by_asc(Column::UpdatedAt)
        .order_by_asc(Column::Id);
    Ok(found.one(db).await?)
}

/// The newest jobs of a person, after one of them.
pub async fn list(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    states: &[JobState],
    after: Option<Uuid>,
    most: u64,
) -> AppResult<Vec<Model>> {
    let wanted = of_person(person_id, states).add_option(after.map(|id| Column::Id.lt(id)));
    let found = Entity::find().filter(wanted).order_by_desc(Column::Id).limit(most);
    Ok(found.all(db).await?)
}

/// How many jobs of a person there are.
pub async fn count(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    states: &[JobState],
) -> AppResult<u64> {
    Ok(Entity::find().filter(of_person(person_id, states)).count(db).await?)
}

fn of_person(person_id: Uuid, states: &[JobState]) -> Condition {
    let states = (!states.is_empty())
        .then(|| Column::State.is_in(states.iter().map(|state| state.as_str())));
    Condition::all().add(Column::PersonId.eq(person_id)).add_option(states)
}

/// Goes a step further with a job that is as it was seen; 412 where somebody else has, or wants it to
/// end. What the caller wrote in the same transaction is then written by nobody.
pub async fn advance(
    tx: &Tx,
    before: &Model,
    after: Model,
    now: DateTime<Utc>,
) -> AppResult<Model> {
    let is_moved = before.state != after.state || before.is_cancel_wanted != after.is_cancel_wanted;
    let after = Model {
        step: before.step + 1,
        updated_at: now,
        row_version: before.row_version + i32::from(is_moved),
        ..after
    };
    let saved = Entity::update_many()
        .col_expr(Column::State, Expr::value(after.state.as_str()))
        .col_expr(Column::DoneCount, Expr::value(after.done_count))
        .col_expr(Column::TotalCount, Expr::value(after.total_count))
        .col_expr(Column::Step, Expr::value(after.step))
        .col_expr(Column::IsCancelWanted, Expr::value(after.is_cancel_wanted))
        .col_expr(Column::Refusal, Expr::value(after.refusal.clone()))
        .col_expr(Column::EndedAt, Expr::value(after.ended_at))
        .col_expr(Column::UpdatedAt, Expr::value(after.updated_at))
        .col_expr(Column::RowVersion, Expr::value(after.row_version))
        .filter(Column::Id.eq(before.id))
        .filter(Column::Step.eq(before.step))
        .exec(&**tx)
        .await?;
    if saved.rows_affected == 0 {
        return Err(ErrorCode::RequestStaleVersion.into());
    }
    Ok(after)
}

/// Lets the others have their turn before a job that could not go on for now.
pub async fn postpone(tx: &Tx, id: Uuid, now: DateTime<Utc>) -> AppResult<()> {
    Entity::update_many()
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Forgets a job whose result is forgotten with it.
pub async fn forget(tx: &Tx, id: Uuid) -> AppResult<()> {
    Entity::delete_many().filter(Column::Id.eq(id)).exec(&**tx).await?;
    Ok(())
}

/// Ends a job.
pub async fn end(
    tx: &Tx,
    job: &Model,
    stands: JobState,
    refusal: Option<&str>,
    now: DateTime<Utc>,
) -> AppResult<Model> {
    let ended = Model {
        state: stands.as_str().to_owned(),
        refusal: refusal.map(ToOwned::to_owned),
        ended_at: Some(now),
        ..job.clone()
    };
    advance(tx, job, ended, now).await
}
