//! Use cases of calendars.

use chrono::NaiveDate;
use sea_orm::{ActiveValue, EntityTrait, IntoActiveModel};

use super::dto::{CalendarView, DayFilter, DayView};
use super::entity::{calendar, calendar_day};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::Page;
use crate::platform::ids::Ids;
use crate::policy::{Action, Actor, Permit, may_ever};

/// Most days one answer lists.
const MAX_DAYS: i64 = 400;
/// Rows a statement inserts; six columns each, below the parameter limit of either database.
const ROWS_A_STATEMENT: usize = 500;

/// All versions, newest first.
pub async fn list(state: &AppState, actor: &Actor) -> AppResult<Page<CalendarView>> {
    let may_write = may_ever(actor, Action::ReferenceWrite);
    let heads = state.calendars.heads(&state.db, state.clock.now()).await?;
    Ok(Page::whole(heads.iter().map(|head| CalendarView::of(head, may_write)).collect()))
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
    permit: Permit,
    ids: &Ids,
    head: &calendar::Model,
    days: Vec<NamedDay>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), version = head.version, "a calendar is stored");
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
