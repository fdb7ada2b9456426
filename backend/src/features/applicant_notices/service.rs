//! Use cases of notices to applicants: make one with its event, read them, write down that one was
//! told.

use chrono::TimeDelta;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{ApplicantNoticeFilter, ApplicantNoticeView, TellWay, ToldWay};
use super::entity::{contact, notice};
use super::kind::{ApplicantNoticeKind, ApplicantNoticeState, told_of};
use super::repo;
use super::text::Told;
use super::view::{kind_of, refusal, state_of, view};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::entity::event;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::Procedure;
use crate::features::cases::repo::{self as cases, Loaded, Names};
use crate::features::cases::service::facts_of;
use crate::features::cases::transit::{self, By, Noted};
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Cursor, IfMatch, Page, Reply, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// The only order of the list, in its cursors.
const ORDER: &str = "applicant_notices:-id";
/// What happened longer ago when it was recorded is history and no news.
const NEWS_DAYS: i64 = 7;

/// The notice that `event` makes, before it is known whether it can be sent: after the change, so that
/// the new last day is known.
pub fn draft(
    state: &AppState,
    case: &Loaded,
    change: &Change,
    event: &event::Model,
) -> Option<notice::Model> {
    let kind = told_of(change, case.state.status)?;
    if event.recorded_at - event.at > TimeDelta::days(NEWS_DAYS) {
        return None;
    }
    let (reason_code, procedure, until_on) =
        if let Change::Suspended { reason_code, procedure, until_on, .. } = change {
            (Some(reason_code.clone()), *procedure, *until_on)
        } else {
            let has_limit =
                matches!(kind, ApplicantNoticeKind::Extended | ApplicantNoticeKind::Dispatched);
            let due = case.handling().filter(|_| has_limit);
            (None, None, due.map(|clock| local_date(clock.due_at)))
        };
    let days = if let Change::ExtensionDecided { days, .. } = change {
        Some(i32::from(*days))
    } else {
        None
    };
    // Who knows of a restricted matter may read along in a mailbox; nobody is known of an anonymous one.
    let state_now = match (case.row.is_anonymous, case.row.restriction.is_some()) {
        (true, _) => ApplicantNoticeState::Published,
        (false, true) => ApplicantNoticeState::ToTell,
        (false, false) if state.channels.iter().next().is_none() => ApplicantNoticeState::ToTell,
        (false, false) => ApplicantNoticeState::ToSend,
    };
    if kind.is_mail_only() && state_now != ApplicantNoticeState::ToSend {
        return None;
    }
    Some(notice::Model {
        reason_code,
        procedure: procedure.map(|procedure: Procedure| procedure.as_str().to_owned()),
        days,
        until_on,
        ..blank(state, case, kind, event, state_now)
    })
}

/// That a matter was accepted: for who has just left an address with it, and is not restricted.
pub async fn accepted(
    state: &AppState,
    tx: &Tx,
    permit: &Permit,
    case: &Loaded,
    event: &event::Model,
) -> AppResult<()> {
    let is_quiet = case.row.is_anonymous || case.row.restriction.is_some();
    if is_quiet || state.channels.iter().next().is_none() {
        return Ok(());
    }
    let (kind, to_send) = (ApplicantNoticeKind::Accepted, ApplicantNoticeState::ToSend);
    keep(tx, permit, blank(state, case, kind, event, to_send)).await
}

/// A notice of an event that says nothing beside its kind.
fn blank(
    state: &AppState,
    case: &Loaded,
    kind: ApplicantNoticeKind,
    event: &event::Model,
    state_now: ApplicantNoticeState,
) -> notice::Model {
    let now = event.recorded_at;
    notice::Model {
        id: state.ids.next(),
        case_id: case.row.id,
        event_id: event.id,
        kind: kind.as_str().to_owned(),
        center_id: case.row.center_id,
        department_id: case.row.lead_department_id,
        reason_code: None,
        procedure: None,
        reason: None,
        days: None,
        until_on: None,
        state: state_now.as_str().to_owned(),
        attempts: 0,
        next_attempt_at: (state_now == ApplicantNoticeState::ToSend).then_some(now),
        error: None,
        way: None,
        told_at: None,
        told_by_id: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    }
}

/// Keeps it in the transaction of its event, with the reason that was given when an extension was asked
/// for; to be told by people where no address is known, and not at all where it is for mail alone.
pub async fn keep(tx: &Tx, permit: &Permit, row: notice::Model) -> AppResult<()> {
    let mut row = row;
    if row.kind == ApplicantNoticeKind::Extended.as_str() {
        row.reason = repo::asked_for(&**tx, row.case_id).await?;
    }
    if row.next_attempt_at.is_some() && !repo::has_contact(&**tx, row.case_id).await? {
        if kind_of(&row)?.is_mail_only() {
            return Ok(());
        }
        row.next_attempt_at = None;
        ApplicantNoticeState::ToTell.as_str().clone_into(&mut row.state);
    }
    repo::insert(tx, permit, row).await
}

/// Keeps where an applicant wants to be told: an address that was confirmed.
pub async fn keep_contact(
    state: &AppState,
    tx: &Tx,
    permit: &Permit,
    case_id: Uuid,
    email: String,
    lang: Lang,
) -> AppResult<()> {
    let row = contact::Model {
        id: state.ids.next(),
        case_id,
        email,
        lang: lang.pick("zh", "en").to_owned(),
        created_at: state.clock.now(),
    };
    repo::insert_contact(tx, permit, row).await
}

/// One page of the notices of a case, the last first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &ApplicantNoticeFilter,
    lang: Lang,
) -> AppResult<Page<ApplicantNoticeView>> {
    let db = state.db.reader();
    let row = cases::find(db, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let case = cases::load(db, row).await?;
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let total = counted(filter.count, repo::count_of_case(db, case_id)).await?;
    let found = repo::of_case(db, case_id, after, most + 1).await?;
    let names = names(db, &found).await?;
    let ground = Ground::of(state).await?;
    let told = Told { directory: &ground.directory, codes: &ground.codes, lang };
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| row)?;
    let views = page.items.iter().map(|row| view(row, &told, &case, actor, &names));
    let items = views.collect::<AppResult<Vec<_>>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

async fn names(db: &impl ConnectionTrait, rows: &[notice::Model]) -> AppResult<Names> {
    personnel::repo::list_names(db, rows.iter().filter_map(|row| row.told_by_id)).await
}

/// Who writes it down, and what is looked at.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// The server.
    pub state: &'a AppState,
    /// The transaction.
    pub tx: &'a Tx,
    /// Who told.
    pub actor: &'a Actor,
    /// Taken before the transaction began.
    pub ground: &'a Ground,
    /// The language of the answer.
    pub lang: Lang,
}

/// 已告知: 404 outside the scope, 412 when stale, 403 or 409 when refused.
pub async fn tell(
    telling: Telling<'_>,
    [case_id, id]: [Uuid; 2],
    seen: IfMatch,
    way: TellWay,
) -> AppResult<Reply<ApplicantNoticeView>> {
    let Telling { state, tx, actor, ground, lang } = telling;
    let scope = Scope::cases(actor, Action::CaseRead);
    let row = cases::find_for_update(tx, &scope, case_id).await?;
    let mut case = cases::load(&**tx, row).await?;
    let row = repo::hold(tx, case_id, id).await?;
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let assists = case.state.assist_department_ids();
    let permit = authorize(actor, Action::CaseTellApplicant, &facts_of(&case, &assists))?;
    if let Some(code) = refusal(actor, &case, state_of(&row)?) {
        return Err(code.into());
    }
    let row = done(row, ApplicantNoticeState::Told, way.into(), Some(actor.person_id), state);
    repo::save(tx, &permit, row.clone()).await?;
    let by = By { actor: Some(actor), at: state.clock.now() };
    let noted =
        Noted { change: change_of(&row, kind_of(&row)?, way.into()), by, clocks: Vec::new() };
    transit::note(state, tx, permit, &ground.keeper, &mut case, noted).await?;
    let told = Told { directory: &ground.directory, codes: &ground.codes, lang };
    let names = Names::from([(actor.person_id, actor.person_name.clone())]);
    let view = view(&row, &told, &case, actor, &names)?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// The mail has left: the notice is sent, and the ledger says so. Nothing where somebody told the
/// applicant in the meantime.
pub(super) async fn sent(
    state: &AppState,
    tx: &Tx,
    ground: &Ground,
    (case_id, id): (Uuid, Uuid),
) -> AppResult<()> {
    let held = cases::hold_all(tx, vec![case_id]).await?.pop();
    let held = held.ok_or_else(|| AppError::internal("a notice without its case"))?;
    let mut case = cases::load(&**tx, held).await?;
    let row = repo::hold(tx, case_id, id).await?;
    if state_of(&row)? != ApplicantNoticeState::ToSend {
        return Ok(());
    }
    let permit = || Permit::system("applicant_notices.send");
    let row = done(row, ApplicantNoticeState::Sent, ToldWay::Email, None, state);
    repo::save(tx, &permit(), row.clone()).await?;
    let by = By { actor: None, at: state.clock.now() };
    let change = change_of(&row, kind_of(&row)?, ToldWay::Email);
    let noted = Noted { change, by, clocks: Vec::new() };
    transit::note(state, tx, permit(), &ground.keeper, &mut case, noted).await
}

fn done(
    row: notice::Model,
    to: ApplicantNoticeState,
    way: ToldWay,
    by: Option<Uuid>,
    state: &AppState,
) -> notice::Model {
    let now = state.clock.now();
    notice::Model {
        state: to.as_str().to_owned(),
        next_attempt_at: None,
        error: None,
        way: Some(way.as_str().to_owned()),
        told_at: Some(now),
        told_by_id: by,
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

fn change_of(row: &notice::Model, about: ApplicantNoticeKind, way: ToldWay) -> Change {
    Change::ApplicantTold { notice_id: row.id, about, way }
}
