//! Exchanging days: one leader asks, the other answers, and before the first of the two days.

use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{AskSwapRequest, ReceptionDayView, SwapFilter, SwapView};
use super::entity::{day, swap};
use super::repo;
use super::roster::{Asked, answer, opened};
use super::rules::{self, Planned, SwapState, swap_state};
use super::view::{Reader, Under, facts_of, state_of, swap_facts, swap_refusal};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::notices::direct::{Call, ring};
use crate::features::notices::from_events::Audience;
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::About;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Cursor, IfMatch, Page, Reply, counted, limit};
use crate::policy::{Action, Actor, authorize};

/// The only order of the list, in its cursors.
const ORDER: &str = "reception_swaps:-id";

/// One page of exchanges, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &SwapFilter,
) -> AppResult<Page<SwapView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let mine = filter.is_mine.map(|is_mine| {
        let mine = Condition::any()
            .add(swap::Column::AskedById.eq(actor.person_id))
            .add(swap::Column::AskedOfId.eq(actor.person_id));
        if is_mine { mine } else { mine.not() }
    });
    let open = filter.is_open.map(|is_open| {
        let asked = SwapState::Asked.as_str();
        if is_open { swap::Column::State.eq(asked) } else { swap::Column::State.ne(asked) }
    });
    let matching = Condition::all().add_option(mine).add_option(open);
    let most = limit(filter.limit);
    let scope = repo::readable_swaps(actor);
    let all = repo::count_swaps(db, &scope, matching.clone());
    let total = counted(filter.count, all).await?;
    let found = repo::list_swaps(db, &scope, matching, before, most + 1).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| row)?;
    let directory = state.directory.get(&state.db, now).await?;
    let under = Under { swaps: page.items, ..Under::default() };
    let reader = Reader::of(db, (actor, &directory, now), &[], &under).await?;
    let items = under.swaps.iter().map(|row| reader.swap(row)).collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn planned(row: &day::Model) -> AppResult<Planned> {
    Ok(Planned {
        center_id: row.center_id,
        leader_id: row.leader_id,
        held_on: row.held_on,
        state: state_of(row)?,
        has_stand_in: row.stand_in_id.is_some(),
    })
}

/// Asks the leader of another day to exchange.
pub async fn ask(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &AskSwapRequest,
) -> AppResult<Reply<ReceptionDayView>> {
    let Asked { state, tx, actor, ground, .. } = asked;
    let now = asked.now();
    repo::hold_days(tx, [id, body.other_day_id]).await?;
    let (mine, permit) = opened(asked, id, Some(seen), ("ask_swap", Action::ReceptionSwap)).await?;
    let unfit = || AppError::field("/other_day_id", ErrorCode::ReceptionSwapDay);
    let scope = repo::readable_days(actor);
    let theirs = repo::find_day(&**tx, &scope, body.other_day_id).await;
    let theirs =
        theirs.map_err(
            |error| {
                if error.code() == ErrorCode::RequestNotFound { unfit() } else { error }
            },
        )?;
    if rules::swap_refusal(planned(&mine)?, planned(&theirs)?, local_date(now)).is_some() {
        return Err(unfit());
    }
    if !repo::asked_swaps(&**tx, &[mine.id, theirs.id]).await?.is_empty() {
        return Err(ErrorCode::ReceptionSwapPending.into());
    }
    let row = swap::Model {
        id: state.ids.next(),
        center_id: mine.center_id,
        region_code: mine.region_code.clone(),
        day_id: mine.id,
        other_day_id: theirs.id,
        asked_by_id: mine.leader_id,
        asked_of_id: theirs.leader_id,
        reason: body.reason.trim().to_owned(),
        state: SwapState::Asked.as_str().to_owned(),
        answer: None,
        decided_at: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    repo::insert_swap(tx, permit, row.clone()).await?;
    let kind = NoticeKind::SwapAsked;
    tell(asked, &row, (&mine, &theirs), kind, row.asked_of_id).await?;
    answer(&**tx, (actor, &ground.directory, now), &mine).await
}

async fn tell(
    asked: Asked<'_>,
    row: &swap::Model,
    (mine, theirs): (&day::Model, &day::Model),
    kind: NoticeKind,
    whom: Uuid,
) -> AppResult<()> {
    let Some(bell) = asked.bell else { return Ok(()) };
    let params = Params::default()
        .with("from_on", mine.held_on.to_string())
        .with("until_on", theirs.held_on.to_string());
    let call = Call {
        kind,
        to: &[Audience::Leaders(row.center_id)],
        only: Some(whom),
        but: Some(asked.actor.person_id),
        right: Action::ReceptionRead,
        facts: facts_of(mine),
        about: About { kind: NoticeAboutKind::ReceptionDay, id: mine.id },
        fact_key: format!("{}:{}", row.id, kind.as_str()),
        params,
    };
    ring(asked.state, asked.tx, bell, call).await?;
    Ok(())
}

/// What becomes of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The other leader agrees: the leaders of the two days are exchanged.
    Agree,
    /// The other leader does not.
    Refuse,
    /// Who asked takes it back.
    Withdraw,
}

/// Answers an exchange, or takes it back: 404 outside the scope, 412 when stale, 403 or 409 when
/// refused.
pub async fn decide(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    (what, note): (Answer, Option<String>),
) -> AppResult<Reply<SwapView>> {
    let Asked { tx, actor, ground, .. } = asked;
    let now = asked.now();
    let row = repo::find_swap_for_update(tx, &repo::readable_swaps(actor), id).await?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let whose = if what == Answer::Withdraw { row.asked_by_id } else { row.asked_of_id };
    let permit = authorize(actor, Action::ReceptionSwap, &swap_facts(&row, whose))?;
    let held = repo::hold_days(tx, [row.day_id, row.other_day_id]).await?;
    let day = |id: Uuid| held.iter().find(|day| day.id == id).cloned();
    let lost = || AppError::internal("an exchange without its days");
    let mine = day(row.day_id).ok_or_else(lost)?;
    let theirs = day(row.other_day_id).ok_or_else(lost)?;
    let stored = SwapState::parse(&row.state)
        .ok_or_else(|| AppError::internal("unknown word in the database"))?;
    let today = local_date(now);
    let stands = swap_state(stored, (mine.held_on, theirs.held_on), today);
    if let Some(code) = swap_refusal(&row, whose, actor, stands) {
        return Err(code.into());
    }
    let state = match what {
        Answer::Agree => SwapState::Agreed,
        Answer::Refuse => SwapState::Refused,
        Answer::Withdraw => SwapState::Withdrawn,
    };
    if what == Answer::Agree {
        exchange(asked, &row, (&mine, &theirs)).await?;
    }
    let row = swap::Model {
        state: state.as_str().to_owned(),
        answer: note.map(|text| text.trim().to_owned()),
        decided_at: Some(now),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    };
    repo::save_swap(tx, permit, row.clone()).await?;
    if what != Answer::Withdraw {
        let kind = NoticeKind::SwapAnswered;
        tell(asked, &row, (&mine, &theirs), kind, row.asked_by_id).await?;
    }
    let under = Under { swaps: vec![row.clone()], ..Under::default() };
    let reader = Reader::of(&**tx, (actor, &*ground.directory, now), &[], &under).await?;
    let view = reader.swap(&row)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Each receives on the other's day, under their own post.
async fn exchange(
    asked: Asked<'_>,
    row: &swap::Model,
    (mine, theirs): (&day::Model, &day::Model),
) -> AppResult<()> {
    let now = asked.now();
    // Whatever happened to either since it was asked.
    let is_same = mine.leader_id == row.asked_by_id && theirs.leader_id == row.asked_of_id;
    let refused = rules::swap_refusal(planned(mine)?, planned(theirs)?, local_date(now));
    if !is_same || refused.is_some() {
        return Err(ErrorCode::ReceptionSwapEnded.into());
    }
    for (day, other) in [(mine, theirs), (theirs, mine)] {
        let taken = repo::is_taken(
            &**asked.tx,
            day.center_id,
            other.leader_id,
            day.held_on,
            Some(other.id),
        );
        if taken.await? {
            return Err(ErrorCode::ReceptionDuplicate.into());
        }
    }
    let changed = |day: &day::Model, by: &day::Model| day::Model {
        leader_id: by.leader_id,
        leader_title: by.leader_title.clone(),
        updated_at: now,
        row_version: day.row_version + 1,
        ..day.clone()
    };
    for next in [changed(mine, theirs), changed(theirs, mine)] {
        let facts = swap_facts(row, row.asked_of_id);
        let permit = authorize(asked.actor, Action::ReceptionSwap, &facts)?;
        repo::save_day(asked.tx, permit, next).await?;
    }
    Ok(())
}
