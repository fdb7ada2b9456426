//! Use cases of reports.

use sea_orm::{ActiveValue, ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{
    AnswerFeedbackRequest, FeedbackFilter, FeedbackState, FeedbackView, SendFeedbackRequest,
};
use super::entity::feedback::{ActiveModel, Column, Model};
use super::repo::{self, Reach};
use crate::app::AppState;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::policy::{Action, Actor, Permit, may_ever};

/// The only order of the list, in its cursors.
const ORDER: &str = "feedback:-id";

fn reach(actor: &Actor) -> Reach {
    (!may_ever(actor, Action::FeedbackAnswer)).then_some(actor.person_id)
}

/// A page of reports, newest first: one's own, or all for those who answer.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &FeedbackFilter,
) -> AppResult<Page<FeedbackView>> {
    let db = state.db.reader();
    let cursor = filter.cursor.as_deref();
    let before = cursor.map(|text| Cursor::decode(text, ORDER)).transpose()?.map(|at| at.id);
    let rows = limit(filter.limit);
    let found = repo::list(db, reach(actor), matching(filter), before, rows + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, reach(actor), matching(filter)).await?),
        None => None,
    };
    let mut names = personnel::repo::list_names(db, found.iter().map(|row| row.person_id)).await?;
    let may_answer = may_ever(actor, Action::FeedbackAnswer);
    let view = |row: Model| {
        let name = names.entry(row.person_id).or_default().clone();
        FeedbackView::of(row, name, may_answer)
    };
    Ok(Page::cut(found, rows, ORDER, |row| (None, row.id), view)?.of(total))
}

fn matching(filter: &FeedbackFilter) -> Condition {
    let states = (!filter.state.is_empty())
        .then(|| Column::State.is_in(filter.state.iter().map(|state| state.as_str())));
    let kinds = (!filter.kind.is_empty())
        .then(|| Column::Kind.is_in(filter.kind.iter().map(|kind| kind.as_str())));
    Condition::all().add_option(states).add_option(kinds)
}

/// One report; 404 when it is somebody else's and the caller does not answer reports.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<FeedbackView> {
    let row = repo::find(state.db.reader(), reach(actor), id).await?;
    view(state.db.reader(), actor, row.ok_or(ErrorCode::RequestNotFound)?).await
}

async fn view(db: &impl ConnectionTrait, actor: &Actor, row: Model) -> AppResult<FeedbackView> {
    let person = personnel::repo::find_person(db, row.person_id).await?;
    let name = person.map(|person| person.name).unwrap_or_default();
    Ok(FeedbackView::of(row, name, may_ever(actor, Action::FeedbackAnswer)))
}

/// Keeps a report.
pub async fn send(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    command: Command<SendFeedbackRequest>,
) -> AppResult<Reply<FeedbackView>> {
    let SendFeedbackRequest { page, kind, text } = command.body;
    let now = state.clock.now();
    let row = ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        person_id: ActiveValue::Set(actor.person_id),
        page: ActiveValue::Set(page),
        kind: ActiveValue::Set(kind.as_str().to_owned()),
        text: ActiveValue::Set(text),
        state: ActiveValue::Set(FeedbackState::Open.as_str().to_owned()),
        reply: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(1),
    };
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::insert(tx, permit, row).await?;
            let view = view(&**tx, actor, row).await?;
            let location = format!("/api/v1/feedback/{}", view.id);
            Ok(Reply::created(&view, location)?.version(view.version))
        })
        .await
}

/// Answers a report.
pub async fn answer(
    state: &AppState,
    actor: &Actor,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    command: Command<AnswerFeedbackRequest>,
) -> AppResult<Reply<FeedbackView>> {
    let AnswerFeedbackRequest { state: to, reply } = command.body;
    let change = ActiveModel {
        state: to.map_or(ActiveValue::NotSet, |to| ActiveValue::Set(to.as_str().to_owned())),
        reply: reply.map_or(ActiveValue::NotSet, ActiveValue::Set),
        updated_at: ActiveValue::Set(state.clock.now()),
        row_version: ActiveValue::Set(seen.0.saturating_add(1)),
        ..Default::default()
    };
    state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let row = repo::save(tx, permit, id, seen, change).await?;
            let view = view(&**tx, actor, row).await?;
            Ok(Reply::ok(&view)?.version(view.version))
        })
        .await
}
