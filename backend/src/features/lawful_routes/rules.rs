//! Routes as domain values, which of them is open to a matter (pure), and the routes in memory.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{EntityTrait, QueryOrder};
use uuid::Uuid;

use super::entity::lawful_route::{Column, Entity, Model};
use crate::features::cases::model::Procedure;
use crate::platform::cache::Cache;
use crate::platform::db::Db;
use crate::platform::error::{AppError, AppResult};
use crate::platform::lang::Lang;

/// One version of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its id.
    pub id: Uuid,
    /// The same in every version.
    pub code: String,
    /// Number of the version.
    pub version: i32,
    /// For this type and those below it; empty: for every type.
    pub type_code: String,
    /// For those willing to mediate, or for those who are not.
    pub is_willing: bool,
    /// The procedure.
    pub procedure: Procedure,
    /// The article.
    pub source: String,
    /// The article in English.
    pub source_en: Option<String>,
    /// First day on which it is suggested.
    pub valid_from: NaiveDate,
    /// Last such day; none: still in force.
    pub valid_to: Option<NaiveDate>,
    /// When it was installed.
    pub created_at: DateTime<Utc>,
}

impl Route {
    /// Whether it is in force on `on`.
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|to| on <= to)
    }

    /// The article for a reader.
    pub fn source(&self, lang: Lang) -> &str {
        match (lang, &self.source_en) {
            (Lang::En, Some(source)) => source,
            _ => &self.source,
        }
    }

    fn of(row: Model) -> AppResult<Self> {
        let procedure = Procedure::parse(&row.procedure);
        let unknown = || AppError::internal(format!("lawful route {}: procedure", row.code));
        Ok(Self {
            procedure: procedure.ok_or_else(unknown)?,
            id: row.id,
            code: row.code,
            version: row.version,
            type_code: row.type_code,
            is_willing: row.is_willing,
            source: row.source,
            source_en: row.source_en,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            created_at: row.created_at,
        })
    }
}

/// All versions of all routes.
#[derive(Debug, Clone, Default)]
pub struct RouteSet(Vec<Route>);

impl RouteSet {
    /// Routes that were read or made.
    pub fn of(routes: Vec<Route>) -> Self {
        Self(routes)
    }

    async fn load(db: &Db) -> AppResult<Self> {
        let rows = Entity::find()
            .order_by_asc(Column::Code)
            .order_by_asc(Column::Version)
            .all(db.reader())
            .await?;
        Ok(Self(rows.into_iter().map(Route::of).collect::<AppResult<_>>()?))
    }

    /// By code and version.
    pub fn all(&self) -> &[Route] {
        &self.0
    }

    /// The route open to a matter on `on`: the most narrowly drawn, then the newest version.
    pub fn choose(&self, type_code: &str, is_willing: bool, on: NaiveDate) -> Option<&Route> {
        self.0
            .iter()
            .filter(|route| route.is_willing == is_willing && route.is_valid_on(on))
            .filter(|route| type_code.starts_with(&route.type_code))
            .max_by_key(|route| (route.type_code.len(), route.version, &route.code))
    }
}

/// The cached routes.
#[derive(Debug, Default)]
pub struct RouteCache(Cache<RouteSet>);

impl RouteCache {
    /// The routes as of at most ten seconds ago.
    pub async fn get(&self, db: &Db, now: DateTime<Utc>) -> AppResult<Arc<RouteSet>> {
        self.0.get(now, RouteSet::load(db)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn route(code: &str, type_code: &str, edit: impl FnOnce(&mut Route)) -> Route {
        let mut route = Route {
            id: Uuid::nil(),
            code: code.to_owned(),
            version: 1,
            type_code: type_code.to_owned(),
            is_willing: false,
            procedure: Procedure::CivilLitigation,
            source: "甲法第一条".to_owned(),
            source_en: None,
            valid_from: day("2000-01-01"),
            valid_to: None,
            created_at: DateTime::UNIX_EPOCH,
        };
        edit(&mut route);
        route
    }

    #[test]
    fn the_narrowest_route_in_force_is_open() {
        let routes = RouteSet::of(vec![
            route("any", "", |_| ()),
            route("willing", "", |r| r.is_willing = true),
            route("labour", "07", |_| ()),
            route("labour", "07", |r| {
                r.version = 2;
                r.valid_from = day("2027-01-01");
            }),
        ]);
        let chosen = |type_code: &str, is_willing: bool, on: &str| {
            let route = routes.choose(type_code, is_willing, day(on))?;
            Some((route.code.clone(), route.version))
        };
        assert_eq!(chosen("0701", false, "2026-11-26"), Some(("labour".to_owned(), 1)));
        assert_eq!(chosen("0701", false, "2027-01-01"), Some(("labour".to_owned(), 2)));
        assert_eq!(chosen("0402", false, "2026-11-26"), Some(("any".to_owned(), 1)));
        assert_eq!(chosen("0701", true, "2026-11-26"), Some(("willing".to_owned(), 1)));
        assert_eq!(chosen("0701", true, "1999-12-31"), None);
    }
}
