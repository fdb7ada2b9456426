//! Queries of agreements. Every finder for a reader takes a [`Scope`] over agreements with their
//! cases.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait, IntoActiveModel as _, JoinType,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef, Select,
};
use uuid::Uuid;

use super::entity::{agreement, item, performance};
use super::workflow::{AgreementForm, AgreementItemState, AgreementState, ConfirmationState};
use crate::features::cases::entity::case;
use crate::features::cases::repo::all_set;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Scope};

/// The agreements `actor` may read, in a query that joins their cases.
pub fn readable(actor: &Actor) -> Scope {
    Scope::agreements(actor, Action::AgreementRead)
}

fn to_case() -> RelationDef {
    agreement::Entity::belongs_to(case::Entity)
        .from(agreement::Column::CaseId)
        .to(case::Column::Id)
        .into()
}

fn within(scope: &Scope) -> Select<agreement::Entity> {
    agreement::Entity::find().join(JoinType::InnerJoin, to_case()).filter(scope.condition())
}

/// Finds an agreement the actor may read; outside the scope it does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<agreement::Model> {
    let found = within(scope).filter(agreement::Column::Id.eq(id)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// A page of agreements that pass `matching`.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    by_due: bool,
    limit: u64,
) -> AppResult<Vec<agreement::Model>> {
    let found = within(scope).filter(matching);
    let found = if by_due {
        found.order_by_asc(agreement::Column::NextDueOn).order_by_asc(agreement::Column::Id)
    } else {
        found.order_by_desc(agreement::Column::Id)
    };
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(within(scope).filter(matching).count(db).await?)
}

/// An agreement with what belongs to it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The row.
    pub row: agreement::Model,
    /// Its items, by number.
    pub items: Vec<item::Model>,
    /// What became of them, oldest first.
    pub performances: Vec<performance::Model>,
}

/// Agreements with what belongs to them, in two more statements.
pub async fn whole(
    db: &impl ConnectionTrait,
    rows: Vec<agreement::Model>,
) -> AppResult<Vec<Whole>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut items: HashMap<Uuid, Vec<item::Model>> = HashMap::new();
    let found = item::Entity::find()
        .filter(item::Column::AgreementId.is_in(ids.iter().copied()))
        .order_by_asc(item::Column::ItemNo);
    for row in found.all(db).await? {
        items.entry(row.agreement_id).or_default().push(row);
    }
    let mut done: HashMap<Uuid, Vec<performance::Model>> = HashMap::new();
    let found = performance::Entity::find()
        .filter(performance::Column::AgreementId.is_in(ids))
        .order_by_asc(performance::Column::RecordedAt)
        .order_by_asc(performance::Column::Id);
    for row in found.all(db).await? {
        done.entry(row.agreement_id).or_default().push(row);
    }
    let whole = |row: agreement::Model| Whole {
        items: items.remove(&row.id).unwrap_or_default(),
        performances: done.remove(&row.id).unwrap_or_default(),
        row,
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// The agreements of a case, oldest first, whoever asks: for what the program itself writes, such as
/// documents.
pub async fn for_case(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Vec<Whole>> {
    let rows = agreement::Entity::find()
        .filter(agreement::Column::CaseId.eq(case_id))
        .order_by_asc(agreement::Column::Id)
        .all(db)
        .await?;
    whole(db, rows).await
}

/// Whether everything that was agreed on in a case stands orally (口头协议); false where nothing was.
pub async fn is_oral_only(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<bool> {
    let forms: Vec<String> = agreement::Entity::find()
        .select_only()
        .column(agreement::Column::Form)
        .filter(agreement::Column::CaseId.eq(case_id))
        .filter(agreement::Column::State.ne(AgreementState::Cancelled.as_str()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(!forms.is_empty() && forms.iter().all(|form| form == AgreementForm::Oral.as_str()))
}

/// Whether a session has an agreement already.
pub async fn exists_for(db: &impl ConnectionTrait, mediation_id: Uuid) -> AppResult<bool> {
    let found = agreement::Entity::find()
        .filter(agreement::Column::MediationId.eq(mediation_id))
        .filter(agreement::Column::State.ne(AgreementState::Cancelled.as_str()));
    Ok(found.one(db).await?.is_some())
}

/// An agreement by id, whoever asks.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<agreement::Model>> {
    Ok(agreement::Entity::find_by_id(id).one(db).await?)
}

/// Items to remind of: still owed, and due by `soon` for the first time, or before `today`.
pub async fn items_to_remind(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    soon: NaiveDate,
    most: u64,
) -> AppResult<Vec<item::Model>> {
    let to_agreement: RelationDef = item::Entity::belongs_to(agreement::Entity)
        .from(item::Column::AgreementId)
        .to(agreement::Column::Id)
        .into();
    let open = [AgreementItemState::Due.as_str(), AgreementItemState::Partly.as_str()];
    let before = Condition::all()
        .add(item::Column::RemindedAt.is_null())
        .add(item::Column::DueOn.lte(soon))
        .add(item::Column::DueOn.gte(today));
    let after =
        Condition::all().add(item::Column::OverdueAt.is_null()).add(item::Column::DueOn.lt(today));
    let standing = [AgreementState::InForce.as_str(), AgreementState::Breached.as_str()];
    Ok(item::Entity::find()
        .join(JoinType::InnerJoin, to_agreement)
        .filter(item::Column::State.is_in(open))
        .filter(Condition::any().add(before).add(after))
        .filter(agreement::Column::State.is_in(standing))
        .order_by_asc(item::Column::DueOn)
        .order_by_asc(item::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// Agreements whose time for asking the court ends between `now` and `soon`, not yet told.
pub async fn confirmations_to_remind(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    soon: DateTime<Utc>,
    most: u64,
) -> AppResult<Vec<agreement::Model>> {
    let askable = [ConfirmationState::None.as_str(), ConfirmationState::Withdrawn.as_str()];
    let standing = [AgreementState::InForce.as_str(), AgreementState::Breached.as_str()];
    Ok(agreement::Entity::find()
        .filter(agreement::Column::Confirmation.is_in(askable))
        .filter(agreement::Column::ConfirmationDueAt.gte(now))
        .filter(agreement::Column::ConfirmationDueAt.lte(soon))
        .filter(agreement::Column::ConfirmationRemindedAt.is_null())
        .filter(agreement::Column::State.is_in(standing))
        .order_by_asc(agreement::Column::ConfirmationDueAt)
        .order_by_asc(agreement::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// Keeps a new agreement with its items.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: agreement::Model,
    items: Vec<item::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "agreement inserted");
    let row = all_set(row.into_active_model());
    agreement::Entity::insert(row).exec_without_returning(&**tx).await?;
    let items = items.into_iter().map(|row| all_set(row.into_active_model()));
    item::Entity::insert_many(items).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves an agreement whose case is held.
pub async fn save(tx: &Tx, permit: Permit, row: agreement::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "agreement saved");
    agreement::Entity::update(all_set(row.into_active_model())).exec(&**tx).await?;
    Ok(())
}

/// Saves an item of an agreement whose case is held.
pub async fn save_item(tx: &Tx, row: item::Model) -> AppResult<()> {
    item::Entity::update(all_set(row.into_active_model())).exec(&**tx).await?;
    Ok(())
}

/// Keeps what became of an item.
pub async fn insert_performance(tx: &Tx, row: performance::Model) -> AppResult<()> {
    let row = all_set(row.into_active_model());
    performance::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
