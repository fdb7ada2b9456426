//! Use cases of the duty officer's records (值班巡查): kept by the centre, or by whoever is due at the
//! duty desk that day; never about oneself, and withdrawn rather than changed.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::entity::record::{Column, Model};
use super::gather::finding_of;
use super::record_dto::{
    CreatePresenceRecordRequest, PresenceRecordFilter, PresenceRecordView,
    WithdrawPresenceRecordRequest,
};
use super::repo;
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::duty::gather::{CenterDuty, gather};
use crate::features::duty::roster::Shift;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::repo as obligations;
use crate::features::stationing_obligations::rules::{PostKind, StationingMode};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, authorize, holds};

/// The only order of the list, in its cursors.
const ORDER: &str = "presence_records:-id";
/// How long after a duty ends a record of it may be kept: what is written later is a story.
const DAYS_BACK: i64 = 7;

fn readable(actor: &Actor) -> Scope {
    Scope::personal(actor, Action::PresenceRead, "presence_records")
}

/// Records within the scope, and those the caller kept: who looks may see what they wrote.
fn mine(actor: &Actor) -> Condition {
    Condition::any().add(readable(actor).condition()).add(Column::RecordedById.eq(actor.person_id))
}

/// One page of records within the caller's scope, and of their own, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &PresenceRecordFilter,
    lang: Lang,
) -> AppResult<Page<PresenceRecordView>> {
    let db = state.db.reader();
    let matching = Condition::all()
        .add(mine(actor))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.obligation_id.map(|id| Column::ObligationId.eq(id)))
        .add_option(filter.from.map(|day| Column::DutyOn.gte(day)))
        .add_option(filter.to.map(|day| Column::DutyOn.lte(day)));
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, matching.clone(), before, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let reader = Reader::of(db, actor, &directory, lang, &found).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// Keeps a record.
pub async fn record(
    state: &AppState,
    actor: &Actor,
    command: Command<CreatePresenceRecordRequest>,
    lang: Lang,
) -> AppResult<Reply<PresenceRecordView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = keep(state, tx, actor, &calendar, &body).await?;
            let rows = std::slice::from_ref(&row);
            let view = Reader::of(&**tx, actor, &directory, lang, rows).await?.view(&row)?;
            let location = format!("/api/v1/presence-records/{}", row.id);
            Ok(Reply::created(&view, location)?.version(1).personal())
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn keep(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    calendar: &Calendar,
    body: &CreatePresenceRecordRequest,
) -> AppResult<Model> {
    let now = state.clock.now();
    let not_due = || AppError::field("/person_id", ErrorCode::PresenceRecordNotDue);
    let this = Condition::all().add(obligation::Column::Id.eq(body.obligation_id));
    let owed = obligations::all(&**tx, this).await?.pop().ok_or_else(not_due)?;
    // Held, so that the same is not recorded twice at once.
    obligations::hold_post(tx, owed.post_id).await?;
    let day = (body.duty_on, body.duty_on);
    let duty = Box::pin(gather(&**tx, calendar, owed.center_id, day, Condition::all())).await?;
    let row = row_of(state, actor, &owed, body);
    let facts = Facts { holder_id: desk(&duty, actor), ..facts_of(&row) };
    let permit = authorize(actor, Action::PresenceRecord, &facts)?;
    if body.person_id == actor.person_id {
        return Err(ErrorCode::PresenceRecordOwn.into());
    }
    let shift = duty.shifts.iter().find(|shift| shift.obligation_id == owed.id);
    let shift = shift.filter(|shift| is_expected(shift, body.person_id)).ok_or_else(not_due)?;
    if now < shift.starts_at {
        return Err(AppError::field("/duty_on", ErrorCode::PresenceRecordTooEarly));
    }
    if now - shift.ends_at > TimeDelta::days(DAYS_BACK) {
        return Err(AppError::field("/duty_on", ErrorCode::PresenceRecordTooLate));
    }
    if body.finding.is_of_calls() != (shift.mode == StationingMode::OnCall) {
        return Err(AppError::field("/finding", ErrorCode::PresenceRecordFinding));
    }
    if !body.finding.is_there() && body.note.is_none() {
        return Err(AppError::field("/note", ErrorCode::PresenceRecordNoteRequired));
    }
    if repo::is_recorded(tx, &row).await? {
        return Err(ErrorCode::PresenceRecordTwice.into());
    }
    repo::insert(tx, permit, row.clone()).await?;
    Ok(row)
}

fn row_of(
    state: &AppState,
    actor: &Actor,
    owed: &obligation::Model,
    body: &CreatePresenceRecordRequest,
) -> Model {
    let now = state.clock.now();
    Model {
        id: state.ids.next(),
        obligation_id: owed.id,
        center_id: owed.center_id,
        region_code: owed.region_code.clone(),
        department_id: owed.department_id,
        person_id: body.person_id,
        duty_on: body.duty_on,
        finding: body.finding.as_str().to_owned(),
        note: body.note.as_deref().map(|text| text.trim().to_owned()),
        recorded_by_id: actor.person_id,
        withdrawn_by_id: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    }
}

/// Somebody due at the post, or excused from it: both may have been seen there.
fn is_expected(shift: &Shift, person_id: Uuid) -> bool {
    shift.has(person_id) || shift.absent.iter().any(|one| one.person_id == person_id)
}

/// The caller, where they are due at a duty desk of the centre on this day.
fn desk(duty: &CenterDuty, actor: &Actor) -> Option<Uuid> {
    let mut desks = duty.shifts.iter().filter(|shift| {
        let post = duty.posts.get(&shift.post_id);
        post.is_some_and(|post| post.kind == PostKind::DutyDesk.as_str())
    });
    desks.any(|shift| shift.has(actor.person_id)).then_some(actor.person_id)
}

/// What the rights table looks at. The record is in the hands of who kept it.
fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        addressed_department_id: Some(row.department_id),
        holder_id: Some(row.recorded_by_id),
        ..Facts::default()
    }
}

/// Withdraws a record that was wrong.
pub async fn withdraw(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<WithdrawPresenceRecordRequest>,
    lang: Lang,
) -> AppResult<Reply<PresenceRecordView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = repo::find_for_update(tx, mine(actor), id).await?;
            let permit = authorize(actor, Action::PresenceRecord, &facts_of(&row))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            if row.withdrawn_at.is_some() {
                return Err(ErrorCode::PresenceRecordWithdrawn.into());
            }
            let row = Model {
                withdrawn_by_id: Some(actor.person_id),
                withdrawn_at: Some(now),
                withdrawal_reason: Some(body.reason.trim().to_owned()),
                updated_at: now,
                row_version: row.row_version + 1,
                ..row
            };
            repo::save(tx, permit, row.clone()).await?;
            let rows = std::slice::from_ref(&row);
            let view = Reader::of(&**tx, actor, &directory, lang, rows).await?.view(&row)?;
            Ok(Reply::ok(&view)?.version(row.row_version).personal())
        })
        .await
}

/// What is needed to write records out.
struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    lang: Lang,
    names: HashMap<Uuid, String>,
}

impl<'a> Reader<'a> {
    async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        directory: &'a Directory,
        lang: Lang,
        rows: &[Model],
    ) -> AppResult<Self> {
        let people: BTreeSet<Uuid> = rows
            .iter()
            .flat_map(|row| {
                [row.person_id, row.recorded_by_id].into_iter().chain(row.withdrawn_by_id)
            })
            .collect();
        let names = personnel::repo::list_names(db, people).await?;
        Ok(Self { actor, directory, lang, names })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn view(&self, row: &Model) -> AppResult<PresenceRecordView> {
        let finding = finding_of(row)?;
        let refusal = if holds(self.actor, Action::PresenceRecord, &facts_of(row)) {
            row.withdrawn_at.map(|_| ErrorCode::PresenceRecordWithdrawn)
        } else {
            Some(ErrorCode::AuthNotAllowed)
        };
        Ok(PresenceRecordView {
            id: row.id,
            obligation_id: row.obligation_id,
            department: DepartmentRef {
                id: row.department_id,
                name: self.directory.department_name(row.department_id),
            },
            person: self.person(row.person_id),
            duty_on: row.duty_on,
            finding,
            finding_name: finding.name(self.lang),
            note: row.note.clone(),
            recorded_by: self.person(row.recorded_by_id),
            withdrawn_at: row.withdrawn_at,
            withdrawn_by: row.withdrawn_by_id.map(|id| self.person(id)),
            withdrawal_reason: row.withdrawal_reason.clone(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if refusal.is_none() { vec!["withdraw"] } else { Vec::new() },
            refused_actions: refused(&["withdraw"], refusal),
        })
    }
}
