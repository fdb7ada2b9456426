//! Queries of supervision. Every finder for a reader takes a [`Scope`].

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait, FromQueryResult,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::entity::{order, order_case, reply, step};
use super::workflow::OrderState;
use crate::features::automation_rules::entity::rule;
use crate::features::cases::entity::{case, party};
use crate::features::cases::model::CaseStatus;
use crate::features::cases::repo::all_set;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Scope};

/// The states in which somebody still has to do something.
pub const OPEN: [&str; 2] = [OrderState::Issued.as_str(), OrderState::Replied.as_str()];

/// The statuses in which a case has not been handled yet.
const UNHANDLED: [CaseStatus; 5] = [
    CaseStatus::Registered,
    CaseStatus::Dispatched,
    CaseStatus::InProgress,
    CaseStatus::Returned,
    CaseStatus::Suspended,
];

/// Whether a case is still to be handled.
pub fn is_unhandled(status: CaseStatus) -> bool {
    UNHANDLED.contains(&status)
}

/// The orders `actor` may read.
pub fn readable(actor: &Actor) -> Scope {
    Scope::supervision(actor, Action::SupervisionOrderRead, "supervision_orders")
}

/// The steps `actor` may read.
pub fn readable_steps(actor: &Actor) -> Scope {
    Scope::supervision(actor, Action::SupervisionOrderRead, "supervision_steps")
}

/// Finds an order the actor may read; outside the scope it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<order::Model> {
    let found = order::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<order::Model> {
    let order = order::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    order.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The replies to an order, oldest first.
pub async fn replies(db: &impl ConnectionTrait, order_id: Uuid) -> AppResult<Vec<reply::Model>> {
    let replies = reply::Entity::find().filter(reply::Column::OrderId.eq(order_id));
    Ok(replies.order_by_asc(reply::Column::Round).all(db).await?)
}

/// The ids of the cases an order is about, in a fixed order.
pub async fn case_ids(db: &impl ConnectionTrait, order_id: Uuid) -> AppResult<Vec<Uuid>> {
    let cases = order_case::Entity::find().filter(order_case::Column::OrderId.eq(order_id));
    let rows = cases.order_by_asc(order_case::Column::CaseId).all(db).await?;
    Ok(rows.into_iter().map(|row| row.case_id).collect())
}

/// What is shown of a case: order, id, number, title, status.
pub type CaseLine = (Uuid, Uuid, String, String, String);

/// The cases of `orders` that `actor` may see, by number.
pub async fn cases_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    orders: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<CaseLine>> {
    let orders: Vec<_> = orders.into_iter().collect();
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let to_case = order_case::Entity::belongs_to(case::Entity)
        .from(order_case::Column::CaseId)
        .to(case::Column::Id)
        .into();
    Ok(order_case::Entity::find()
        .select_only()
        .column(order_case::Column::OrderId)
        .column(case::Column::Id)
        .column(case::Column::CaseNo)
        .column(case::Column::Title)
        .column(case::Column::Status)
        .join(sea_orm::JoinType::InnerJoin, to_case)
        .filter(order_case::Column::OrderId.is_in(orders))
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .order_by_asc(case::Column::CaseNo)
        .into_tuple()
        .all(db)
        .await?)
}

/// The parties of all cases of an order, whoever may see which of them.
pub async fn parties_of(db: &impl ConnectionTrait, order_id: Uuid) -> AppResult<Vec<party::Model>> {
    let cases = order_case::Entity::find()
        .select_only()
        .column(order_case::Column::CaseId)
        .filter(order_case::Column::OrderId.eq(order_id))
        .into_query();
    Ok(party::Entity::find().filter(party::Column::CaseId.in_subquery(cases)).all(db).await?)
}

/// Which of `cases` are under an open order, whoever it is addressed to.
pub async fn supervised(db: &impl ConnectionTrait, cases: &[Uuid]) -> AppResult<HashSet<Uuid>> {
    if cases.is_empty() {
        return Ok(HashSet::new());
    }
    Ok(open_orders(db, cases).await?.into_keys().map(|(case, _)| case).collect())
}

/// Which of `cases` are under an open order to which department already, and which order that is.
pub async fn open_orders(
    db: &impl ConnectionTrait,
    cases: &[Uuid],
) -> AppResult<HashMap<(Uuid, Uuid), Uuid>> {
    let to_order = order_case::Entity::belongs_to(order::Entity)
        .from(order_case::Column::OrderId)
        .to(order::Column::Id)
        .into();
    let found: Vec<(Uuid, Uuid, Uuid)> = order_case::Entity::find()
        .select_only()
        .column(order_case::Column::CaseId)
        .column(order::Column::DepartmentId)
        .column(order::Column::Id)
        .join(sea_orm::JoinType::InnerJoin, to_order)
        .filter(order_case::Column::CaseId.is_in(cases.iter().copied()))
        .filter(order::Column::State.is_in(OPEN))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(case, department, order)| ((case, department), order)).collect())
}

/// An order about a case, and until when somebody still had to do something.
#[derive(Debug, FromQueryResult)]
pub struct PastOrder {
    /// The case.
    pub case_id: Uuid,
    /// Who has to reply.
    pub department_id: Uuid,
    /// Code set `supervision_ground`.
    pub ground_code: String,
    issued_at: DateTime<Utc>,
    accepted_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
}

impl PastOrder {
    /// Whether it was one of the [`OPEN`] ones at `at`.
    pub fn was_open(&self, at: DateTime<Utc>) -> bool {
        let ends = [self.accepted_at, self.closed_at, self.cancelled_at];
        self.issued_at <= at && ends.into_iter().flatten().all(|end| at < end)
    }
}

/// All orders there ever were about `cases`.
pub async fn past_orders(db: &impl ConnectionTrait, cases: &[Uuid]) -> AppResult<Vec<PastOrder>> {
    let to_order = order_case::Entity::belongs_to(order::Entity)
        .from(order_case::Column::OrderId)
        .to(order::Column::Id)
        .into();
    Ok(order_case::Entity::find()
        .select_only()
        .column(order_case::Column::CaseId)
        .columns([
            order::Column::DepartmentId,
            order::Column::GroundCode,
            order::Column::IssuedAt,
            order::Column::AcceptedAt,
            order::Column::ClosedAt,
            order::Column::CancelledAt,
        ])
        .join(sea_orm::JoinType::InnerJoin, to_order)
        .filter(order_case::Column::CaseId.is_in(cases.iter().copied()))
        .into_model::<PastOrder>()
        .all(db)
        .await?)
}

/// The automation rule that issued `order`, with its name; no query where none did.
pub async fn rule_of(
    db: &impl ConnectionTrait,
    order: &order::Model,
) -> AppResult<Option<(Uuid, String)>> {
    let Some(id) = order.rule_id else { return Ok(None) };
    Ok(rule::Entity::find_by_id(id)
        .select_only()
        .columns([rule::Column::Id, rule::Column::Name])
        .into_tuple()
        .one(db)
        .await?)
}

/// Orders by id, whoever asks: for what the program itself looks up.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, order::Model>> {
    let found = order::Entity::find().filter(order::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

/// A page of orders that pass `matching`.
pub async fn list(
    db: &impl ConnectionTrait,
    matching: Condition,
    by_due: bool,
    limit: u64,
) -> AppResult<Vec<order::Model>> {
    let found = order::Entity::find().filter(matching);
    let found = if by_due {
        found.order_by_asc(order::Column::ReplyDueOn).order_by_asc(order::Column::Id)
    } else {
        found.order_by_desc(order::Column::Id)
    };
    Ok(found.limit(limit).all(db).await?)
}

/// How many orders pass `matching`.
pub async fn count(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(order::Entity::find().filter(matching).count(db).await?)
}

/// The orders about a case, as a condition.
pub fn about(case_id: Uuid) -> Condition {
    let orders = order_case::Entity::find()
        .select_only()
        .column(order_case::Column::OrderId)
        .filter(order_case::Column::CaseId.eq(case_id))
        .into_query();
    Condition::all().add(order::Column::Id.in_subquery(orders))
}

/// The steps taken over limits of a case that pass `scope`, as a condition.
pub fn steps_about(scope: &Scope, case_id: Uuid) -> Condition {
    Condition::all().add(step::Column::CaseId.eq(case_id)).add(scope.condition())
}

/// `most` of the steps that pass `matching`, oldest first, those after `after`.
pub async fn steps(
    db: &impl ConnectionTrait,
    matching: Condition,
    after: Option<Uuid>,
    most: u64,
) -> AppResult<Vec<step::Model>> {
    Ok(step::Entity::find()
        .filter(matching)
        .filter(Condition::all().add_option(after.map(|id| step::Column::Id.gt(id))))
        .order_by_asc(step::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// All steps taken over limits of a case that pass `scope`, oldest first: for papers that name each.
/// Lists ask for a page.
pub async fn steps_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    case_id: Uuid,
) -> AppResult<Vec<step::Model>> {
    let found = step::Entity::find().filter(steps_about(scope, case_id));
    Ok(found.order_by_asc(step::Column::Id).all(db).await?)
}

/// How many steps pass `matching`.
pub async fn count_steps(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(step::Entity::find().filter(matching).count(db).await?)
}

/// Accepted orders all of whose cases have been handled, by id, those after `after`.
pub async fn to_close(
    db: &impl ConnectionTrait,
    after: Option<Uuid>,
    most: u64,
) -> AppResult<Vec<Uuid>> {
    let words = UNHANDLED.map(CaseStatus::as_str);
    let to_case = order_case::Entity::belongs_to(case::Entity)
        .from(order_case::Column::CaseId)
        .to(case::Column::Id)
        .into();
    let held = order_case::Entity::find()
        .select_only()
        .column(order_case::Column::OrderId)
        .join(sea_orm::JoinType::InnerJoin, to_case)
        .filter(case::Column::Status.is_in(words))
        .filter(order::Column::Id.into_expr().equals(order_case::Column::OrderId.as_column_ref()))
        .into_query();
    Ok(order::Entity::find()
        .select_only()
        .column(order::Column::Id)
        .filter(order::Column::State.eq(OrderState::Accepted.as_str()))
        .filter(Condition::all().add_option(after.map(|id| order::Column::Id.gt(id))))
        .filter(Condition::all().not().add(Expr::exists(held)))
        .order_by_asc(order::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// Closes an accepted order; whether it was still one.
pub async fn close(tx: &Tx, permit: Permit, id: Uuid, now: DateTime<Utc>) -> AppResult<bool> {
    tracing::debug!(permit = permit.action(), "order closed");
    let done = order::Entity::update_many()
        .col_expr(order::Column::State, Expr::value(OrderState::Closed.as_str()))
        .col_expr(order::Column::ClosedAt, Expr::value(now))
        .col_expr(order::Column::UpdatedAt, Expr::value(now))
        .col_expr(order::Column::RowVersion, Expr::col(order::Column::RowVersion).add(1))
        .filter(order::Column::Id.eq(id))
        .filter(order::Column::State.eq(OrderState::Accepted.as_str()))
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Keeps new orders with their cases.
pub async fn insert(
    tx: &Tx,
    _permit: Permit,
    orders: Vec<(order::Model, Vec<Uuid>)>,
) -> AppResult<()> {
    let cases: Vec<_> = orders
        .iter()
        .flat_map(|(order, cases)| cases.iter().map(|case_id| (order.id, *case_id)))
        .map(|(order_id, case_id)| order_case::ActiveModel {
            order_id: ActiveValue::Set(order_id),
            case_id: ActiveValue::Set(case_id),
        })
        .collect();
    let rows = orders.into_iter().map(|(order, _)| all_set(order.into_active_model()));
    order::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    order_case::Entity::insert_many(cases).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an order that was found for update.
pub async fn save(tx: &Tx, _permit: Permit, row: order::Model) -> AppResult<()> {
    let row = all_set(row.into_active_model());
    order::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// Keeps a reply.
pub async fn insert_reply(tx: &Tx, row: reply::Model) -> AppResult<()> {
    let row = all_set(row.into_active_model());
    reply::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Keeps what was decided about a reply.
pub async fn save_reply(tx: &Tx, row: reply::Model) -> AppResult<()> {
    let row = all_set(row.into_active_model());
    reply::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// Keeps a step that was taken.
pub async fn insert_step(tx: &Tx, _permit: Permit, row: step::Model) -> AppResult<()> {
    let row = all_set(row.into_active_model());
    step::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The people named by an order and its replies.
pub fn people(order: &order::Model, replies: &[reply::Model]) -> HashSet<Uuid> {
    let replied = replies.iter().flat_map(|reply| [Some(reply.replied_by_id), reply.decided_by_id]);
    replied.chain([order.issued_by_id]).flatten().collect()
}
