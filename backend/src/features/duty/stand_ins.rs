//! Use cases of stand-ins (替班): asked for by the person or the department, decided by the centre. What
//! the centre enters itself is decided.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::entity::stand_in::{Column, Model};
use super::repo;
use super::stand_in_dto::{CreateStandInRequest, DecideStandInRequest, StandInFilter, StandInView};
use super::stand_in_view::{Reader, facts_of, is_own, refusal, right, state_of};
use super::telling::StandInBell;
use super::workflow::{StandInState, StandInStep, wrong_days};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::repo as obligations;
use crate::features::stationings::repo as stationings;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "duty_stand_ins:-id";

fn readable(actor: &Actor) -> Scope {
    Scope::personal(actor, Action::StandInRead, "duty_stand_ins")
}

/// One page of stand-ins within the caller's scope, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &StandInFilter,
    lang: Lang,
) -> AppResult<Page<StandInView>> {
    let db = state.db.reader();
    let scope = readable(actor);
    let states = filter.state.iter().map(|state| state.as_str());
    let states = (!filter.state.is_empty()).then(|| Column::State.is_in(states));
    let matching = Condition::all()
        .add(repo::touching(filter.from, filter.to))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.obligation_id.map(|id| Column::ObligationId.eq(id)))
        .add_option(states);
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let reader = Reader::of(db, actor, &directory, lang, &found).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// One stand-in; 404 outside the scope.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<StandInView>> {
    let db = state.db.reader();
    let row = repo::find(db, &readable(actor), id).await?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let view = shown(db, actor, &directory, lang, &row).await?;
    Ok(Reply::ok(&view)?.version(row.row_version).personal())
}

async fn shown(
    db: &impl ConnectionTrait,
    actor: &Actor,
    directory: &Directory,
    lang: Lang,
    row: &Model,
) -> AppResult<StandInView> {
    let rows = std::slice::from_ref(row);
    Reader::of(db, actor, directory, lang, rows).await?.view(row)
}

/// Asks that somebody stand in.
pub async fn request(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateStandInRequest>,
    lang: Lang,
) -> AppResult<Reply<StandInView>> {
    let Command { body, idempotency } = command;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let bell = StandInBell::of(state).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = ask(state, tx, actor, &body).await?;
            // What the centre enters itself is decided.
            if row.decided_by_id.is_some() {
                bell.stepped(state, tx, &row, (StandInStep::Approve, actor.person_id)).await?;
            } else {
                bell.asked(state, tx, &row, actor.person_id).await?;
            }
            let view = shown(&**tx, actor, &directory, lang, &row).await?;
            let location = format!("/api/v1/duty-stand-ins/{}", row.id);
            Ok(Reply::created(&view, location)?.version(1).personal())
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn ask(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    body: &CreateStandInRequest,
) -> AppResult<Model> {
    let now = state.clock.now();
    let unknown = || AppError::field("/obligation_id", ErrorCode::DutyStandInObligationUnknown);
    let this = Condition::all().add(obligation::Column::Id.eq(body.obligation_id));
    let owed = obligations::all(&**tx, this).await?.pop().ok_or_else(unknown)?;
    // Held, so that two stand-ins at one post are kept one after the other.
    obligations::hold_post(tx, owed.post_id).await?;
    let mut row = Model {
        id: state.ids.next(),
        obligation_id: owed.id,
        center_id: owed.center_id,
        region_code: owed.region_code.clone(),
        department_id: owed.department_id,
        person_id: body.person_id,
        stand_in_id: body.stand_in_id,
        from_on: body.from_on,
        until_on: body.until_on,
        reason: body.reason.trim().to_owned(),
        state: StandInState::Requested.as_str().to_owned(),
        requested_by_id: actor.person_id,
        decided_by_id: None,
        decided_at: None,
        decision_note: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    // What the caller may not ask for does not exist for them.
    if !holds(actor, Action::StandInAsk, &facts_of(&row)) {
        return Err(unknown());
    }
    let permit = authorize(actor, Action::StandInAsk, &facts_of(&row))?;
    if let Some((pointer, code)) = wrong_days(body.from_on, body.until_on, local_date(now)) {
        return Err(AppError::field(pointer, code));
    }
    fits(tx, &row).await?;
    let is_involved = [row.person_id, row.stand_in_id].contains(&actor.person_id);
    if !is_involved && holds(actor, Action::StandInDecide, &facts_of(&row)) {
        StandInState::Approved.as_str().clone_into(&mut row.state);
        row.decided_by_id = Some(actor.person_id);
        row.decided_at = Some(now);
    }
    repo::insert(tx, permit, row.clone()).await?;
    Ok(row)
}

/// 422 unless both are of the department and admitted to the centre; 409 where the place has a stand-in.
async fn fits(tx: &Tx, row: &Model) -> AppResult<()> {
    if row.person_id == row.stand_in_id {
        return Err(AppError::field("/stand_in_id", ErrorCode::DutyStandInSame));
    }
    let both = [row.person_id, row.stand_in_id];
    let members = personnel::repo::members_of(&**tx, row.department_id, &both).await?;
    for (id, pointer) in [(row.person_id, "/person_id"), (row.stand_in_id, "/stand_in_id")] {
        if !members.contains(&id) {
            return Err(AppError::field(pointer, ErrorCode::DutyStandInNotOfDepartment));
        }
    }
    let stand_in = BTreeSet::from([row.stand_in_id]);
    for day in [row.from_on, row.until_on] {
        let admitted = stationings::admitted(&**tx, &stand_in, day).await?;
        if !admitted.contains(&(row.stand_in_id, row.center_id)) {
            return Err(AppError::field("/stand_in_id", ErrorCode::DutyStandInNotAdmitted));
        }
    }
    let open = [StandInState::Requested, StandInState::Approved].map(StandInState::as_str);
    let same = repo::touching(Some(row.from_on), Some(row.until_on))
        .add(Column::ObligationId.eq(row.obligation_id))
        .add(Column::PersonId.eq(row.person_id))
        .add(Column::State.is_in(open));
    if repo::is_any(&**tx, same).await? {
        return Err(ErrorCode::DutyStandInOverlap.into());
    }
    Ok(())
}

/// Approves, refuses or cancels a stand-in.
pub async fn act(
    state: &AppState,
    actor: &Actor,
    (id, step): (Uuid, StandInStep),
    seen: IfMatch,
    command: Command<DecideStandInRequest>,
    lang: Lang,
) -> AppResult<Reply<StandInView>> {
    let Command { body, idempotency } = command;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let bell = StandInBell::of(state).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = take(state, tx, actor, (id, step), seen, &body).await?;
            bell.stepped(state, tx, &row, (step, actor.person_id)).await?;
            let view = shown(&**tx, actor, &directory, lang, &row).await?;
            Ok(Reply::ok(&view)?.version(row.row_version).personal())
        })
        .await
}

async fn take(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    (id, step): (Uuid, StandInStep),
    seen: IfMatch,
    body: &DecideStandInRequest,
) -> AppResult<Model> {
    let now = state.clock.now();
    let row = repo::find_for_update(tx, &readable(actor), id).await?;
    let permit = authorize(actor, right(step), &facts_of(&row))?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let before = state_of(&row)?;
    let wrong = || {
        let steps = StandInStep::ALL.iter();
        let open = steps.filter(|step| refusal(&row, before, **step, actor).is_none());
        let refused = AppError::from(ErrorCode::DutyStandInWrongState);
        refused.standing(before.as_str(), open.map(|step| step.as_str()))
    };
    let after = before.after(step).ok_or_else(wrong)?;
    if step.is_decision() && is_own(&row, actor.person_id) {
        return Err(ErrorCode::DutyStandInOwn.into());
    }
    let note = body.note.as_deref().map(|text| text.trim().to_owned());
    if step == StandInStep::Refuse && note.is_none() {
        return Err(AppError::field("/note", ErrorCode::DutyStandInReasonRequired));
    }
    let by = step.is_decision().then_some(actor.person_id);
    let row = Model {
        state: after.as_str().to_owned(),
        decided_by_id: by.or(row.decided_by_id),
        decided_at: by.map(|_| now).or(row.decided_at),
        decision_note: note.or(row.decision_note),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    };
    repo::save(tx, permit, row.clone()).await?;
    Ok(row)
}
