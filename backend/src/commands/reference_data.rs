//! The reference data every installation starts with: code sets, calendar, time limits, lawful
//! routes, templates of documents.
//!
//! Runs after the migrations and at any time again. It only adds what is missing, so that what a
//! county changed stays.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Deserialize;
use uuid::Uuid;

use crate::features::calendars::calendar::RowKind;
use crate::features::calendars::entity::calendar;
use crate::features::calendars::service::{self as calendars, NamedDay};
use crate::features::callbacks::entity::quota;
use crate::features::cases::model::{Level, Procedure};
use crate::features::code_sets::entity::{code_item, code_set};
use crate::features::documents::entity::document_template;
use crate::features::documents::kind::DocumentKind;
use crate::features::documents::template::TemplateDefinition;
use crate::features::lawful_routes::entity::lawful_route;
use crate::features::procedure_rules::entity::procedure_rule;
use crate::features::procedure_rules::rules as procedure_rules;
use crate::features::time_limits::entity::time_limit_rule;
use crate::features::time_limits::rules::{ClockKind, LimitDayKind, Roll, StartRule};
use crate::platform::clock::Clock;
use crate::platform::db::{Db, Tx};
use crate::platform::error::{AppError, AppResult};
use crate::platform::ids::Ids;
use crate::policy::Permit;

const CODE_SETS: &str = include_str!("../../data/code_sets.json");
const LEGAL_DAYS: &str = include_str!("../../data/calendar/cn_legal_days_2015_2026.csv");
const TIME_LIMITS: &str = include_str!("../../data/time_limits.json");
const LAWFUL_ROUTES: &str = include_str!("../../data/lawful_routes.json");
const CALLBACK_QUOTAS: &str = include_str!("../../data/callback_quotas.json");
const DOCUMENT_TEMPLATES: &str = include_str!("../../data/document_templates.json");

/// The last day the shipped calendar knows a notice for.
const ANNOUNCED_THROUGH: &str = "2026-12-31";
const CALENDAR_SOURCE: &str = "国务院办公厅关于部分节假日安排的通知（2015年至2026年各年）";
/// Imported cases may be this old; the limits are older than any of them.
const LIMITS_VALID_FROM: &str = "2000-01-01";
/// Rows a statement inserts, below the parameter limit of either database.
const ROWS_A_STATEMENT: usize = 500;

/// What was missing and is there now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Installed {
    /// Code sets.
    pub code_sets: usize,
    /// Codes, those of new sets included.
    pub code_items: usize,
    /// Days of the calendar, when there was no calendar.
    pub calendar_days: usize,
    /// Time-limit rules.
    pub time_limits: usize,
    /// Rules of the procedure.
    pub procedure_rules: usize,
    /// Lawful routes.
    pub lawful_routes: usize,
    /// Callback quotas.
    pub callback_quotas: usize,
    /// Templates of documents.
    pub document_templates: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetFile {
    title: String,
    title_en: String,
    source: String,
    items: Vec<ItemFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemFile {
    code: String,
    parent_code: Option<String>,
    name: String,
    name_en: Option<String>,
}

#[derive(Debug, Deserialize)]
struct DayFile {
    date: NaiveDate,
    kind: RowKind,
    name: String,
    in_lieu: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitFile {
    code: String,
    clock: ClockKind,
    level: Option<String>,
    procedure: Option<Procedure>,
    #[serde(default)]
    start: Option<StartRule>,
    #[serde(default)]
    roll: Option<Roll>,
    amount: u16,
    day_kind: LimitDayKind,
    #[serde(default)]
    extension: Option<u16>,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteFile {
    code: String,
    type_code: String,
    is_willing: bool,
    procedure: Procedure,
    source: String,
    source_en: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuotaFile {
    level: Level,
    percent: i32,
    source: String,
    source_en: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile {
    kind: DocumentKind,
    /// 1 unless it says more.
    #[serde(default = "first")]
    version: i32,
    /// From when a later version applies.
    valid_from: Option<NaiveDate>,
    name: String,
    source: String,
    definition: TemplateDefinition,
}

const fn first() -> i32 {
    1
}

/// Adds what is missing, in one transaction.
pub async fn install(db: &Db, clock: &dyn Clock, ids: &Ids) -> AppResult<Installed> {
    let now = clock.now();
    db.write(async |tx: &Tx| {
        let (code_sets, code_items) = install_codes(tx, ids).await?;
        Ok(Installed {
            code_sets,
            code_items,
            calendar_days: install_calendar(tx, ids, now).await?,
            time_limits: install_limits(tx, ids, now).await?,
            procedure_rules: install_procedure_rules(tx, ids, now).await?,
            lawful_routes: install_routes(tx, ids, now).await?,
            callback_quotas: install_quotas(tx, ids, now).await?,
            document_templates: install_templates(tx, ids, now).await?,
        })
    })
    .await
}

async fn install_codes(tx: &Tx, ids: &Ids) -> AppResult<(usize, usize)> {
    let known: HashMap<_, _> = code_set::Entity::find()
        .all(&**tx)
        .await?
        .into_iter()
        .map(|set| (set.name.clone(), set))
        .collect();
    let known_items: HashSet<_> = code_item::Entity::find()
        .all(&**tx)
        .await?
        .into_iter()
        .map(|item| (item.code_set_id, item.code))
        .collect();
    let files: std::collections::BTreeMap<String, SetFile> = serde_json::from_str(CODE_SETS)?;
    let (mut sets, mut items) = (Vec::new(), Vec::new());
    for (name, file) in files {
        let id = known.get(&name).map_or_else(|| ids.next(), |set| set.id);
        let before = items.len();
        for (item, sort_no) in file.items.into_iter().zip(1..) {
            if !known_items.contains(&(id, item.code.clone())) {
                items.push(code(ids.next(), id, item, sort_no));
            }
        }
        match known.get(&name) {
            None => sets.push(code_set::ActiveModel {
                id: ActiveValue::Set(id),
                name: ActiveValue::Set(name),
                title: ActiveValue::Set(file.title),
                title_en: ActiveValue::Set(file.title_en),
                source: ActiveValue::Set(file.source),
                version: ActiveValue::Set(1),
            }),
            Some(set) if items.len() > before => grow(tx, set).await?,
            Some(_) => {}
        }
    }
    let counts = (sets.len(), items.len());
    if !sets.is_empty() {
        code_set::Entity::insert_many(sets).exec_without_returning(&**tx).await?;
    }
    for chunk in items.chunks(ROWS_A_STATEMENT) {
        code_item::Entity::insert_many(chunk.to_vec()).exec_without_returning(&**tx).await?;
    }
    Ok(counts)
}

fn code(id: Uuid, set: Uuid, item: ItemFile, sort_no: i32) -> code_item::ActiveModel {
    code_item::ActiveModel {
        id: ActiveValue::Set(id),
        code_set_id: ActiveValue::Set(set),
        code: ActiveValue::Set(item.code),
        parent_code: ActiveValue::Set(item.parent_code),
        name: ActiveValue::Set(item.name),
        name_en: ActiveValue::Set(item.name_en),
        sort_no: ActiveValue::Set(sort_no),
        valid_from: ActiveValue::Set(None),
        valid_to: ActiveValue::Set(None),
    }
}

/// A set that got new codes has a new version.
async fn grow(tx: &Tx, set: &code_set::Model) -> AppResult<()> {
    code_set::Entity::update_many()
        .col_expr(code_set::Column::Version, Expr::value(set.version + 1))
        .filter(code_set::Column::Id.eq(set.id))
        .exec(&**tx)
        .await?;
    Ok(())
}

async fn install_calendar(tx: &Tx, ids: &Ids, now: DateTime<Utc>) -> AppResult<usize> {
    if calendar::Entity::find().one(&**tx).await?.is_some() {
        return Ok(0);
    }
    let days = legal_days()?;
    let head = calendar::Model {
        id: ids.next(),
        version: 1,
        announced_through: date(ANNOUNCED_THROUGH)?,
        source: CALENDAR_SOURCE.to_owned(),
        created_at: now,
        limit_change_id: None,
    };
    let count = days.len();
    calendars::insert(tx, Permit::system("install reference data"), ids, &head, days).await?;
    Ok(count)
}

fn legal_days() -> AppResult<Vec<NamedDay>> {
    let mut reader = csv::Reader::from_reader(LEGAL_DAYS.as_bytes());
    let rows = reader.deserialize::<DayFile>().map(|row| {
        let day = row.map_err(AppError::internal)?;
        let kind = day.kind.as_str().to_owned();
        Ok(NamedDay { date: day.date, kind, name: day.name, in_lieu: day.in_lieu == 1 })
    });
    rows.collect()
}

async fn install_limits(tx: &Tx, ids: &Ids, now: DateTime<Utc>) -> AppResult<usize> {
    let known: HashSet<_> =
        time_limit_rule::Entity::find().all(&**tx).await?.into_iter().map(|r| r.code).collect();
    let valid_from = date(LIMITS_VALID_FROM)?;
    let files: Vec<LimitFile> = serde_json::from_str(TIME_LIMITS)?;
    let missing = files.into_iter().filter(|file| !known.contains(&file.code));
    let rows = missing.map(|file| {
        let rule = time_limit_rule::Model {
            id: ids.next(),
            code: file.code,
            version: 1,
            clock: file.clock.as_str().to_owned(),
            level: file.level,
            type_code: None,
            channel: None,
            procedure: file.procedure.map(|procedure| procedure.as_str().to_owned()),
            amount: i32::from(file.amount),
            day_kind: file.day_kind.as_str().to_owned(),
            start: file.start.unwrap_or(StartRule::NextDay).as_str().to_owned(),
            roll: file.roll.unwrap_or(Roll::None).as_str().to_owned(),
            extension: file.extension.map(i32::from),
            source: file.source,
            valid_from,
            valid_to: None,
            created_at: now,
            reason: None,
            limit_change_id: None,
            row_version: 1,
        };
        rule.into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    let count = rows.len();
    if count > 0 {
        time_limit_rule::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(count)
}

async fn install_procedure_rules(tx: &Tx, ids: &Ids, now: DateTime<Utc>) -> AppResult<usize> {
    let known: HashSet<_> =
        procedure_rule::Entity::find().all(&**tx).await?.into_iter().map(|r| r.code).collect();
    let valid_from = date(LIMITS_VALID_FROM)?;
    let missing =
        procedure_rules::shipped()?.into_iter().filter(|rule| !known.contains(rule.code.as_str()));
    let rows = missing.map(|rule| procedure_rule::ActiveModel {
        id: ActiveValue::Set(ids.next()),
        code: ActiveValue::Set(rule.code.as_str().to_owned()),
        version: ActiveValue::Set(1),
        value: ActiveValue::Set(i32::try_from(rule.value).unwrap_or(i32::MAX)),
        source: ActiveValue::Set(rule.source),
        valid_from: ActiveValue::Set(valid_from),
        reason: ActiveValue::Set(None),
        created_at: ActiveValue::Set(now),
    });
    let rows: Vec<_> = rows.collect();
    let count = rows.len();
    if count > 0 {
        procedure_rule::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(count)
}

async fn install_routes(tx: &Tx, ids: &Ids, now: DateTime<Utc>) -> AppResult<usize> {
    let known: HashSet<_> =
        lawful_route::Entity::find().all(&**tx).await?.into_iter().map(|r| r.code).collect();
    let valid_from = date(LIMITS_VALID_FROM)?;
    let files: Vec<RouteFile> = serde_json::from_str(LAWFUL_ROUTES)?;
    let missing = files.into_iter().filter(|file| !known.contains(&file.code));
    let rows = missing.map(|file| {
        let route = lawful_route::Model {
            id: ids.next(),
            code: file.code,
            version: 1,
            type_code: file.type_code,
            is_willing: file.is_willing,
            procedure: file.procedure.as_str().to_owned(),
            source: file.source,
            source_en: file.source_en,
            valid_from,
            valid_to: None,
            created_at: now,
        };
        route.into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    let count = rows.len();
    if count > 0 {
        lawful_route::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(count)
}

async fn install_quotas(tx: &Tx, ids: &Ids, now: DateTime<Utc>) -> AppResult<usize> {
    let known: HashSet<_> =
        quota::Entity::find().all(&**tx).await?.into_iter().map(|quota| quota.level).collect();
    let valid_from = date(LIMITS_VALID_FROM)?;
    let files: Vec<QuotaFile> = serde_json::from_str(CALLBACK_QUOTAS)?;
    let missing = files.into_iter().filter(|file| !known.contains(file.level.as_str()));
    let rows = missing.map(|file| {
        let quota = quota::Model {
            id: ids.next(),
            level: file.level.as_str().to_owned(),
            department_id: None,
            version: 1,
            percent: file.percent,
            source: file.source,
            source_en: file.source_en,
            valid_from,
            created_by_id: None,
            created_at: now,
        };
        quota.into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    let count = rows.len();
    if count > 0 {
        quota::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(count)
}

/// Every kind that is missing, and the next versions of those the county made no version of its own of:
/// what it wrote itself stays in force.
async fn install_templates(tx: &Tx, ids: &Ids, now: DateTime<Utc>) -> AppResult<usize> {
    let mut newest: HashMap<String, (i32, bool)> = HashMap::new();
    for known in document_template::Entity::find().all(&**tx).await? {
        let (version, is_own) = newest.entry(known.kind).or_default();
        *version = known.version.max(*version);
        *is_own |= known.published_by_id.is_some();
    }
    let begin = date(LIMITS_VALID_FROM)?;
    let files: Vec<TemplateFile> = serde_json::from_str(DOCUMENT_TEMPLATES)?;
    let mut rows = Vec::new();
    for file in files {
        let (version, is_own) = newest.entry(file.kind.as_str().to_owned()).or_default();
        if *is_own || file.version != *version + 1 {
            continue;
        }
        *version = file.version;
        let template = document_template::Model {
            id: ids.next(),
            kind: file.kind.as_str().to_owned(),
            version: file.version,
            name: file.name,
            source: file.source,
            definition: serde_json::to_string(&file.definition)?,
            valid_from: file.valid_from.unwrap_or(begin),
            reason: None,
            published_by_id: None,
            created_at: now,
        };
        rows.push(template.into_active_model());
    }
    let count = rows.len();
    if count > 0 {
        document_template::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(count)
}

fn date(text: &str) -> AppResult<NaiveDate> {
    text.parse().map_err(|error: chrono::ParseError| AppError::internal(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calendars::calendar::{Calendar, CalendarRow};

    #[test]
    fn the_shipped_calendar_has_the_published_number_of_working_days() {
        let rows = legal_days().expect("the file").into_iter().map(|day| CalendarRow {
            date: day.date,
            kind: RowKind::parse(&day.kind).expect("a kind"),
            name: day.name,
            in_lieu: day.in_lieu,
        });
        let calendar =
            Calendar::new(1, date(ANNOUNCED_THROUGH).expect("a date"), rows).expect("a calendar");
        let working = |year: i32| {
            let last = |year| NaiveDate::from_ymd_opt(year, 12, 31).expect("a date");
            calendar.working_days_between(last(year - 1), last(year))
        };
        // Three public lists agree on these, 2015 to 2026.
        let published = [249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248];
        let counted: Vec<_> = (2015..=2026).map(working).collect();
        assert_eq!(counted, published);
    }

    #[test]
    fn the_shipped_code_sets_name_parents_before_their_parts_and_no_code_twice() {
        let sets: HashMap<String, SetFile> = serde_json::from_str(CODE_SETS).expect("the file");
        for (name, set) in sets {
            let mut seen = HashSet::new();
            for item in set.items {
                if let Some(parent) = &item.parent_code {
                    assert!(seen.contains(parent), "{name} {}", item.code);
                }
                assert!(seen.insert(item.code.clone()), "{name} {} twice", item.code);
            }
        }
    }

    #[test]
    fn every_kind_of_document_has_a_shipped_template_that_may_be_published() {
        let files: Vec<TemplateFile> = serde_json::from_str(DOCUMENT_TEMPLATES).expect("the file");
        for kind in DocumentKind::ALL {
            let of_kind = files.iter().filter(|file| file.kind == *kind);
            let versions: Vec<_> = of_kind.map(|file| file.version).collect();
            let in_turn: Vec<_> = (1..).take(versions.len().max(1)).collect();
            assert_eq!(versions, in_turn, "{kind:?}");
        }
        for file in files {
            let problems = file.definition.problems();
            let problems: Vec<_> = problems.iter().map(|p| (&p.pointer, &p.code)).collect();
            assert!(problems.is_empty(), "{:?}: {problems:?}", file.kind);
            let registry = crate::features::data_fields::registry::read().expect("the data");
            assert!(file.definition.baseless(&registry).is_empty(), "{:?}", file.kind);
        }
    }

    #[test]
    fn every_kind_of_clock_has_a_shipped_limit_in_its_bounds() {
        let limits: Vec<LimitFile> = serde_json::from_str(TIME_LIMITS).expect("the file");
        for clock in ClockKind::ALL {
            assert!(limits.iter().any(|limit| limit.clock == *clock), "{clock:?}");
        }
        assert!(limits.iter().all(|limit| (1..=3660).contains(&limit.amount)));
    }
}
