//! Queries of mediation. Every finder for a reader takes a [`Scope`] over sessions with their cases.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait, IntoActiveModel as _, JoinType,
    Order, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, RelationDef, Select,
};
use uuid::Uuid;

use super::entity::{consent, mediation, mediator, recusal, room, sitting, tie};
use super::workflow::MediationState;
use crate::features::cases::entity::case;
use crate::features::cases::mentioned::Mentioned;
use crate::features::cases::repo::all_set;
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Scope};

/// The sessions `actor` may read, in a query that joins their cases.
pub fn readable(actor: &Actor) -> Scope {
    Scope::mediations(actor, Action::MediationRead)
}

fn to_case() -> RelationDef {
    mediation::Entity::belongs_to(case::Entity)
        .from(mediation::Column::CaseId)
        .to(case::Column::Id)
        .into()
}

fn within(scope: &Scope) -> Select<mediation::Entity> {
    mediation::Entity::find().join(JoinType::InnerJoin, to_case()).filter(scope.condition())
}

/// Finds a session the actor may read; outside the scope it does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<mediation::Model> {
    let found = within(scope).filter(mediation::Column::Id.eq(id)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// A page of sessions that pass `matching`, by when they begin.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<(DateTime<Utc>, Uuid)>,
    is_descending: bool,
    limit: u64,
) -> AppResult<Vec<mediation::Model>> {
    let column =
        |column: mediation::Column| Expr::col((mediation::Entity, column).into_column_ref());
    let rest = after.map(|(at, id)| {
        let (key, by) = (column(mediation::Column::StartsAt), column(mediation::Column::Id));
        portable::after(&key, &by, Some(at), id, is_descending)
    });
    let direction = if is_descending { Order::Desc } else { Order::Asc };
    let found = within(scope)
        .filter(matching.add_option(rest))
        .order_by(mediation::Column::StartsAt, direction.clone())
        .order_by(mediation::Column::Id, direction);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(within(scope).filter(matching).count(db).await?)
}

/// The sessions with a mediator, as a condition: by entry of the register, or by people.
pub fn with_mediator(mediator_id: Uuid) -> Condition {
    sat(sitting::Column::MediatorId.eq(mediator_id))
}

/// The sessions one of these people mediates.
pub fn with_person(ids: impl IntoIterator<Item = Uuid>) -> Condition {
    sat(sitting::Column::PersonId.is_in(ids))
}

fn sat(who: sea_orm::sea_query::SimpleExpr) -> Condition {
    let sessions = sitting::Entity::find()
        .select_only()
        .column(sitting::Column::MediationId)
        .filter(who)
        .into_query();
    Condition::all().add(mediation::Column::Id.in_subquery(sessions))
}

/// Who mediates `sessions`, by session, each in the order in which they were named.
pub async fn sittings(
    db: &impl ConnectionTrait,
    sessions: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Vec<sitting::Model>>> {
    let found = sitting::Entity::find()
        .filter(sitting::Column::MediationId.is_in(sessions))
        .order_by_asc(sitting::Column::Id)
        .all(db)
        .await?;
    let mut by_session: HashMap<Uuid, Vec<sitting::Model>> = HashMap::new();
    for row in found {
        by_session.entry(row.mediation_id).or_default().push(row);
    }
    Ok(by_session)
}

/// What was said to being mediated in `sessions`, in the order in which it was written down.
pub async fn consents(
    db: &impl ConnectionTrait,
    sessions: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<consent::Model>> {
    Ok(consent::Entity::find()
        .filter(consent::Column::MediationId.is_in(sessions))
        .order_by_asc(consent::Column::MediationId)
        .order_by_asc(consent::Column::Seq)
        .all(db)
        .await?)
}

/// Who withdrew from a case.
pub async fn recusals(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Vec<recusal::Model>> {
    Ok(recusal::Entity::find()
        .filter(recusal::Column::CaseId.eq(case_id))
        .order_by_asc(recusal::Column::Id)
        .all(db)
        .await?)
}

/// A session with what belongs to it.
#[derive(Debug, Clone)]
pub struct Session {
    /// The row.
    pub row: mediation::Model,
    /// Who mediates.
    pub sittings: Vec<sitting::Model>,
    /// What was said, oldest first.
    pub consents: Vec<consent::Model>,
}

/// The sessions of a case, oldest first, whoever asks: for what the program itself writes, such as
/// documents.
pub async fn for_case(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Vec<Session>> {
    let rows = mediation::Entity::find()
        .filter(mediation::Column::CaseId.eq(case_id))
        .order_by_asc(mediation::Column::SessionNo)
        .all(db)
        .await?;
    whole(db, rows).await
}

/// Sessions with what belongs to them, in two more statements.
pub async fn whole(
    db: &impl ConnectionTrait,
    rows: Vec<mediation::Model>,
) -> AppResult<Vec<Session>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut by_session = sittings(db, ids.iter().copied()).await?;
    let mut said: HashMap<Uuid, Vec<consent::Model>> = HashMap::new();
    for row in consents(db, ids).await? {
        said.entry(row.mediation_id).or_default().push(row);
    }
    let session = |row: mediation::Model| Session {
        sittings: by_session.remove(&row.id).unwrap_or_default(),
        consents: said.remove(&row.id).unwrap_or_default(),
        row,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// The number of the next session of a case that is held.
pub async fn next_no(tx: &Tx, case_id: Uuid) -> AppResult<i32> {
    let last: Option<i32> = mediation::Entity::find()
        .select_only()
        .column(mediation::Column::SessionNo)
        .filter(mediation::Column::CaseId.eq(case_id))
        .order_by_desc(mediation::Column::SessionNo)
        .limit(1)
        .into_tuple()
        .one(&**tx)
        .await?;
    Ok(last.unwrap_or(0) + 1)
}

/// Mediators by id, held until the end of the transaction, always in the same order.
pub async fn hold_mediators(tx: &Tx, ids: &[Uuid]) -> AppResult<Vec<mediator::Model>> {
    let found = mediator::Entity::find().filter(mediator::Column::Id.is_in(ids.iter().copied()));
    Ok(found.order_by_asc(mediator::Column::Id).lock_exclusive().all(&**tx).await?)
}

/// Entries of the register.
pub async fn mediators_by(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<mediator::Model>> {
    let found = mediator::Entity::find().filter(mediator::Column::Id.is_in(ids));
    Ok(found.order_by_asc(mediator::Column::Id).all(db).await?)
}

/// A room, held until the end of the transaction.
pub async fn hold_room(tx: &Tx, id: Uuid) -> AppResult<Option<room::Model>> {
    Ok(room::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?)
}

/// The rooms in use of centres, by name.
pub async fn rooms_of(
    db: &impl ConnectionTrait,
    centers: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<room::Model>> {
    Ok(room::Entity::find()
        .filter(room::Column::CenterId.is_in(centers))
        .filter(room::Column::IsActive.eq(true))
        .order_by_asc(room::Column::Name)
        .all(db)
        .await?)
}

/// The mediators of centres, oldest entries first.
pub async fn mediators_of(
    db: &impl ConnectionTrait,
    centers: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<mediator::Model>> {
    Ok(mediator::Entity::find()
        .filter(mediator::Column::CenterId.is_in(centers))
        .filter(mediator::Column::IsActive.eq(true))
        .order_by_asc(mediator::Column::Id)
        .all(db)
        .await?)
}

/// What mediators declared, by mediator.
pub async fn ties(
    db: &impl ConnectionTrait,
    mediators: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Vec<tie::Model>>> {
    let found = tie::Entity::find()
        .filter(tie::Column::MediatorId.is_in(mediators))
        .order_by_asc(tie::Column::Id)
        .all(db)
        .await?;
    let mut by_mediator: HashMap<Uuid, Vec<tie::Model>> = HashMap::new();
    for row in found {
        by_mediator.entry(row.mediator_id).or_default().push(row);
    }
    Ok(by_mediator)
}

/// Names of rooms.
pub async fn room_names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, String>> {
    let ids: HashSet<_> = ids.into_iter().collect();
    let found: Vec<(Uuid, String)> = room::Entity::find()
        .select_only()
        .columns([room::Column::Id, room::Column::Name])
        .filter(room::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The cases of sessions or agreements: id, number, title, status.
pub type CaseLine = (Uuid, String, String, String);

/// What is shown of cases whose sessions or agreements a reader may see.
pub async fn case_lines(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, CaseLine>> {
    let ids: HashSet<_> = ids.into_iter().collect();
    let found: Vec<CaseLine> = case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::CaseNo,
            case::Column::Title,
            case::Column::Status,
        ])
        .filter(case::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let assisted = Mentioned::of_assisted(db, actor, found.iter().map(|line| line.0)).await?;
    let lines = found.into_iter().map(|(id, case_no, title, status)| {
        let title = assisted.title(id, &title);
        (id, (id, case_no, title, status))
    });
    Ok(lines.collect())
}

/// What holds a room, mediators or a case within a time, half-open: what ends when another begins
/// is not in its way. `but` is the session that is to be moved.
#[derive(Debug, Default)]
pub struct Taken {
    /// Rooms.
    pub rooms: HashSet<Uuid>,
    /// People who mediate.
    pub people: HashSet<Uuid>,
    /// Cases.
    pub cases: HashSet<Uuid>,
}

/// Everything that is held at some moment from `starts_at` to `ends_at`. A session that goes on holds
/// what it has from when it began until `now` at least, however long it was booked for.
pub async fn taken(
    db: &impl ConnectionTrait,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
    but: Option<Uuid>,
) -> AppResult<Taken> {
    let booked = Condition::all()
        .add(mediation::Column::State.is_in(MediationState::HELD))
        .add(mediation::Column::StartsAt.lt(ends_at))
        .add(mediation::Column::EndsAt.gt(starts_at));
    let goes_on = (starts_at <= now).then(|| {
        Condition::all()
            .add(mediation::Column::State.eq(MediationState::InProgress.as_str()))
            .add(mediation::Column::StartedAt.lt(ends_at))
    });
    let overlapping = Condition::all()
        .add(Condition::any().add(booked).add_option(goes_on))
        .add_option(but.map(|id| mediation::Column::Id.ne(id)));
    let to_sitting: RelationDef = mediation::Entity::belongs_to(sitting::Entity)
        .from(mediation::Column::Id)
        .to(sitting::Column::MediationId)
        .into();
    let found: Vec<(Uuid, Uuid, Option<Uuid>)> = mediation::Entity::find()
        .select_only()
        .columns([mediation::Column::RoomId, mediation::Column::CaseId])
        .column(sitting::Column::PersonId)
        .join(JoinType::LeftJoin, to_sitting)
        .filter(overlapping)
        .into_tuple()
        .all(db)
        .await?;
    let mut taken = Taken::default();
    for (room, case, person) in found {
        taken.rooms.insert(room);
        taken.cases.insert(case);
        taken.people.extend(person);
    }
    Ok(taken)
}

/// Whether a room or a mediator is wanted by a session to come.
pub async fn is_awaited(db: &impl ConnectionTrait, matching: Condition) -> AppResult<bool> {
    let found = mediation::Entity::find()
        .filter(mediation::Column::State.is_in(MediationState::HELD))
        .filter(matching);
    Ok(found.one(db).await?.is_some())
}

/// Keeps a new session with who mediates it, and the consents that go on in it.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: mediation::Model,
    sittings: Vec<sitting::Model>,
    consents: Vec<consent::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "mediation inserted");
    let row = all_set(row.into_active_model());
    mediation::Entity::insert(row).exec_without_returning(&**tx).await?;
    insert_sittings(tx, sittings).await?;
    for row in consents {
        insert_consent(tx, row).await?;
    }
    Ok(())
}

async fn insert_sittings(tx: &Tx, rows: Vec<sitting::Model>) -> AppResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| all_set(row.into_active_model()));
    sitting::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a session whose case is held.
pub async fn save(tx: &Tx, permit: Permit, row: mediation::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "mediation saved");
    mediation::Entity::update(all_set(row.into_active_model())).exec(&**tx).await?;
    Ok(())
}

/// Puts other mediators in the place of those of a session.
pub async fn replace_sittings(
    tx: &Tx,
    mediation_id: Uuid,
    sittings: Vec<sitting::Model>,
) -> AppResult<()> {
    let known = sitting::Entity::delete_many();
    known.filter(sitting::Column::MediationId.eq(mediation_id)).exec(&**tx).await?;
    insert_sittings(tx, sittings).await
}

/// Takes a mediator out of a session.
pub async fn remove_sitting(tx: &Tx, id: Uuid) -> AppResult<()> {
    sitting::Entity::delete_by_id(id).exec(&**tx).await?;
    Ok(())
}

/// Keeps what a side said.
pub async fn insert_consent(tx: &Tx, row: consent::Model) -> AppResult<()> {
    let row = all_set(row.into_active_model());
    consent::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Keeps a recusal.
pub async fn insert_recusal(tx: &Tx, row: recusal::Model) -> AppResult<()> {
    let row = all_set(row.into_active_model());
    recusal::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Enters a room.
pub async fn insert_room(tx: &Tx, permit: Permit, row: room::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "room inserted");
    let row = all_set(row.into_active_model());
    room::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a room that is held.
pub async fn save_room(tx: &Tx, permit: Permit, row: room::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "room saved");
    room::Entity::update(all_set(row.into_active_model())).exec(&**tx).await?;
    Ok(())
}

/// Enters a mediator with what they declared.
pub async fn insert_mediator(
    tx: &Tx,
    permit: Permit,
    row: mediator::Model,
    ties: Vec<tie::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "mediator inserted");
    let row = all_set(row.into_active_model());
    mediator::Entity::insert(row).exec_without_returning(&**tx).await?;
    insert_ties(tx, ties).await
}

/// Saves a mediator that is held, and what they declare now where they declared it anew.
pub async fn save_mediator(
    tx: &Tx,
    permit: Permit,
    row: mediator::Model,
    ties: Option<Vec<tie::Model>>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "mediator saved");
    let id = row.id;
    mediator::Entity::update(all_set(row.into_active_model())).exec(&**tx).await?;
    if let Some(ties) = ties {
        let known = tie::Entity::delete_many().filter(tie::Column::MediatorId.eq(id));
        known.exec(&**tx).await?;
        insert_ties(tx, ties).await?;
    }
    Ok(())
}

async fn insert_ties(tx: &Tx, rows: Vec<tie::Model>) -> AppResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| all_set(row.into_active_model()));
    tie::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Whose entries of the register these are.
pub async fn people_of(
    db: &impl ConnectionTrait,
    mediators: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Uuid>> {
    let ids: HashSet<_> = mediators.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Uuid, Uuid)> = mediator::Entity::find()
        .select_only()
        .columns([mediator::Column::Id, mediator::Column::PersonId])
        .filter(mediator::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}
