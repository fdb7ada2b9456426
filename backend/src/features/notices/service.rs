//! Use cases of the inbox. Everybody's notices are theirs alone.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{NoticeCounts, NoticeFilter, NoticeView, ReadAllRequest, ReadAllView};
use super::entity::notice::{Column, Model};
use super::repo;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, NoBody, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Actor, Permit};

/// The only order of the list, in its cursors.
const ORDER: &str = "notices:-id";
/// Unread notices that are counted.
const MOST: u64 = 100;

/// A page of one's own notices, newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &NoticeFilter,
    lang: Lang,
) -> AppResult<Page<NoticeView>> {
    let db = state.db.reader();
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let rows = limit(filter.limit);
    let found = repo::list(db, actor.person_id, matching(filter), before, rows + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, actor.person_id, matching(filter)).await?),
        None => None,
    };
    let view = |row: Model| NoticeView::of(&row, lang);
    let page = Page::cut(found, rows, ORDER, |row| (None, row.id), view)?;
    let items = page.items.into_iter().flatten().collect();
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn matching(filter: &NoticeFilter) -> Condition {
    let kinds = (!filter.kind.is_empty())
        .then(|| Column::Kind.is_in(filter.kind.iter().map(|kind| kind.as_str())));
    let unread = filter.is_unread.map(|is_unread| {
        if is_unread { Column::ReadAt.is_null() } else { Column::ReadAt.is_not_null() }
    });
    Condition::all().add_option(kinds).add_option(unread)
}

/// How many wait, in one statement.
pub async fn counts(state: &AppState, actor: &Actor) -> AppResult<NoticeCounts> {
    let unread = repo::unread(state.db.reader(), actor.person_id, MOST).await?;
    Ok(NoticeCounts { unread: unread.len(), as_of: state.clock.now() })
}

/// Marks one as read; again, nothing changes.
pub async fn read(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    command: Command<NoBody>,
    lang: Lang,
) -> AppResult<Reply<NoticeView>> {
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let found = repo::find(&**tx, actor.person_id, id).await?;
            let before = found.ok_or(ErrorCode::RequestNotFound)?;
            seen.check(before.row_version, ErrorCode::RequestStaleVersion)?;
            let this = Condition::all().add(Column::Id.eq(id));
            repo::mark_read(tx, permit, actor.person_id, this, state.clock.now()).await?;
            let found = repo::find(&**tx, actor.person_id, id).await?;
            let view = found.and_then(|row| NoticeView::of(&row, lang));
            let view = view.ok_or(ErrorCode::RequestNotFound)?;
            Ok(Reply::ok(&view)?.version(view.version).personal())
        })
        .await
}

/// Marks as read what was there when the newest one shown was.
pub async fn read_all(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    command: Command<ReadAllRequest>,
) -> AppResult<Reply<ReadAllView>> {
    let until = Condition::all().add(Column::Id.lte(command.body.until_id));
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let now = state.clock.now();
            let read = repo::mark_read(tx, permit, actor.person_id, until, now).await?;
            Reply::ok(&ReadAllView { read })
        })
        .await
}

/// Deletes what was read, or made, long enough ago; the job runner calls it.
pub async fn sweep(state: &AppState) -> AppResult<u64> {
    let now = state.clock.now();
    let config = &state.config.notices;
    let read = now - TimeDelta::days(config.keep_read_days);
    let made = now - TimeDelta::days(config.keep_unread_days);
    state.db.write(async |tx: &Tx| repo::sweep(tx, read, made).await).await
}
