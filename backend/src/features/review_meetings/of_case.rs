//! The reviews (研判) of one case: where it stood on the agenda of a meeting, and what was decided there.

use uuid::Uuid;

use super::dto::{CaseReviewView, CaseReviewsFilter, ReviewMeetingRef};
use super::entity::item;
use super::repo;
use super::view::{By, Reader, Under, kind_of, state_of, unreadable};
use crate::app::AppState;
use crate::features::cases::repo as cases;
use crate::features::personnel::dto::CenterRef;
use crate::platform::error::AppResult;
use crate::platform::http::{Cursor, Page, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// The only order of the list, in its cursors.
const ORDER: &str = "case_reviews:-id";

/// One page of the reviews of a case the caller may read, in meetings they may read, the last first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &CaseReviewsFilter,
    lang: Lang,
) -> AppResult<Page<CaseReviewView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    cases::find(db, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let scope = repo::readable(actor);
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let total = counted(filter.count, repo::count_items_of(db, &scope, case_id)).await?;
    let found = repo::items_of(db, &scope, case_id, before, most + 1).await?;
    let Page { items, next_cursor, .. } =
        Page::cut(found, most, ORDER, |row: &item::Model| (None, row.id), |row| row)?;
    let meetings = repo::by_ids(db, &scope, items.iter().map(|row| row.meeting_id)).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let under = Under { items, ..Under::default() };
    let by = By { actor, directory: &directory, now, lang };
    let reader = Reader::of(db, by, &meetings, &under).await?;
    let view = |row: &item::Model| -> AppResult<CaseReviewView> {
        let meeting = meetings.iter().find(|meeting| meeting.id == row.meeting_id);
        let meeting = meeting.ok_or_else(unreadable)?;
        let center = directory.centers.get(&meeting.center_id);
        Ok(CaseReviewView {
            meeting: ReviewMeetingRef {
                id: meeting.id,
                center: CenterRef {
                    id: meeting.center_id,
                    name: center.map(|center| center.name.clone()).unwrap_or_default(),
                },
                kind: kind_of(meeting)?,
                state: state_of(meeting)?,
                starts_at: meeting.starts_at,
                minutes_no: meeting.minutes_no.clone(),
            },
            item: reader.item(row, row.position)?,
        })
    };
    let items = under.items.iter().map(view).collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor, total })
}
