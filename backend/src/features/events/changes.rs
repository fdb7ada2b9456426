//! What has changed since a cursor, for whoever keeps a copy.

use std::str::FromStr as _;

use super::dto::{ChangesFilter, ChangesView, ObjectChangeView};
use super::follow::{self, Position};
use super::seen::{notice, seen};
use crate::app::AppState;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Cursor, limit};
use crate::policy::Actor;

/// What the cursors belong to.
const ORDER: &str = "changes";
/// Events looked at in one query.
const LOOKED: u32 = 500;
/// Queries an answer: whoever may read little must not ask in vain too often.
const ROUNDS: usize = 10;

/// The changes `actor` may know of since their cursor; a first cursor where there is none.
pub async fn changes(
    state: &AppState,
    actor: &Actor,
    filter: &ChangesFilter,
) -> AppResult<ChangesView> {
    let db = state.db.reader();
    let end = follow::end(db).await?;
    let Some(since) = filter.since.as_deref() else {
        let next_cursor = cursor(actor, end)?;
        return Ok(ChangesView { items: Vec::new(), next_cursor, has_more: false });
    };
    let mut at = opened(actor, since)?;
    if at > end {
        // Nobody can have been given it: the ledger does not reach that far.
        return Err(ErrorCode::RequestInvalidCursor.into());
    }
    let most = usize::try_from(limit(filter.limit)).unwrap_or(usize::MAX);
    let (mut items, mut has_more): (Vec<ObjectChangeView>, bool) = (Vec::new(), true);
    for _ in 0..ROUNDS {
        let batch = follow::after(db, at, LOOKED).await?;
        has_more = batch.has_more;
        let seen = seen(db, actor, &batch.events).await?;
        for sealed in &batch.events {
            if let Some(told) = notice(&sealed.event, &seen) {
                let is_new = items.iter().all(|item| item.id != told.case_id);
                if is_new && items.len() >= most {
                    has_more = true;
                    break;
                }
                items.retain(|item| item.id != told.case_id);
                items.push(told.into());
            }
            at = sealed.after;
        }
        if !has_more || items.len() >= most {
            break;
        }
    }
    Ok(ChangesView { items, next_cursor: cursor(actor, at)?, has_more })
}

/// A cursor is the caller's in one capacity: in another they see other cases.
fn cursor(actor: &Actor, at: Position) -> AppResult<String> {
    let place =
        Cursor { order: ORDER.to_owned(), key: Some(at.to_string()), id: actor.capacity_id };
    place.encode()
}

fn opened(actor: &Actor, text: &str) -> AppResult<Position> {
    let place = Cursor::decode(text, ORDER)?;
    let at = place.key.as_deref().and_then(|key| Position::from_str(key).ok());
    let at = at.filter(|_| place.id == actor.capacity_id);
    at.ok_or_else(|| ErrorCode::RequestInvalidCursor.into())
}
