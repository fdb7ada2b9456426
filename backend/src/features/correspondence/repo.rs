//! Queries over notes and replies. Whoever reads them has found the case within a scope.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{note, reply};
use crate::features::cases::repo::all_set;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// Most notes or replies whose words a time line shows.
const MOST: u64 = 500;

/// A page of the notes of a case, the last first, after the one of an id.
pub async fn notes(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<note::Model>> {
    let rest = after.map(|last| note::Column::Id.lt(last));
    Ok(note::Entity::find()
        .filter(note::Column::CaseId.eq(case_id))
        .filter(Condition::all().add_option(rest))
        .order_by_desc(note::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// How many notes a case has.
pub async fn count_notes(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<u64> {
    Ok(note::Entity::find().filter(note::Column::CaseId.eq(case_id)).count(db).await?)
}

/// How many replies a case has.
pub async fn count_replies(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<u64> {
    Ok(reply::Entity::find().filter(reply::Column::CaseId.eq(case_id)).count(db).await?)
}

/// A page of the replies about a case, the last first, after the one of an id.
pub async fn replies(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<reply::Model>> {
    let rest = after.map(|last| reply::Column::Id.lt(last));
    Ok(reply::Entity::find()
        .filter(reply::Column::CaseId.eq(case_id))
        .filter(Condition::all().add_option(rest))
        .order_by_desc(reply::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// The words of notes and replies by id; notes only where they are for the reader.
pub async fn words(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    with_notes: bool,
) -> AppResult<HashMap<Uuid, String>> {
    let replies = replies(db, case_id, None, MOST).await?;
    let mut words: HashMap<_, _> = replies.into_iter().map(|row| (row.id, row.text)).collect();
    if with_notes {
        let notes = notes(db, case_id, None, MOST).await?;
        words.extend(notes.into_iter().map(|row| (row.id, row.text)));
    }
    Ok(words)
}

/// Keeps a note.
pub async fn insert_note(tx: &Tx, permit: &Permit, row: note::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "note inserted");
    let row = all_set(row.into_active_model());
    note::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Keeps a reply.
pub async fn insert_reply(tx: &Tx, permit: &Permit, row: reply::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "reply inserted");
    let row = all_set(row.into_active_model());
    reply::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
