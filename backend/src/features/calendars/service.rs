//! Use cases of calendars.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use sea_orm::{ActiveValue, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};
use serde_json::{Map, Value};

use super::dto::{CalendarView, DayFilter, DayView, ImportCalendarRequest, ImportedDay};
use super::entity::{calendar, calendar_day};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, Page, Reply};
use crate::platform::ids::Ids;
use crate::policy::{Action, Actor, Permit, authorize_any};

/// Most days one answer lists.
const MAX_DAYS: i64 = 400;
/// Rows a statement inserts; six columns each, below the parameter limit of either database.
const ROWS_A_STATEMENT: usize = 500;

/// All versions, newest first.
pub async fn list(state: &AppState) -> AppResult<Page<CalendarView>> {
    let heads = state.calendars.heads(&state.db, state.clock.now()).await?;
    Ok(Page::whole(heads.iter().map(CalendarView::of).collect()))
}

/// The days asked for, from the newest version unless another is named.
pub async fn days(state: &AppState, filter: &DayFilter) -> AppResult<Page<DayView>> {
    if filter.to < filter.from {
        return Err(AppError::from(ErrorCode::RequestInvalidParameter)
            .with("parameters", vec!["from", "to"]));
    }
    if (filter.to - filter.from).num_days() >= MAX_DAYS {
        return Err(AppError::from(ErrorCode::CalendarRangeTooLong).with("max_days", MAX_DAYS));
    }
    let heads = state.calendars.heads(&state.db, state.clock.now()).await?;
    let head = match filter.version {
        Some(version) => heads.iter().find(|head| head.version == version),
        None => heads.first(),
    };
    let head = head.ok_or(ErrorCode::CalendarUnknown)?;
    let calendar = state.calendars.of(&state.db, head).await?;
    let outside = |_| {
        AppError::from(ErrorCode::RequestInvalidParameter).with("parameters", vec!["from", "to"])
    };
    let days = calendar.days(filter.from, filter.to).map_err(outside)?;
    let views = days.map(|day| DayView {
        date: day.date,
        kind: day.kind,
        name: day.name,
        announced: day.announced,
        source: day.announced.then(|| head.source.clone()),
    });
    Ok(Page::whole(views.collect()))
}

/// Makes a new version: the newest one with the days of `command` over it.
pub async fn import(
    state: &AppState,
    actor: &Actor,
    command: Command<ImportCalendarRequest>,
) -> AppResult<Reply<CalendarView>> {
    let permit = authorize_any(actor, Action::ReferenceWrite)?;
    check(&command.body)?;
    let body = command.body;
    let now = state.clock.now();
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let newest = newest_alone(tx).await?;
            if let Some(newest) = &newest {
                check_not_before(body.announced_through, newest.announced_through)?;
            }
            let head = calendar::Model {
                id: state.ids.next(),
                version: newest.as_ref().map_or(1, |newest| newest.version + 1),
                announced_through: body.announced_through,
                source: joined(newest.as_ref(), &body.source),
                created_at: now,
            };
            let days = merged(tx, newest.as_ref(), &body.days).await?;
            insert(tx, permit, &state.ids, &head, days).await?;
            record(tx, entry(state, actor, &head, &body.days)).await?;
            Reply::created(&CalendarView::of(&head), "/api/v1/calendars".to_owned())
        })
        .await?;
    state.calendars.forget();
    Ok(reply)
}

/// The newest version, once no other import is at work: two number their versions one after the
/// other. All hold the same row, the oldest, and look for the newest only then.
async fn newest_alone(tx: &Tx) -> AppResult<Option<calendar::Model>> {
    let version = calendar::Column::Version;
    calendar::Entity::find().order_by_asc(version).lock_exclusive().one(&**tx).await?;
    Ok(calendar::Entity::find().order_by_desc(version).one(&**tx).await?)
}

/// What the security log says of an import: the version and the days named, not their names.
fn entry(state: &AppState, actor: &Actor, head: &calendar::Model, days: &[ImportedDay]) -> Entry {
    let dates = || days.iter().map(|day| day.date);
    Entry::of(state, AuditAction::CalendarImported)
        .by(actor)
        .on("calendar", head.id)
        .with("version", head.version)
        .with("announced_through", head.announced_through.to_string())
        .with("from", dates().min().map(|date| date.to_string()))
        .with("to", dates().max().map(|date| date.to_string()))
        .with("days", days.len())
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
    tx: &Tx,
    newest: Option<&calendar::Model>,
    imported: &[ImportedDay],
) -> AppResult<Vec<NamedDay>> {
    let mut days = BTreeMap::new();
    if let Some(newest) = newest {
        use sea_orm::{ColumnTrait, QueryFilter};
        let known = calendar_day::Entity::find()
            .filter(calendar_day::Column::CalendarId.eq(newest.id))
            .all(&**tx)
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

/// A day of a version that is not stored yet.
#[derive(Debug, Clone)]
pub struct NamedDay {
    /// The day.
    pub date: NaiveDate,
    /// `off` or `work`.
    pub kind: String,
    /// The holiday it belongs to.
    pub name: String,
    /// Whether it was swapped.
    pub in_lieu: bool,
}

/// Stores a version with its days.
pub async fn insert(
    tx: &Tx,
    _permit: Permit,
    ids: &Ids,
    head: &calendar::Model,
    days: Vec<NamedDay>,
) -> AppResult<()> {
    calendar::Entity::insert(head.clone().into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    let rows = days.into_iter().map(|day| calendar_day::ActiveModel {
        id: ActiveValue::Set(ids.next()),
        calendar_id: ActiveValue::Set(head.id),
        date: ActiveValue::Set(day.date),
        kind: ActiveValue::Set(day.kind),
        name: ActiveValue::Set(day.name),
        in_lieu: ActiveValue::Set(day.in_lieu),
    });
    let rows: Vec<_> = rows.collect();
    for chunk in rows.chunks(ROWS_A_STATEMENT) {
        calendar_day::Entity::insert_many(chunk.to_vec()).exec_without_returning(&**tx).await?;
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
