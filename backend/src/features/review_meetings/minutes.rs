//! The minutes of a meeting (会议纪要): all that a printed page or a document needs.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::dto::{MeetingMinutesView, MeetingState};
use super::entity::meeting;
use super::service::shown;
use super::view::By;
use super::{paper, repo};
use crate::app::AppState;
use crate::platform::error::AppResult;
use crate::platform::http::Reply;
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// The minutes; 404 outside the scope. Before the meeting is closed they are a draft.
pub async fn read(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<MeetingMinutesView>> {
    let row = repo::find(state.db.reader(), &repo::readable(actor), id).await?;
    let view = view(state, actor, &row, lang).await?;
    Ok(Reply::ok(&view)?.version(row.row_version).personal())
}

/// The minutes of a meeting within the reader's scope.
pub(super) async fn view(
    state: &AppState,
    actor: &Actor,
    row: &meeting::Model,
    lang: Lang,
) -> AppResult<MeetingMinutesView> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let meeting = shown(db, By { actor, directory: &directory, now, lang }, row).await?;
    let cases = meeting.items.iter().filter_map(|item| item.case.as_ref());
    let types = cases.filter_map(|case| case.type_code.as_deref());
    let type_names: BTreeMap<String, String> = types
        .map(|code| {
            let item = codes.item("case_type", code);
            let name = item.map(|item| match lang {
                Lang::Zh => item.name.clone(),
                Lang::En => item.name_en.clone().unwrap_or_else(|| item.name.clone()),
            });
            (code.to_owned(), name.unwrap_or_else(|| code.to_owned()))
        })
        .collect();
    Ok(MeetingMinutesView {
        kind_name: meeting.kind.name(lang).to_owned(),
        is_final: meeting.state == MeetingState::Closed,
        type_names,
        paper: paper::shown(db, row.id).await?,
        as_of: now,
        meeting,
    })
}
