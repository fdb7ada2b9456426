//! Queries over what citizens sent.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{look, message, rating, submission};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// The words of what citizens said about a case, by id; complaints only where they are for the
/// reader.
pub async fn words(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    with_complaints: bool,
) -> AppResult<HashMap<Uuid, String>> {
    let of_case = message::Entity::find().filter(message::Column::CaseId.eq(case_id));
    let shown = of_case.filter(Condition::all().add_option(
        (!with_complaints).then(|| message::Column::Kind.ne(MessageKind::Complaint.as_str())),
    ));
    let mut words: HashMap<_, _> =
        shown.all(db).await?.into_iter().map(|row| (row.id, row.text)).collect();
    for rating in ratings_of(db, &[case_id]).await? {
        words.extend(rating.comment.map(|comment| (rating.id, comment)));
    }
    Ok(words)
}

/// The words of complaints, by id.
pub async fn complaints(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, String>> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = message::Entity::find()
        .filter(message::Column::Id.is_in(ids))
        .filter(message::Column::Kind.eq(MessageKind::Complaint.as_str()));
    Ok(found.all(db).await?.into_iter().map(|row| (row.id, row.text)).collect())
}

crate::platform::words::words! {
    /// What a message came with.
    MessageKind {
        /// 补充说明.
        Comment = "comment";
        /// 撤回.
        Withdrawal = "withdrawal";
        /// 没有解决.
        Reopening = "reopening";
        /// 投诉.
        Complaint = "complaint";
    }
}

/// Whether the result of a case was rated that was reported at `resolved_at`: of a case that is worked
/// on again, the ratings of before are not asked about. Without a result, any rating counts.
pub async fn is_rated(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    resolved_at: Option<DateTime<Utc>>,
) -> AppResult<bool> {
    let since = resolved_at.map(|at| rating::Column::CreatedAt.gte(at));
    let found = rating::Entity::find()
        .filter(rating::Column::CaseId.eq(case_id))
        .filter(Condition::all().add_option(since));
    Ok(found.one(db).await?.is_some())
}

/// The ratings of several cases, oldest first: one a result.
pub async fn ratings_of(
    db: &impl ConnectionTrait,
    case_ids: &[Uuid],
) -> AppResult<Vec<rating::Model>> {
    let of_cases = rating::Column::CaseId.is_in(case_ids.iter().copied());
    let found = rating::Entity::find().filter(of_cases);
    Ok(found.order_by_asc(rating::Column::CreatedAt).all(db).await?)
}

/// Stores what a citizen said.
pub async fn insert_message(tx: &Tx, permit: &Permit, row: message::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "citizen message inserted");
    let row = row.into_active_model().reset_all();
    message::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Whether a citizen said this about a case, and not as a complaint, which is not for everybody.
pub async fn is_comment_of(db: &impl ConnectionTrait, case_id: Uuid, id: Uuid) -> AppResult<bool> {
    let found = message::Entity::find_by_id(id)
        .filter(message::Column::CaseId.eq(case_id))
        .filter(message::Column::Kind.ne(MessageKind::Complaint.as_str()));
    Ok(found.count(db).await? > 0)
}

/// Stores a rating.
pub async fn insert_rating(tx: &Tx, permit: &Permit, row: rating::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "citizen rating inserted");
    let row = row.into_active_model().reset_all();
    rating::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The last look at a case; none before the first.
pub async fn last_look(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Option<look::Model>> {
    Ok(look::Entity::find_by_id(case_id).one(db).await?)
}

/// Keeps a look, in the place of the one before.
pub async fn keep_look(tx: &Tx, permit: &Permit, row: look::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "look kept");
    let known = OnConflict::column(look::Column::CaseId)
        .update_columns([look::Column::EventCount, look::Column::LookedAt])
        .to_owned();
    look::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(known)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// How much was said about a case since an instant.
pub async fn messages_since(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    since: DateTime<Utc>,
) -> AppResult<u64> {
    let said = message::Entity::find()
        .filter(message::Column::CaseId.eq(case_id))
        .filter(message::Column::CreatedAt.gt(since));
    Ok(said.count(db).await?)
}

/// Stores a submission.
pub async fn insert_submission(tx: &Tx, permit: &Permit, row: submission::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "submission inserted");
    let row = row.into_active_model().reset_all();
    submission::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a submission.
pub async fn save_submission(tx: &Tx, permit: &Permit, row: submission::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "submission saved");
    let id = row.id;
    submission::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(submission::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The submission a token belongs to.
pub async fn submission_of(
    db: &impl ConnectionTrait,
    token_hash: &str,
) -> AppResult<Option<submission::Model>> {
    let of_token = submission::Column::TokenHash.eq(token_hash);
    Ok(submission::Entity::find().filter(of_token).one(db).await?)
}

/// The same, held until the end of the transaction.
pub async fn hold_submission(tx: &Tx, token_hash: &str) -> AppResult<Option<submission::Model>> {
    let of_token = submission::Column::TokenHash.eq(token_hash);
    Ok(submission::Entity::find().filter(of_token).lock_exclusive().one(&**tx).await?)
}

/// How many submissions of a device wait to be confirmed.
pub async fn waiting_of(
    db: &impl ConnectionTrait,
    device_hash: &str,
    now: DateTime<Utc>,
) -> AppResult<u64> {
    let waiting = submission::Entity::find()
        .filter(submission::Column::DeviceHash.eq(device_hash))
        .filter(submission::Column::ExpiresAt.gt(now))
        .filter(submission::Column::CaseId.is_null());
    Ok(waiting.count(db).await?)
}

/// Deletes submissions nobody confirmed by `now`, and those confirmed before `before`.
pub async fn forget_submissions(
    tx: &Tx,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
) -> AppResult<u64> {
    let unconfirmed = Condition::all()
        .add(submission::Column::CaseId.is_null())
        .add(submission::Column::ExpiresAt.lt(now));
    let old = Condition::any().add(unconfirmed).add(submission::Column::ExpiresAt.lt(before));
    Ok(submission::Entity::delete_many().filter(old).exec(&**tx).await?.rows_affected)
}

/// Forgets which devices were used before an instant.
pub async fn forget_devices(tx: &Tx, before: DateTime<Utc>) -> AppResult<u64> {
    let none = sea_orm::sea_query::Expr::value("");
    let messages = message::Entity::update_many()
        .col_expr(message::Column::DeviceHash, none.clone())
        .filter(message::Column::CreatedAt.lt(before))
        .filter(message::Column::DeviceHash.ne(""))
        .exec(&**tx)
        .await?;
    let ratings = rating::Entity::update_many()
        .col_expr(rating::Column::DeviceHash, none)
        .filter(rating::Column::CreatedAt.lt(before))
        .filter(rating::Column::DeviceHash.ne(""))
        .exec(&**tx)
        .await?;
    Ok(messages.rows_affected + ratings.rows_affected)
}
