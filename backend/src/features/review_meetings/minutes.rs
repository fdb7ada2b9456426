//! The minutes of a meeting (会议纪要): all that a printed page or a document needs.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::dto::{MeetingMinutesView, MeetingState};
use super::repo;
use super::service::shown;
use super::view::By;
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
    let (db, now) = (state.db.reader(), state.clock.now());
    let row = repo::find(db, &repo::readable(actor), id).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let meeting = shown(db, By { actor, directory: &directory, now, lang }, &row).await?;
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
    let version = meeting.version;
    let view = MeetingMinutesView {
        kind_name: meeting.kind.name(lang).to_owned(),
        is_final: meeting.state == MeetingState::Closed,
        type_names,
        as_of: now,
        meeting,
    };
    Ok(Reply::ok(&view)?.version(version).personal())
}
