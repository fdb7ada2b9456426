//! New versions of the calendar: tried out and imported. What rests on days no notice had covered
//! follows the notice; what was counted by announced days is moved only where that is asked for.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::calendar::{Calendar, CalendarRow, RowKind};
use super::dto::{CalendarView, ImportCalendarRequest, ImportedDay};
use super::entity::{calendar, calendar_day};
use super::service::{NamedDay, insert};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::cases::ledger::{canonical, sha256};
use crate::features::cases::rebasing::{NewBasis, Which};
use crate::features::limit_changes::dto::{AppliesTo, ChangeSubject, LimitChangeView};
use crate::features::limit_changes::publication::{self, Publication};
use crate::features::limit_changes::simulation::{self, Trial};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, FieldError};
use crate::platform::http::{Command, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize_any};

/// A version that is not stored yet.
struct Draft {
    head: calendar::Model,
    days: Vec<NamedDay>,
}

/// Makes a new version: the newest one with the days of `command` over it.
pub(super) async fn import(
    state: &AppState,
    actor: &Actor,
    command: Command<ImportCalendarRequest>,
) -> AppResult<Reply<CalendarView>> {
    let permit = authorize_any(actor, Action::ReferenceWrite)?;
    check(&command.body)?;
    check_reason(&command.body)?;
    let body = command.body;
    let now = state.clock.now();
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            alone(tx).await?;
            let is_running = body.applies_to == AppliesTo::Running;
            publication::check(&**tx, body.simulation_id, &hash_of(&body)?, is_running).await?;
            let change_id = (body.applies_to != AppliesTo::New).then(|| state.ids.next());
            let mut draft = drafted(&**tx, state.ids.next(), &body, now).await?;
            draft.head.limit_change_id = change_id;
            if let Some(id) = change_id {
                publication::begin(tx, &permit, id, published(&body, &draft.head), now).await?;
            }
            insert(tx, permit, &state.ids, &draft.head, draft.days).await?;
            record(tx, entry(state, actor, &draft.head, &body)).await?;
            let view = CalendarView::of(&draft.head, true);
            Ok(Reply::created(&view, "/api/v1/calendars".to_owned())?.personal())
        })
        .await?;
    state.calendars.forget();
    Ok(reply)
}

/// Tries a version out over all open cases; nothing is changed.
pub(super) async fn simulate(
    state: &AppState,
    actor: &Actor,
    command: Command<ImportCalendarRequest>,
    lang: Lang,
) -> AppResult<Reply<LimitChangeView>> {
    authorize_any(actor, Action::ReferenceWrite)?;
    check(&command.body)?;
    let body = command.body;
    let now = state.clock.now();
    simulation::run(state, actor, command.idempotency, lang, async |tx: &Tx, keeper| {
        let Draft { head, days } = drafted(&**tx, state.ids.next(), &body, now).await?;
        let rows = days.into_iter().map(|day| {
            let unknown = || AppError::internal(format!("calendar day of kind {}", day.kind));
            let kind = RowKind::parse(&day.kind).ok_or_else(unknown)?;
            Ok(CalendarRow { date: day.date, kind, name: day.name, in_lieu: day.in_lieu })
        });
        let rows = rows.collect::<AppResult<Vec<_>>>()?;
        let calendar = Calendar::new(head.version, head.announced_through, rows);
        let calendar = std::sync::Arc::new(calendar.map_err(AppError::internal)?);
        let which = match body.applies_to {
            AppliesTo::New => Which::None,
            AppliesTo::Provisional => Which::Provisional,
            AppliesTo::Running => Which::All,
        };
        Ok(Trial {
            subject: ChangeSubject::Calendar,
            applies_to: body.applies_to,
            draft: shown(&body, &head),
            hash: hash_of(&body)?,
            keeper: keeper.with_calendar(std::sync::Arc::clone(&calendar)),
            basis: NewBasis::Calendar { calendar, which },
        })
    })
    .await
}

/// The version `body` makes of the newest one.
async fn drafted(
    db: &impl ConnectionTrait,
    id: Uuid,
    body: &ImportCalendarRequest,
    now: DateTime<Utc>,
) -> AppResult<Draft> {
    let newest = calendar::Entity::find().order_by_desc(calendar::Column::Version).one(db).await?;
    if let Some(newest) = &newest {
        check_not_before(body.announced_through, newest.announced_through)?;
    }
    let head = calendar::Model {
        id,
        version: newest.as_ref().map_or(1, |newest| newest.version + 1),
        announced_through: body.announced_through,
        source: joined(newest.as_ref(), &body.source),
        created_at: now,
        limit_change_id: None,
    };
    Ok(Draft { head, days: merged(db, newest.as_ref(), &body.days).await? })
}

/// Waits until no other import is at work: two number their versions one after the other. All hold
/// the same row, the oldest, and look for the newest only then.
async fn alone(tx: &Tx) -> AppResult<()> {
    let version = calendar::Column::Version;
    calendar::Entity::find().order_by_asc(version).lock_exclusive().one(&**tx).await?;
    Ok(())
}

fn published(body: &ImportCalendarRequest, head: &calendar::Model) -> Publication {
    Publication {
        subject: ChangeSubject::Calendar,
        applies_to: body.applies_to,
        draft: shown(body, head),
        rule_id: None,
        calendar_version: Some(head.version),
        reason: Some(body.reason.as_deref().unwrap_or(&body.source).trim().to_owned()),
    }
}

/// What of a version is shown with what it does.
fn shown(body: &ImportCalendarRequest, head: &calendar::Model) -> Value {
    json!({
        "version": head.version,
        "announced_through": head.announced_through,
        "source": body.source,
        "days": body.days.len(),
    })
}

/// A digest of all of a draft but why it is published and after which simulation.
fn hash_of(body: &ImportCalendarRequest) -> AppResult<String> {
    Ok(sha256(canonical(body)?.as_bytes()))
}

/// What the security log says of an import: the version and the days named, not their names.
fn entry(
    state: &AppState,
    actor: &Actor,
    head: &calendar::Model,
    body: &ImportCalendarRequest,
) -> Entry {
    let dates = || body.days.iter().map(|day| day.date);
    Entry::of(state, AuditAction::CalendarImported)
        .by(actor)
        .on("calendar", head.id)
        .with("version", head.version)
        .with("announced_through", head.announced_through.to_string())
        .with("from", dates().min().map(|date| date.to_string()))
        .with("to", dates().max().map(|date| date.to_string()))
        .with("days", body.days.len())
        .with("applies_to", body.applies_to.as_str())
        .with("simulation_id", body.simulation_id.map(|id| id.to_string()))
}

/// The sources a version rests on: those of the version before, and the new one.
fn joined(newest: Option<&calendar::Model>, source: &str) -> String {
    match newest {
        Some(newest) if newest.source != source => format!("{}；{source}", newest.source),
        _ => source.to_owned(),
    }
}

/// The days of the version before, with the new ones over them.
async fn merged(
    db: &impl ConnectionTrait,
    newest: Option<&calendar::Model>,
    imported: &[ImportedDay],
) -> AppResult<Vec<NamedDay>> {
    let mut days = BTreeMap::new();
    if let Some(newest) = newest {
        let known = calendar_day::Entity::find()
            .filter(calendar_day::Column::CalendarId.eq(newest.id))
            .all(db)
            .await?;
        for day in known {
            let named =
                NamedDay { date: day.date, kind: day.kind, name: day.name, in_lieu: day.in_lieu };
            days.insert(day.date, named);
        }
    }
    for day in imported {
        let named = NamedDay {
            date: day.date,
            kind: day.kind.as_str().to_owned(),
            name: day.name.clone(),
            in_lieu: day.in_lieu,
        };
        days.insert(day.date, named);
    }
    Ok(days.into_values().collect())
}

/// Whoever moves all limits that run says why.
fn check_reason(body: &ImportCalendarRequest) -> AppResult<()> {
    if body.applies_to == AppliesTo::Running && body.reason.is_none() {
        let missing = FieldError::rule("/reason", "missing_field", Map::new());
        return Err(AppError::Validation(vec![missing]));
    }
    Ok(())
}

fn check(body: &ImportCalendarRequest) -> AppResult<()> {
    let mut problems = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (index, day) in body.days.iter().enumerate() {
        let pointer = format!("/days/{index}/date");
        if !is_in_years(day.date) {
            problems.push(FieldError::rule(&pointer, "range", years()));
        }
        if !seen.insert(day.date) {
            problems.push(FieldError::rule(&pointer, "duplicate", Map::new()));
        }
    }
    if !is_in_years(body.announced_through) {
        problems.push(FieldError::rule("/announced_through", "range", years()));
    }
    if problems.is_empty() { Ok(()) } else { Err(AppError::Validation(problems)) }
}

fn is_in_years(date: NaiveDate) -> bool {
    (2000..=2100).contains(&date.year())
}

fn years() -> Map<String, Value> {
    bounds("2000-01-01", "2100-12-31")
}

fn bounds(min: &str, max: &str) -> Map<String, Value> {
    [("min".to_owned(), min.into()), ("max".to_owned(), max.into())].into_iter().collect()
}

fn check_not_before(through: NaiveDate, known: NaiveDate) -> AppResult<()> {
    if through >= known {
        return Ok(());
    }
    let params = bounds(&known.to_string(), "2100-12-31");
    Err(AppError::Validation(vec![FieldError::rule("/announced_through", "range", params)]))
}
