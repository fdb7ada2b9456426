//! Use cases of leaves: days a roster has to go round.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::entity::leave::{self, Column, Model};
use super::people_dto::{
    CreateLeaveRequest, DecideLeaveRequest, LeaveFilter, LeaveView, PersonLeaveFilter,
};
use super::places::Placed;
use super::repo;
use super::view::unreadable;
use super::workflow::{LeaveKind, LeaveState, LeaveStep};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::{About, Telling, Told, tell};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Scope, authorize, holds};

/// The only order of the lists, in their cursors.
const ORDER: &str = "leaves:-id";
/// How long ago a leave may have begun, days.
const DAYS_BACK: i64 = 30;
/// The longest, days.
const LONGEST: i64 = 366;

fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: row.center_id,
        addressed_department_id: row.department_id,
        holder_id: Some(row.person_id),
        ..Facts::default()
    }
}

const fn right(step: LeaveStep) -> Action {
    match step {
        LeaveStep::Approve | LeaveStep::Refuse => Action::LeaveDecide,
        LeaveStep::Cancel => Action::LeaveReport,
    }
}

/// One page of the leaves within the caller's scope, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &LeaveFilter,
    lang: Lang,
) -> AppResult<Page<LeaveView>> {
    let states = filter.state.iter().map(|state| state.as_str());
    let states = (!filter.state.is_empty()).then(|| Column::State.is_in(states));
    let matching = Condition::all()
        .add(Scope::personal(actor, Action::LeaveRead, "leaves").condition())
        .add(repo::touching(filter.from, filter.to))
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(states);
    let asked = (filter.cursor.as_deref(), filter.limit, filter.count);
    page(state, actor, matching, asked, lang).await
}

/// One page of the leaves of a person, the newest first; 404 for whom the caller may not see.
pub async fn of_person(
    state: &AppState,
    actor: &Actor,
    person_id: Uuid,
    filter: &PersonLeaveFilter,
    lang: Lang,
) -> AppResult<Page<LeaveView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let db = state.db.reader();
    let placed = Placed::of(db, &directory, person_id, local_date(now)).await?;
    placed.seen(actor, Action::LeaveRead)?;
    let matching = repo::touching(filter.from, filter.to).add(Column::PersonId.eq(person_id));
    let asked = (filter.cursor.as_deref(), filter.limit, filter.count);
    page(state, actor, matching, asked, lang).await
}

async fn page(
    state: &AppState,
    actor: &Actor,
    matching: Condition,
    (cursor, rows, count): (Option<&str>, Option<u64>, Option<Count>),
    lang: Lang,
) -> AppResult<Page<LeaveView>> {
    let db = state.db.reader();
    let before = Cursor::last_id(cursor, ORDER)?;
    let most = limit(rows);
    let found = repo::list_leaves(db, matching.clone(), before, most + 1).await?;
    let total = match count {
        Some(Count::Exact) => Some(repo::count_leaves(db, matching).await?),
        None => None,
    };
    let reader = Reader::of(db, actor, lang, &found).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

/// Reports a leave; a wish stands at once, everything else waits for the centre.
pub async fn report(
    state: &AppState,
    actor: &Actor,
    person_id: Uuid,
    command: Command<CreateLeaveRequest>,
    lang: Lang,
) -> AppResult<Reply<LeaveView>> {
    let Command { body, idempotency } = command;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = keep(state, tx, actor, &directory, (person_id, &body)).await?;
            let rows = std::slice::from_ref(&row);
            let view = Reader::of(&**tx, actor, lang, rows).await?.view(&row)?;
            let location = format!("/api/v1/people/{person_id}/leaves/{}", row.id);
            Ok(Reply::created(&view, location)?.version(1).personal())
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn keep(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    directory: &Directory,
    (person_id, body): (Uuid, &CreateLeaveRequest),
) -> AppResult<Model> {
    let now = state.clock.now();
    let today = local_date(now);
    // Held, so that two leaves of one person are kept one after the other.
    personnel::repo::find_person_for_update(tx, person_id).await?;
    let placed = Placed::of(&**tx, directory, person_id, today).await?;
    placed.seen(actor, Action::LeaveRead)?;
    let permit = placed.authorize(actor, Action::LeaveReport)?;
    checked(body, today)?;
    let standing = [LeaveState::Requested, LeaveState::Approved].map(LeaveState::as_str);
    let same = repo::touching(Some(body.from_on), Some(body.until_on))
        .add(Column::PersonId.eq(person_id))
        .add(Column::State.is_in(standing));
    if repo::count_leaves(&**tx, same).await? > 0 {
        return Err(ErrorCode::LeaveOverlap.into());
    }
    let home = placed.home();
    let stands = if body.kind.is_wish() { LeaveState::Approved } else { LeaveState::Requested };
    let row = Model {
        id: state.ids.next(),
        person_id,
        department_id: home.and_then(|home| home.department_id),
        center_id: home.and_then(|home| home.center_id),
        region_code: home.and_then(|home| home.region_code.clone()).unwrap_or_default(),
        kind: body.kind.as_str().to_owned(),
        from_on: body.from_on,
        until_on: body.until_on,
        state: stands.as_str().to_owned(),
        reported_by_id: actor.person_id,
        decided_by_id: None,
        decided_at: None,
        decision_note: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    repo::insert_leave(tx, permit, row.clone()).await?;
    Ok(row)
}

fn checked(body: &CreateLeaveRequest, today: NaiveDate) -> AppResult<()> {
    let days = (body.until_on - body.from_on).num_days();
    if !(0..LONGEST).contains(&days) {
        return Err(AppError::field("/until_on", ErrorCode::LeaveDates));
    }
    if (today - body.from_on).num_days() > DAYS_BACK {
        return Err(AppError::field("/from_on", ErrorCode::LeaveDates));
    }
    Ok(())
}

/// Approves, refuses or cancels a leave of a person.
pub async fn act(
    state: &AppState,
    actor: &Actor,
    (ids, step): ([Uuid; 2], LeaveStep),
    seen: IfMatch,
    command: Command<DecideLeaveRequest>,
    lang: Lang,
) -> AppResult<Reply<LeaveView>> {
    let Command { body, idempotency } = command;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let telling = Telling::of(state).await?;
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = take(state, tx, actor, &directory, (ids, step), (seen, &body)).await?;
            told(state, tx, &telling, &row, (step, actor.person_id)).await?;
            let rows = std::slice::from_ref(&row);
            let view = Reader::of(&**tx, actor, lang, rows).await?.view(&row)?;
            Ok(Reply::ok(&view)?.version(row.row_version).personal())
        })
        .await
}

/// The same in a transaction.
pub(crate) async fn take(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    directory: &Directory,
    ([person_id, id], step): ([Uuid; 2], LeaveStep),
    (seen, body): (IfMatch, &DecideLeaveRequest),
) -> AppResult<Model> {
    let now = state.clock.now();
    let found = repo::hold_leave(tx, id).await?.filter(|row| row.person_id == person_id);
    let row = found.ok_or(ErrorCode::RequestNotFound)?;
    let placed = Placed::of(&**tx, directory, person_id, local_date(now)).await?;
    placed.seen(actor, Action::LeaveRead)?;
    let permit = if holds(actor, right(step), &facts_of(&row)) {
        authorize(actor, right(step), &facts_of(&row))?
    } else {
        placed.authorize(actor, right(step))?
    };
    seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
    let before = LeaveState::parse(&row.state).ok_or_else(unreadable)?;
    let wrong = || {
        let open =
            LeaveStep::ALL.iter().filter(|step| refusal(&row, before, **step, actor).is_none());
        let refused = AppError::from(ErrorCode::LeaveWrongState);
        refused.standing(before.as_str(), open.map(|step| step.as_str()))
    };
    let after = before.after(step).ok_or_else(wrong)?;
    let decides = step != LeaveStep::Cancel;
    if decides && row.person_id == actor.person_id {
        return Err(ErrorCode::LeaveOwn.into());
    }
    let note = body.note.as_deref().map(|text| text.trim().to_owned());
    if step == LeaveStep::Refuse && note.is_none() {
        return Err(AppError::field("/note", ErrorCode::LeaveReasonRequired));
    }
    let row = decided(row, after, decides.then_some(actor.person_id), note, now);
    repo::save_leave(tx, permit, row.clone()).await?;
    Ok(row)
}

/// Tells whose leave it is, unless they took the step themselves.
async fn told(
    state: &AppState,
    tx: &Tx,
    telling: &Telling,
    row: &Model,
    (step, by): (LeaveStep, Uuid),
) -> AppResult<()> {
    if row.person_id == by {
        return Ok(());
    }
    let kind = match step {
        LeaveStep::Approve => NoticeKind::LeaveApproved,
        LeaveStep::Refuse => NoticeKind::LeaveRefused,
        LeaveStep::Cancel => NoticeKind::LeaveCancelled,
    };
    let params = Params::default()
        .with("from_on", row.from_on.to_string())
        .with("until_on", row.until_on.to_string());
    let one = Told {
        person_id: row.person_id,
        capacity_id: None,
        kind,
        fact_key: format!("{}:{}", row.id, kind.as_str()),
        about: Some(About { kind: NoticeAboutKind::Leave, id: row.id }),
        params,
    };
    tell(state, tx, telling, vec![one]).await?;
    Ok(())
}

fn decided(
    row: Model,
    after: LeaveState,
    by: Option<Uuid>,
    note: Option<String>,
    now: DateTime<Utc>,
) -> Model {
    leave::Model {
        state: after.as_str().to_owned(),
        decided_by_id: by.or(row.decided_by_id),
        decided_at: by.map(|_| now).or(row.decided_at),
        decision_note: note.or(row.decision_note),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    }
}

/// Why `actor` may not take a step; none when they may.
fn refusal(row: &Model, state: LeaveState, step: LeaveStep, actor: &Actor) -> Option<ErrorCode> {
    if state.after(step).is_none() {
        Some(ErrorCode::LeaveWrongState)
    } else if !holds(actor, right(step), &facts_of(row)) {
        Some(ErrorCode::AuthNotAllowed)
    } else if step != LeaveStep::Cancel && row.person_id == actor.person_id {
        Some(ErrorCode::LeaveOwn)
    } else {
        None
    }
}

/// What is needed to write leaves out.
struct Reader<'a> {
    actor: &'a Actor,
    lang: Lang,
    names: HashMap<Uuid, String>,
}

impl<'a> Reader<'a> {
    async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        lang: Lang,
        rows: &[Model],
    ) -> AppResult<Self> {
        let people: BTreeSet<Uuid> = rows
            .iter()
            .flat_map(|row| [Some(row.person_id), Some(row.reported_by_id), row.decided_by_id])
            .flatten()
            .collect();
        let names = personnel::repo::list_names(db, people).await?;
        Ok(Self { actor, lang, names })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn view(&self, row: &Model) -> AppResult<LeaveView> {
        let kind = LeaveKind::parse(&row.kind).ok_or_else(unreadable)?;
        let state = LeaveState::parse(&row.state).ok_or_else(unreadable)?;
        let (mut allowed_actions, mut refused_actions) = (Vec::new(), BTreeMap::new());
        for step in LeaveStep::ALL {
            let name = step.as_str().to_owned();
            match refusal(row, state, *step, self.actor) {
                None => allowed_actions.push(name),
                Some(code) => {
                    refused_actions.insert(name, code.as_str().to_owned());
                }
            }
        }
        Ok(LeaveView {
            id: row.id,
            person: self.person(row.person_id),
            kind,
            kind_name: kind.name(self.lang),
            from_on: row.from_on,
            until_on: row.until_on,
            state,
            state_name: state.name(self.lang),
            reported_by: self.person(row.reported_by_id),
            decided_by: row.decided_by_id.map(|id| self.person(id)),
            decided_at: row.decided_at,
            decision_note: row.decision_note.clone(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }
}
