//! Use cases of substitutions.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::dto::{ReplaceableCapacity, SetSubstituteRequest, SubstitutionFilter, SubstitutionView};
use super::entity::substitution::{Column, Model};
use super::period::{Period, SubstitutionState};
use super::repo::{self, Reach};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::notices::kind::{NoticeAboutKind, NoticeKind};
use crate::features::notices::params::Params;
use crate::features::notices::tell::{About, Telling, Told, tell};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::personnel::entity::capacity;
use crate::features::personnel::roles;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, refused};
use crate::platform::http::{Command, Count, Cursor, IfMatch, NoBody, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{
    Action, Actor, Facts, Permit, Role, authorize, authorize_any, holds, may_ever,
};

/// The only order of the list, in its cursors.
const ORDER: &str = "substitutions:-id";

/// 403 unless the caller may name a substitute for somebody at all.
pub(super) fn require_some(actor: &Actor) -> AppResult<()> {
    if may_ever(actor, Action::SubstituteSet) {
        return Ok(());
    }
    authorize_any(actor, Action::SubstituteName).map(|_permit| ())
}

/// What the caller sees: what they may set, and their own.
pub(super) fn reach(actor: &Actor) -> Reach {
    if holds(actor, Action::SubstituteSet, &Facts::default()) {
        return Reach::All;
    }
    match &actor.region_code {
        Some(root) if may_ever(actor, Action::SubstituteSet) => {
            Reach::Region(root.clone(), actor.person_id)
        }
        Some(_) | None => Reach::Own(actor.person_id),
    }
}

/// The right to decide on the capacity of `holder_id`; one's own, or those of the region.
pub(super) fn right(actor: &Actor, holder_id: Uuid, region_code: &str) -> AppResult<Permit> {
    let facts = Facts { region_code: Some(region_code), ..Facts::default() };
    if holder_id == actor.person_id
        && let Ok(permit) = authorize_any(actor, Action::SubstituteName)
    {
        return Ok(permit);
    }
    authorize(actor, Action::SubstituteSet, &facts)
}

/// A page of substitutions, newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &SubstitutionFilter,
    lang: Lang,
) -> AppResult<Page<SubstitutionView>> {
    let db = state.db.reader();
    let reach = reach(actor);
    let matching = || matching(state, filter);
    let cursor = filter.cursor.as_deref();
    let before = cursor.map(|text| Cursor::decode(text, ORDER)).transpose()?.map(|at| at.id);
    let rows = limit(filter.limit);
    let found = repo::list(db, &reach, matching(), before, rows + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &reach, matching()).await?),
        None => None,
    };
    let page = Page::cut(found, rows, ORDER, |row| (None, row.id), |row| row)?;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let shown = Shown::of(&directory, local_date(now), db, &page.items).await?;
    let items = page.items.iter().filter_map(|row| shown.view(actor, row, lang)).collect();
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn matching(state: &AppState, filter: &SubstitutionFilter) -> Condition {
    let today = local_date(state.clock.now());
    let is_standing = || Condition::all().add(Column::RevokedAt.is_null());
    let state = filter.state.map(|state| match state {
        SubstitutionState::Upcoming => is_standing().add(Column::FromOn.gt(today)),
        SubstitutionState::Current => {
            is_standing().add(Column::FromOn.lte(today)).add(Column::UntilOn.gte(today))
        }
        SubstitutionState::Ended => is_standing().add(Column::UntilOn.lt(today)),
        SubstitutionState::Revoked => Condition::all().add(Column::RevokedAt.is_not_null()),
    });
    let person = filter
        .person_id
        .map(|id| Condition::any().add(Column::HolderId.eq(id)).add(Column::SubstituteId.eq(id)));
    Condition::all().add_option(state).add_option(person)
}

/// One substitution; 404 when it is neither one's own nor of one's region.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<SubstitutionView> {
    let db = state.db.reader();
    let row = repo::find(db, &reach(actor), id).await?.ok_or(ErrorCode::RequestNotFound)?;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    view(&directory, local_date(now), db, actor, &row, lang).await
}

async fn view(
    directory: &Arc<Directory>,
    today: NaiveDate,
    db: &impl ConnectionTrait,
    actor: &Actor,
    row: &Model,
    lang: Lang,
) -> AppResult<SubstitutionView> {
    let shown = Shown::of(directory, today, db, std::slice::from_ref(row)).await?;
    shown.view(actor, row, lang).ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// What views name beside their rows.
struct Shown {
    directory: Arc<Directory>,
    capacities: HashMap<Uuid, capacity::Model>,
    names: HashMap<Uuid, String>,
    today: NaiveDate,
}

impl Shown {
    /// The organisation is taken before a transaction begins.
    async fn of(
        directory: &Arc<Directory>,
        today: NaiveDate,
        db: &impl ConnectionTrait,
        rows: &[Model],
    ) -> AppResult<Self> {
        let ids = rows.iter().map(|row| row.capacity_id);
        let found = capacity::Entity::find().filter(capacity::Column::Id.is_in(ids)).all(db);
        let capacities = found.await?.into_iter().map(|row| (row.id, row)).collect();
        let people = rows.iter().flat_map(|row| [row.holder_id, row.substitute_id, row.set_by_id]);
        let names = personnel::repo::list_names(db, people).await?;
        Ok(Self { directory: Arc::clone(directory), capacities, names, today })
    }

    fn view(&self, actor: &Actor, row: &Model, lang: Lang) -> Option<SubstitutionView> {
        let name = |id| self.names.get(&id).cloned().unwrap_or_default();
        let capacity = self.capacities.get(&row.capacity_id)?;
        let period = Period { from_on: row.from_on, until_on: row.until_on };
        let state = period.state(self.today, row.revoked_at.is_some());
        let is_open = matches!(state, SubstitutionState::Upcoming | SubstitutionState::Current);
        let refusal = if right(actor, row.holder_id, &row.region_code).is_err() {
            Some(ErrorCode::AuthNotAllowed)
        } else {
            (!is_open).then_some(ErrorCode::SubstitutionOver)
        };
        let holder = name(row.holder_id);
        Some(SubstitutionView {
            id: row.id,
            capacity: ReplaceableCapacity::of(&self.directory, capacity, holder, lang)?,
            substitute: PersonRef { id: row.substitute_id, name: name(row.substitute_id) },
            from_on: row.from_on,
            until_on: row.until_on,
            state,
            state_name: state.name(lang),
            set_by: PersonRef { id: row.set_by_id, name: name(row.set_by_id) },
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if refusal.is_none() { vec!["revoke"] } else { Vec::new() },
            refused_actions: refused(&["revoke"], refusal),
        })
    }
}

/// Names a substitute.
pub async fn set(
    state: &AppState,
    actor: &Actor,
    command: Command<SetSubstituteRequest>,
    lang: Lang,
) -> AppResult<Reply<SubstitutionView>> {
    let wanted = command.body;
    let now = state.clock.now();
    let period = Period { from_on: wanted.from_on, until_on: wanted.until_on };
    let today = local_date(now);
    if let Some(field) = period.wrong_field(today) {
        return Err(AppError::field(field, ErrorCode::SubstitutionInvalidDates));
    }
    let directory = state.directory.get(&state.db, now).await?;
    let telling = Telling::of(state).await?;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let (permit, row) = agreed(state, tx, actor, &directory, &wanted).await?;
            repo::insert(tx, permit, row.clone()).await?;
            let entry = Entry::of(state, AuditAction::SubstitutionSet).by(actor);
            let entry = entry
                .on("substitution", row.id)
                .with("capacity_id", row.capacity_id.to_string())
                .with("substitute_id", row.substitute_id.to_string());
            record(tx, entry).await?;
            let told = told(actor, &row, NoticeKind::SubstituteNamed, "named");
            tell(state, tx, &telling, told).await?;
            let view = view(&directory, today, &**tx, actor, &row, lang).await?;
            let location = format!("/api/v1/substitutions/{}", view.id);
            Ok(Reply::created(&view, location)?.version(view.version))
        })
        .await?;
    state.actors.forget();
    Ok(reply)
}

/// Checks everything a substitution must be; answers it ready to be kept.
async fn agreed(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    directory: &Directory,
    wanted: &SetSubstituteRequest,
) -> AppResult<(Permit, Model)> {
    let SetSubstituteRequest { capacity_id, substitute_id, from_on, until_on } = *wanted;
    let unknown = || AppError::field("/capacity_id", ErrorCode::SubstitutionUnknownCapacity);
    let bad = |code| AppError::field("/substitute_id", code);
    let found = personnel::repo::find_capacity(&**tx, capacity_id).await?;
    let (capacity, _) = found.filter(|(row, _)| row.is_active).ok_or_else(unknown)?;
    let region = directory.regions.get(&capacity.region_id).ok_or_else(unknown)?;
    // What the caller may not set does not exist for them.
    let permit =
        right(actor, capacity.person_id, &region.code).map_err(|_refused: AppError| unknown())?;
    let role = Role::parse(&capacity.role).ok_or_else(unknown)?;
    if role.is_separated() {
        return Err(AppError::field("/capacity_id", ErrorCode::SubstitutionAdminRole));
    }
    if substitute_id == capacity.person_id {
        return Err(bad(ErrorCode::SubstitutionSelf));
    }
    // In the order of their ids, so that two who name each other do not wait for each other.
    let mut people = [capacity.person_id, substitute_id];
    people.sort_unstable();
    for id in people {
        let person = personnel::repo::find_person_for_update(tx, id).await?;
        if !person.is_some_and(|person| person.is_active) {
            return Err(if id == substitute_id {
                bad(ErrorCode::PersonUnknown)
            } else {
                unknown()
            });
        }
    }
    let held = personnel::repo::list_active_capacities(&**tx, substitute_id).await?;
    let own: Vec<_> = held.iter().filter_map(|row| Role::parse(&row.role)).collect();
    if !roles::may_hold(&own, role) {
        return Err(bad(ErrorCode::SubstitutionExclusiveRoles));
    }
    let may_set = holds(
        actor,
        Action::SubstituteSet,
        &Facts { region_code: Some(&region.code), ..Facts::default() },
    );
    if !may_set && !is_same_unit(tx, &capacity, substitute_id, &held).await? {
        return Err(bad(ErrorCode::SubstitutionOtherUnit));
    }
    let period = Period { from_on, until_on };
    let touching = repo::list_touching(tx, period, capacity_id, people).await?;
    if touching.iter().any(|row| row.capacity_id == capacity_id) {
        return Err(ErrorCode::SubstitutionOverlap.into());
    }
    let is_chained =
        |row: &Model| row.holder_id == substitute_id || row.substitute_id == capacity.person_id;
    if touching.iter().any(is_chained) {
        return Err(ErrorCode::SubstitutionChain.into());
    }
    let now = state.clock.now();
    let row = Model {
        id: state.ids.next(),
        capacity_id,
        holder_id: capacity.person_id,
        substitute_id,
        set_by_id: actor.person_id,
        region_code: region.code.clone(),
        from_on,
        until_on,
        revoked_at: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    Ok((permit, row))
}

/// Whether the substitute works where the capacity is held.
async fn is_same_unit(
    tx: &Tx,
    capacity: &capacity::Model,
    substitute_id: Uuid,
    held: &[capacity::Model],
) -> AppResult<bool> {
    let Some(department) = capacity.department_id else {
        return Ok(held.iter().any(|row| row.region_id == capacity.region_id));
    };
    if held.iter().any(|row| row.department_id == Some(department)) {
        return Ok(true);
    }
    let person = personnel::repo::find_person(&**tx, substitute_id).await?;
    Ok(person.is_some_and(|person| person.department_id == Some(department)))
}

/// The absent one and the substitute are told, but not of their own act.
fn told(actor: &Actor, row: &Model, kind: NoticeKind, what: &str) -> Vec<Told> {
    let params = Params::default()
        .with("from_on", row.from_on.to_string())
        .with("until_on", row.until_on.to_string());
    let people = [row.substitute_id, row.holder_id].into_iter();
    let told = people.filter(|id| *id != actor.person_id).map(|person_id| Told {
        person_id,
        capacity_id: Some(row.capacity_id),
        kind,
        fact_key: format!("substitution:{}:{what}", row.id),
        about: Some(About { kind: NoticeAboutKind::Substitution, id: row.id }),
        params: params.clone(),
    });
    told.collect()
}

/// Revokes a substitution; its session in the capacity ends at once.
pub async fn revoke(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<NoBody>,
    lang: Lang,
) -> AppResult<Reply<SubstitutionView>> {
    let today = local_date(state.clock.now());
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let telling = Telling::of(state).await?;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let found = repo::find(&**tx, &reach(actor), id).await?;
            let before = found.ok_or(ErrorCode::RequestNotFound)?;
            seen.check(before.row_version, ErrorCode::RequestStaleVersion)?;
            let permit = right(actor, before.holder_id, &before.region_code)?;
            let period = Period { from_on: before.from_on, until_on: before.until_on };
            if matches!(
                period.state(today, before.revoked_at.is_some()),
                SubstitutionState::Ended | SubstitutionState::Revoked
            ) {
                return Err(ErrorCode::SubstitutionOver.into());
            }
            let row = repo::revoke(tx, permit, id, seen, state.clock.now()).await?;
            let entry = Entry::of(state, AuditAction::SubstitutionRevoked).by(actor);
            record(tx, entry.on("substitution", id)).await?;
            let told = told(actor, &row, NoticeKind::SubstituteRevoked, "revoked");
            tell(state, tx, &telling, told).await?;
            let view = view(&directory, today, &**tx, actor, &row, lang).await?;
            Ok(Reply::ok(&view)?.version(view.version))
        })
        .await?;
    state.actors.forget();
    Ok(reply)
}
