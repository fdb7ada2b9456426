//! Reads the security log.

use chrono::SecondsFormat;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::dto::{AuditEntryView, AuditFilter};
use super::entity::entry::{Column, Entity, Model};
use super::objects::Names;
use crate::app::AppState;
use crate::platform::db::portable;
use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;

/// The only order of the list, in its cursors.
const ORDER: &str = "audit:-at";

/// A page of entries, newest first.
pub async fn list(
    state: &AppState,
    filter: &AuditFilter,
    lang: Lang,
) -> AppResult<Page<AuditEntryView>> {
    let db = state.db.reader();
    let rows = limit(filter.limit);
    let found = Entity::find()
        .filter(matching(filter).add_option(past(filter.cursor.as_deref())?))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(rows + 1)
        .all(db)
        .await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(Entity::find().filter(matching(filter)).count(db).await?),
        None => None,
    };
    let names = Names::of(state, db, &found, lang).await?;
    let at = |row: &Model| (Some(row.at.to_rfc3339_opts(SecondsFormat::Micros, true)), row.id);
    Ok(Page::cut(found, rows, ORDER, at, |row| view(row, &names))?.of(total))
}

fn matching(filter: &AuditFilter) -> Condition {
    let actions = (!filter.action.is_empty())
        .then(|| Column::Action.is_in(filter.action.iter().map(|action| action.as_str())));
    Condition::all()
        .add_option(actions)
        .add_option(filter.user_id.map(|id| Column::UserId.eq(id)))
        .add_option(filter.from.map(|from| Column::At.gte(from)))
        .add_option(filter.to.map(|to| Column::At.lt(to)))
}

fn past(cursor: Option<&str>) -> AppResult<Option<Condition>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let cursor = Cursor::decode(cursor, ORDER)?;
    let at = cursor.instant()?;
    let column = |column| SimpleExpr::from(Expr::col((Entity, column)));
    let (key, id) = (column(Column::At), column(Column::Id));
    Ok(Some(portable::after(&key, &id, Some(at), cursor.id, true)))
}

fn view(row: Model, names: &Names) -> AuditEntryView {
    AuditEntryView {
        id: row.id,
        at: row.at,
        user_id: row.user_id,
        username: row.user_id.and_then(|id| names.username(id)),
        object_name: names.object(&row),
        capacity_id: row.capacity_id,
        action: row.action,
        object_kind: row.object_kind,
        object_id: row.object_id,
        data: serde_json::from_str(&row.data).unwrap_or_default(),
    }
}
