//! The calendars in memory. A version never changes, so it is read once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::calendar::{Calendar, CalendarRow, RowKind};
use super::entity::{calendar, calendar_day};
use crate::platform::cache::Cache;
use crate::platform::db::Db;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// The versions, and the days of those that were asked for.
#[derive(Debug, Default)]
pub struct CalendarCache {
    heads: Cache<Vec<calendar::Model>>,
    loaded: Mutex<HashMap<Uuid, Arc<Calendar>>>,
}

impl CalendarCache {
    /// The versions, newest first.
    pub async fn heads(&self, db: &Db, now: DateTime<Utc>) -> AppResult<Arc<Vec<calendar::Model>>> {
        let newest_first = calendar::Entity::find().order_by_desc(calendar::Column::Version);
        self.heads.get(now, async { Ok(newest_first.all(db.reader()).await?) }).await
    }

    /// The newest version. Without any, the reference data was never installed.
    pub async fn newest(&self, db: &Db, now: DateTime<Utc>) -> AppResult<Arc<Calendar>> {
        let heads = self.heads(db, now).await?;
        let head = heads
            .first()
            .ok_or_else(|| AppError::internal("no calendar: run `zongzhi migrate up`"))?;
        self.of(db, head).await
    }

    /// A version by its number. Unknown: 404 `calendar.unknown`.
    pub async fn version(
        &self,
        db: &Db,
        now: DateTime<Utc>,
        version: i32,
    ) -> AppResult<Arc<Calendar>> {
        let heads = self.heads(db, now).await?;
        let head = heads.iter().find(|head| head.version == version);
        self.of(db, head.ok_or(ErrorCode::CalendarUnknown)?).await
    }

    /// The days of a version.
    pub async fn of(&self, db: &Db, head: &calendar::Model) -> AppResult<Arc<Calendar>> {
        if let Some(calendar) = self.lock().get(&head.id) {
            return Ok(Arc::clone(calendar));
        }
        let days = calendar_day::Entity::find()
            .filter(calendar_day::Column::CalendarId.eq(head.id))
            .all(db.reader())
            .await?;
        let rows = days.into_iter().map(row).collect::<AppResult<Vec<_>>>()?;
        let calendar = Calendar::new(head.version, head.announced_through, rows)
            .map_err(AppError::internal)?;
        let calendar = Arc::new(calendar);
        self.lock().insert(head.id, Arc::clone(&calendar));
        Ok(calendar)
    }

    /// Call after importing a version.
    pub fn forget(&self) {
        self.heads.forget();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<Calendar>>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn row(day: calendar_day::Model) -> AppResult<CalendarRow> {
    let kind = RowKind::parse(&day.kind)
        .ok_or_else(|| AppError::internal(format!("calendar day of kind {}", day.kind)))?;
    Ok(CalendarRow { date: day.date, kind, name: day.name, in_lieu: day.in_lieu })
}
