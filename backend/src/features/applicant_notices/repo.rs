//! Queries over notices to applicants. Whoever reads them has found the case within a scope.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::entity::{contact, notice};
use super::kind::{ApplicantNoticeKind, ApplicantNoticeState};
use crate::features::cases::change::Change;
use crate::features::cases::entity::{case, event};
use crate::features::cases::ledger::change_of;
use crate::features::cases::repo::all_set;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Permit;

/// A page of the notices of a case, the last first, after the one of an id.
pub async fn of_case(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<notice::Model>> {
    let rest = after.map(|last| notice::Column::Id.lt(last));
    Ok(notice::Entity::find()
        .filter(notice::Column::CaseId.eq(case_id))
        .filter(Condition::all().add_option(rest))
        .order_by_desc(notice::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// How many notices a case has.
pub async fn count_of_case(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<u64> {
    Ok(notice::Entity::find().filter(notice::Column::CaseId.eq(case_id)).count(db).await?)
}

/// One of a case, held until the end of the transaction; 404 where it has none such.
pub async fn hold(tx: &Tx, case_id: Uuid, id: Uuid) -> AppResult<notice::Model> {
    let found = notice::Entity::find_by_id(id)
        .filter(notice::Column::CaseId.eq(case_id))
        .lock_exclusive()
        .one(&**tx)
        .await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The cases whose applicant somebody has to tell something. That a matter stood still that goes on
/// again is no news any more.
pub fn to_tell() -> SelectStatement {
    let standing = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::SuspendedAt.is_not_null())
        .into_query();
    let is_news = Condition::any()
        .add(notice::Column::Kind.ne(ApplicantNoticeKind::Suspended.as_str()))
        .add(notice::Column::CaseId.in_subquery(standing));
    notice::Entity::find()
        .select_only()
        .column(notice::Column::CaseId)
        .filter(notice::Column::State.eq(ApplicantNoticeState::ToTell.as_str()))
        .filter(is_news)
        .into_query()
}

/// What may be sent by now, the longest waiting first.
pub async fn due(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> AppResult<Vec<notice::Model>> {
    Ok(notice::Entity::find()
        .filter(notice::Column::State.eq(ApplicantNoticeState::ToSend.as_str()))
        .filter(notice::Column::NextAttemptAt.lte(now))
        .order_by_asc(notice::Column::NextAttemptAt)
        .order_by_asc(notice::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Where the applicants of these cases want notices sent to.
pub async fn contacts(
    db: &impl ConnectionTrait,
    case_ids: Vec<Uuid>,
) -> AppResult<Vec<contact::Model>> {
    let of_cases = contact::Column::CaseId.is_in(case_ids);
    Ok(contact::Entity::find().filter(of_cases).all(db).await?)
}

/// Whether an applicant left an address.
pub async fn has_contact(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<bool> {
    let of_case = contact::Column::CaseId.eq(case_id);
    Ok(contact::Entity::find().filter(of_case).count(db).await? > 0)
}

/// Why the last extension was asked for, as the ledger has it.
pub async fn asked_for(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Option<String>> {
    let asked = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Kind.eq("extension_requested"))
        .order_by_desc(event::Column::Seq)
        .one(db)
        .await?;
    let Some(Change::ExtensionRequested { reason, .. }) = asked.as_ref().and_then(change_of) else {
        return Ok(None);
    };
    Ok(Some(reason))
}

/// Enters a notice.
pub async fn insert(tx: &Tx, permit: &Permit, row: notice::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "applicant notice inserted");
    let row = all_set(row.into_active_model());
    notice::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a notice that is held.
pub async fn save(tx: &Tx, permit: &Permit, row: notice::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "applicant notice saved");
    let row = all_set(row.into_active_model());
    notice::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// Keeps the address an applicant confirmed.
pub async fn insert_contact(tx: &Tx, permit: &Permit, row: contact::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "applicant contact inserted");
    let row = all_set(row.into_active_model());
    contact::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Forgets the addresses of cases that have one of these statuses.
pub async fn forget_contacts(tx: &Tx, statuses: &[&'static str]) -> AppResult<u64> {
    let ended = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Status.is_in(statuses.iter().copied()))
        .filter(case::Column::Id.in_subquery(
            contact::Entity::find().select_only().column(contact::Column::CaseId).into_query(),
        ))
        .into_query();
    let gone = contact::Entity::delete_many().filter(contact::Column::CaseId.in_subquery(ended));
    Ok(gone.exec(&**tx).await?.rows_affected)
}
