//! The problems of rows: a list for the page, and a table for the person who has to mend them.

use std::collections::VecDeque;

use actix_web::web::{Bytes, Data};
use futures_util::Stream;
use futures_util::stream::unfold;
use uuid::Uuid;

use super::dto::{ImportFilter, ImportProblemView};
use super::entity::problem;
use super::{repo, view};
use crate::app::AppState;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Cursor, Page, counted, limit};
use crate::platform::lang::Lang;
use crate::platform::table::{guarded, written};
use crate::policy::Actor;

/// The only order of the list, in its cursors.
const ORDER: &str = "import_problems:seq";
/// Problems read at once for the table.
const AT_ONCE: u64 = 500;

/// A page of problems in the order of the rows.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    filter: &ImportFilter,
) -> AppResult<Page<ImportProblemView>> {
    let db = state.db.reader();
    let import = repo::find(db, actor.person_id, id).await?;
    let most = limit(filter.limit);
    let after = match filter.cursor.as_deref() {
        Some(cursor) => {
            let key = Cursor::decode(cursor, ORDER)?.key;
            let seq = key.and_then(|key| key.parse().ok());
            seq.ok_or(ErrorCode::RequestInvalidCursor)?
        }
        None => 0,
    };
    let total = counted(filter.count, repo::count_problems(db, import.id)).await?;
    let rows = repo::problems(db, import.id, after, most + 1).await?;
    let at = |row: &problem::Model| (Some(row.seq.to_string()), row.id);
    Ok(Page::cut(rows, most, ORDER, at, view::problem)?.of(total))
}

/// The whole table as it is sent, a piece at a time: with the mark by which Excel on Chinese Windows
/// knows UTF-8, and without what a spreadsheet would run.
pub(super) async fn table(
    state: Data<AppState>,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<impl Stream<Item = Result<Bytes, AppError>> + use<>> {
    let import = repo::find(state.db.reader(), actor.person_id, id).await?;
    let head = match lang {
        Lang::Zh => ["行", "来源编号", "列", "字段", "代码", "问题"],
        Lang::En => ["line", "source_number", "column", "field", "code", "detail"],
    };
    let head = format!("\u{feff}{}", written(&[head.map(ToOwned::to_owned).to_vec()])?);
    let first = VecDeque::from([Bytes::from(head)]);
    Ok(unfold((state, import.id, Some(0_i64), first), |(state, id, after, mut ready)| async move {
        if let Some(piece) = ready.pop_front() {
            return Some((Ok(piece), (state, id, after, ready)));
        }
        match piece(&state, id, after?).await {
            Ok(Some((piece, last))) => Some((Ok(piece), (state, id, Some(last), ready))),
            Ok(None) => None,
            // The answer is cut off: nobody takes half of it for the whole.
            Err(error) => Some((Err(error), (state, id, None, ready))),
        }
    }))
}

async fn piece(state: &AppState, id: Uuid, after: i64) -> AppResult<Option<(Bytes, i64)>> {
    let rows = repo::problems(state.db.reader(), id, after, AT_ONCE).await?;
    let Some(last) = rows.last().map(|row| row.seq) else { return Ok(None) };
    let lines = rows.into_iter().map(|row| {
        let cells = [row.source_number, row.column_name, row.field, row.code, row.detail];
        std::iter::once(row.line.to_string()).chain(cells.map(guarded)).collect::<Vec<_>>()
    });
    let lines: Vec<_> = lines.collect();
    Ok(Some((Bytes::from(written(&lines)?), last)))
}
