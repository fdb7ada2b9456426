//! Closing a period (考核期结算): its facts and results are kept as they are, under hashes. What is
//! found out later is for an appeal; nothing is ever overwritten.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use super::definition::{self, Compiled};
use super::entity::{assessment, fact, period, scheme};
use super::gather::{Wanted, gather};
use super::outcome::{
    HashedFact, Outcome, Subject, facts_hash, hashed_at, outcome, result_hash, results_hash,
    tallies,
};
use super::period::{AssessmentPeriodKind, Period};
use super::posts::Posts;
use super::repo;
use super::settled::Fact;
use super::source::{AssessmentSource, AssessmentSubject};
use super::telling::Telling;
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::local_date;
use crate::features::duty::place::Place;
use crate::features::notices::direct::Bell;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::entity::capacity;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Permit, Role};

/// What a closing needs, read before its transaction begins.
pub struct Prepared {
    /// The version of the scheme.
    pub scheme: scheme::Model,
    /// The period.
    pub period: Period,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// Whose results, in the order of the list.
    pub subjects: Vec<Subject>,
    /// The indicators.
    pub compiled: Vec<Compiled>,
}

/// A word of the database.
pub fn word<T>(parsed: Option<T>) -> AppResult<T> {
    parsed.ok_or_else(|| AppError::internal("an unknown word in an assessment"))
}

/// Whom a scheme assesses.
pub fn subject_kind(row: &scheme::Model) -> AppResult<AssessmentSubject> {
    word(AssessmentSubject::parse(&row.subject))
}

/// How long its periods are.
pub fn period_kind(row: &scheme::Model) -> AppResult<AssessmentPeriodKind> {
    word(AssessmentPeriodKind::parse(&row.period_kind))
}

/// Reads the facts of a period and whom they are about.
pub async fn prepare(
    state: &AppState,
    db: &impl ConnectionTrait,
    directory: &Directory,
    scheme: scheme::Model,
    period: Period,
) -> AppResult<Prepared> {
    let units = units(directory, scheme.center_id);
    let subjects = match subject_kind(&scheme)? {
        AssessmentSubject::Department => {
            units.iter().map(|id| Subject { unit_id: *id, person_id: None }).collect()
        }
        AssessmentSubject::Person => people(db, &units).await?,
    };
    let compiled = definition::read(&scheme.definition)?;
    let place = Place::of_center(directory, scheme.center_id)?;
    let calendar = state.calendars.newest(&state.db, state.clock.now()).await?;
    let asks_posts = compiled.iter().any(|one| one.source == AssessmentSource::PostServed);
    let posts = Posts { place: &place, calendar: &calendar };
    let wanted = Wanted {
        units: &units,
        period,
        dossiers: &state.dossier_rules,
        posts: asks_posts.then_some(posts),
    };
    let mut facts = Box::pin(gather(db, wanted)).await?;
    // What no indicator looks at is nobody's business.
    facts.retain(|fact| compiled.iter().any(|one| one.source == fact.source));
    Ok(Prepared { scheme, period, facts, subjects, compiled })
}

/// The departments a centre assesses: those of its own level, by name.
fn units(directory: &Directory, center_id: Uuid) -> Vec<Uuid> {
    let Some(center) = directory.centers.get(&center_id) else { return Vec::new() };
    let mut found: Vec<_> = directory
        .departments
        .values()
        .filter(|unit| unit.region_id == center.region_id)
        .filter(|unit| unit.is_active && !unit.is_center_office)
        .map(|unit| (unit.name.as_str(), unit.id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

/// The people they station, by department and name.
async fn people(db: &impl ConnectionTrait, units: &[Uuid]) -> AppResult<Vec<Subject>> {
    let held = capacity::Entity::find()
        .filter(capacity::Column::DepartmentId.is_in(units.iter().copied()))
        .filter(capacity::Column::Role.is_in([Role::Handler.as_str(), Role::Mediator.as_str()]))
        .filter(capacity::Column::IsActive.eq(true))
        .filter(capacity::Column::PersonId.in_subquery(personnel::repo::active_people()))
        .all(db)
        .await?;
    let names = personnel::repo::list_names(db, held.iter().map(|row| row.person_id)).await?;
    let place: HashMap<Uuid, usize> =
        units.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let of = |row: &capacity::Model| {
        let unit_id = row.department_id?;
        let name = names.get(&row.person_id).cloned().unwrap_or_default();
        let subject = Subject { unit_id, person_id: Some(row.person_id) };
        Some(((*place.get(&unit_id)?, name, row.person_id), subject))
    };
    let found: BTreeMap<_, _> = held.iter().filter_map(of).collect();
    Ok(found.into_values().collect())
}

impl Prepared {
    /// Each subject with its result, in the order of the list.
    pub fn outcomes(&self) -> Vec<(Subject, Outcome)> {
        let mut by_unit: HashMap<Uuid, Vec<&Fact>> = HashMap::new();
        for fact in &self.facts {
            by_unit.entry(fact.unit_id).or_default().push(fact);
        }
        let of = |subject: &Subject| {
            let facts = by_unit.get(&subject.unit_id).map_or(&[][..], Vec::as_slice);
            let own = facts.iter().filter(|fact| subject.owns(fact.unit_id, fact.person_id));
            let tallies = tallies(own.map(|fact| (fact.source, fact.is_failed)));
            (*subject, outcome(&self.compiled, &tallies))
        };
        self.subjects.iter().map(of).collect()
    }
}

/// Who closes a period, and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// Who; none: by itself.
    pub person_id: Option<Uuid>,
    /// When.
    pub at: DateTime<Utc>,
}

/// 422 where a period cannot be closed at `at`.
pub fn closable(
    versions: &[scheme::Model],
    scheme: &scheme::Model,
    from_on: NaiveDate,
    at: DateTime<Utc>,
) -> AppResult<Period> {
    let kind = period_kind(scheme)?;
    let is_in_force = repo::in_force(versions, from_on).is_some_and(|row| row.id == scheme.id);
    if !kind.begins_on(from_on) || !is_in_force {
        return Err(AppError::field("/from_on", ErrorCode::AssessmentPeriodUnknown));
    }
    let period = kind.around(from_on);
    if at < period.ends_at() {
        return Err(AppError::field("/from_on", ErrorCode::AssessmentPeriodNotOver));
    }
    Ok(period)
}

/// Closes what was prepared, in the transaction of whoever has the right to: 409 where it is closed.
/// The assessed are told where there is somebody to hear.
pub async fn close_in(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    prepared: &Prepared,
    calendar: &Calendar,
    by: By,
    heard: Option<(&Bell, &Directory)>,
) -> AppResult<period::Model> {
    let Prepared { scheme, period, .. } = prepared;
    if repo::is_closed(&**tx, scheme.line_id, period.from_on).await? {
        return Err(ErrorCode::AssessmentPeriodClosed.into());
    }
    let id = state.ids.next();
    let facts = fact_rows(state, id, &prepared.facts);
    let results = result_rows(state, id, prepared, by.at)?;
    let hashes: Vec<_> = results.iter().map(|row| row.result_hash.clone()).collect();
    let days = u32::try_from(scheme.appeal_days).unwrap_or(0);
    let until = calendar.add_working_days(local_date(by.at), days).map_err(AppError::internal)?;
    let row = period::Model {
        id,
        scheme_id: scheme.id,
        line_id: scheme.line_id,
        center_id: scheme.center_id,
        region_code: scheme.region_code.clone(),
        from_on: period.from_on,
        to_on: period.to_on,
        appeal_until_on: until,
        calendar_version: calendar.version(),
        fact_count: i32::try_from(facts.len()).unwrap_or(i32::MAX),
        facts_hash: hash_of_facts(&facts)?,
        results_hash: results_hash(&hashes)?,
        closed_by_id: by.person_id,
        closed_at: by.at,
    };
    repo::insert_period(tx, permit, row.clone(), facts, results.clone()).await?;
    if let Some((bell, directory)) = heard {
        Telling { state, tx, bell, directory }.closed(&row, &results).await?;
    }
    Ok(row)
}

fn fact_rows(state: &AppState, period_id: Uuid, facts: &[Fact]) -> Vec<fact::Model> {
    let row = |one: &Fact| fact::Model {
        id: state.ids.next(),
        period_id,
        source: one.source.as_str().to_owned(),
        unit_id: one.unit_id,
        person_id: one.person_id,
        case_id: one.case_id,
        object_kind: one.object_kind.as_str().to_owned(),
        object_id: one.object_id,
        settled_at: one.settled_at,
        is_failed: one.is_failed,
    };
    facts.iter().map(row).collect()
}

fn result_rows(
    state: &AppState,
    period_id: Uuid,
    prepared: &Prepared,
    at: DateTime<Utc>,
) -> AppResult<Vec<assessment::Model>> {
    let scheme = &prepared.scheme;
    let mut rows = Vec::with_capacity(prepared.subjects.len());
    for (listed_no, (subject, outcome)) in (1_i32..).zip(prepared.outcomes()) {
        rows.push(assessment::Model {
            id: state.ids.next(),
            period_id,
            scheme_id: scheme.id,
            center_id: scheme.center_id,
            region_code: scheme.region_code.clone(),
            department_id: subject.person_id.is_none().then_some(subject.unit_id),
            person_id: subject.person_id,
            unit_id: subject.unit_id,
            listed_no,
            edition: 1,
            corrects_id: None,
            points_hundredths: outcome.points_hundredths,
            points_exact: outcome.points_exact.clone(),
            indicators: serde_json::to_string(&outcome.indicators)?,
            result_hash: result_hash(subject, 1, &outcome)?,
            created_at: at,
        });
    }
    Ok(rows)
}

/// The hash of stored facts.
fn hash_of_facts(rows: &[fact::Model]) -> AppResult<String> {
    let hashed = rows.iter().map(|row| HashedFact {
        source: &row.source,
        object_id: row.object_id,
        object_kind: &row.object_kind,
        unit_id: row.unit_id,
        person_id: row.person_id,
        case_id: row.case_id,
        settled_at: hashed_at(row.settled_at),
        is_failed: row.is_failed,
    });
    facts_hash(hashed.collect())
}

/// A stored fact, as it is added up.
pub fn counted(row: &fact::Model) -> AppResult<(AssessmentSource, bool)> {
    Ok((word(AssessmentSource::parse(&row.source))?, row.is_failed))
}

/// Whether what is stored of a period still gives both its hashes: the facts, and every first result
/// worked out anew from them.
pub async fn is_intact(
    db: &impl ConnectionTrait,
    row: &period::Model,
    scheme: &scheme::Model,
) -> AppResult<bool> {
    let facts = repo::facts_of_period(db, row.id).await?;
    let results = repo::first_results(db, row.id).await?;
    let compiled = definition::read(&scheme.definition)?;
    let mut hashes = Vec::with_capacity(results.len());
    for result in &results {
        let subject = repo::subject_of(result);
        let own = facts.iter().filter(|fact| subject.owns(fact.unit_id, fact.person_id));
        let counted = own.map(counted).collect::<AppResult<Vec<_>>>()?;
        let outcome = outcome(&compiled, &tallies(counted.into_iter()));
        let is_kept = outcome.points_exact == result.points_exact
            && outcome.points_hundredths == result.points_hundredths
            && serde_json::to_string(&outcome.indicators)? == result.indicators;
        if !is_kept {
            return Ok(false);
        }
        hashes.push(result_hash(subject, result.edition, &outcome)?);
    }
    let is_same = hash_of_facts(&facts)? == row.facts_hash;
    Ok(is_same && results_hash(&hashes)? == row.results_hash)
}
