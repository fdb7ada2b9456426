//! Queries of templates and documents. Whoever reads a document has found its case within a scope.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, SimpleExpr};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{document, document_file, document_template};
use super::kind::{DocumentKind, DocumentState};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// Most documents a case has that are looked at to issue another.
const MOST: u64 = 500;

/// Every version of the templates of `kinds`, of all where none is named; newest first.
pub async fn templates(
    db: &impl ConnectionTrait,
    kinds: &[DocumentKind],
) -> AppResult<Vec<document_template::Model>> {
    let mut found = document_template::Entity::find();
    if !kinds.is_empty() {
        let kinds = kinds.iter().map(|kind| kind.as_str());
        found = found.filter(document_template::Column::Kind.is_in(kinds));
    }
    Ok(found
        .order_by_asc(document_template::Column::Kind)
        .order_by_desc(document_template::Column::Version)
        .all(db)
        .await?)
}

/// The same, once nobody else is publishing one of `kind`: all hold the first version.
pub async fn templates_alone(
    tx: &Tx,
    kind: DocumentKind,
) -> AppResult<Vec<document_template::Model>> {
    document_template::Entity::find()
        .filter(document_template::Column::Kind.eq(kind.as_str()))
        .order_by_asc(document_template::Column::Version)
        .lock_exclusive()
        .one(&**tx)
        .await?;
    templates(&**tx, &[kind]).await
}

/// One version of a template. Unknown: 404.
pub async fn template(db: &impl ConnectionTrait, id: Uuid) -> AppResult<document_template::Model> {
    let found = document_template::Entity::find_by_id(id).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Of `versions` of one kind, the one that is in force on a day: the newest that has begun.
pub fn in_force(
    versions: &[document_template::Model],
    kind: DocumentKind,
    on: NaiveDate,
) -> Option<&document_template::Model> {
    let begun = versions.iter().filter(|one| one.kind == kind.as_str() && one.valid_from <= on);
    begun.max_by_key(|one| (one.valid_from, one.version))
}

/// Keeps a version of a template.
pub async fn insert_template(
    tx: &Tx,
    permit: Permit,
    row: document_template::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "template published");
    let row = row.into_active_model().reset_all();
    document_template::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// A document of a case. Of another, or unknown: 404.
pub async fn find(
    db: &impl ConnectionTrait,
    [case_id, id]: [Uuid; 2],
) -> AppResult<document::Model> {
    let found = document::Entity::find_by_id(id).filter(document::Column::CaseId.eq(case_id));
    found.one(db).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// What a document says.
pub async fn file(db: &impl ConnectionTrait, id: Uuid) -> AppResult<document_file::Model> {
    let found = document_file::Entity::find_by_id(id).one(db).await?;
    found.ok_or_else(|| AppError::internal("a document without its content"))
}

/// The documents of a case that pass `matching`, newest first, after the one of an id.
pub async fn list(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<document::Model>> {
    let rest = after.map(|last| document::Column::Id.lt(last));
    Ok(document::Entity::find()
        .filter(document::Column::CaseId.eq(case_id))
        .filter(matching)
        .filter(Condition::all().add_option(rest))
        .order_by_desc(document::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// How many documents of a case match.
pub async fn count(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    matching: Condition,
) -> AppResult<u64> {
    let found = document::Entity::find().filter(document::Column::CaseId.eq(case_id));
    Ok(found.filter(matching).count(db).await?)
}

/// All documents of a case, newest first.
pub async fn of_case(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Vec<document::Model>> {
    list(db, case_id, Condition::all(), None, MOST).await
}

/// A document that counts, with the size of its file in bytes.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The document.
    pub row: document::Model,
    /// Bytes of its file.
    pub size_bytes: i64,
}

/// The documents of a case that count, as they were issued.
pub async fn kept(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Vec<Kept>> {
    let rows = document::Entity::find()
        .filter(document::Column::CaseId.eq(case_id))
        .filter(document::Column::State.eq(DocumentState::Valid.as_str()))
        .order_by_asc(document::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let size = SimpleExpr::from(Func::cust("length").arg(Expr::col(document_file::Column::File)));
    let sizes: Vec<(Uuid, i64)> = document_file::Entity::find()
        .select_only()
        .column(document_file::Column::DocumentId)
        .expr_as(size.cast_as(Alias::new("bigint")), "size_bytes")
        .filter(document_file::Column::DocumentId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(db)
        .await?;
    let sizes: HashMap<_, _> = sizes.into_iter().collect();
    let kept = |row: document::Model| {
        let size = sizes.get(&row.id).copied();
        let size_bytes =
            size.ok_or_else(|| AppError::internal("a document without its content"))?;
        Ok(Kept { row, size_bytes })
    };
    rows.into_iter().map(kept).collect()
}

/// The document whose number and check code are on a paper.
pub async fn verified(
    db: &impl ConnectionTrait,
    document_no: &str,
    code: &str,
) -> AppResult<Option<document::Model>> {
    let editions = document::Entity::find()
        .filter(document::Column::DocumentNo.eq(document_no))
        .all(db)
        .await?;
    Ok(editions.into_iter().find(|one| one.content_hash.starts_with(code)))
}

/// Keeps an issued document with what it says.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: document::Model,
    file: document_file::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "document issued");
    let row = row.into_active_model().reset_all();
    document::Entity::insert(row).exec_without_returning(&**tx).await?;
    let file = file.into_active_model().reset_all();
    document_file::Entity::insert(file).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a document whose state has changed. Its content never does.
pub async fn save(tx: &Tx, permit: Permit, row: document::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "document changed");
    let row = row.into_active_model().reset_all();
    document::Entity::update(row).exec(&**tx).await?;
    Ok(())
}
