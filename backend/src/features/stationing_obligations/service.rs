//! Use cases of obligations (派驻义务).

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::{
    CreateObligationRequest, DutyDayFilter, DutyDayView, NomineeRequest, ObligationFilter,
    ObligationView, SkillShare, UpdateObligationRequest,
};
use super::entity::obligation::Column;
use super::entity::{nominee, obligation, post};
use super::posts::region_of;
use super::repo;
use super::rules::{BlockUnit, Shape, StationingMode};
use super::view::{Reader, SKILLS, Told, facts_of, opening_of, skills_of, weekdays_of};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Count, Cursor, IfMatch, Page, Reply, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, authorize, holds};

const ORDER: &str = "stationing_obligations:id";
/// A year, so that a list of days stays a list somebody reads.
const MOST_DAYS: i64 = 366;
/// A full day, and what being on call counts (`rotation.md` 1).
const FULL_LOAD: i32 = 10;
const ON_CALL_LOAD: i32 = 2;

fn readable(actor: &Actor) -> Scope {
    Scope::addressed(actor, Action::StationingRead, "stationing_obligations")
}

/// One page of obligations within the caller's scope, the oldest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ObligationFilter,
    lang: Lang,
) -> AppResult<Page<ObligationView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let scope = readable(actor);
    let matching = matching(filter);
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = repo::list(db, &scope, matching.clone(), after, most + 1).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, &scope, matching).await?),
        None => None,
    };
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let told = Told { actor, directory: &directory, codes: &codes, lang, today: local_date(now) };
    let reader = Reader::of(db, told, &found).await?;
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| reader.view(&row))?;
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total })
}

fn matching(filter: &ObligationFilter) -> Condition {
    let modes = filter.mode.iter().map(|mode| mode.as_str());
    let modes = (!filter.mode.is_empty()).then(|| Column::Mode.is_in(modes));
    Condition::all()
        .add_option(filter.center_id.map(|id| Column::CenterId.eq(id)))
        .add_option(filter.post_id.map(|id| Column::PostId.eq(id)))
        .add_option(filter.department_id.map(|id| Column::DepartmentId.eq(id)))
        .add_option(modes)
        .add_option(filter.on.map(repo::in_force))
}

/// One obligation; 404 outside the scope.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<ObligationView>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let row = repo::find(db, &readable(actor), id).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let told = Told { actor, directory: &directory, codes: &codes, lang, today: local_date(now) };
    answer(db, told, &row).await
}

async fn answer(
    db: &impl ConnectionTrait,
    told: Told<'_>,
    row: &obligation::Model,
) -> AppResult<Reply<ObligationView>> {
    let reader = Reader::of(db, told, std::slice::from_ref(row)).await?;
    Ok(Reply::ok(&reader.view(row)?)?.version(row.row_version))
}

/// The days of an obligation: on which people are owed, from when to when, and why not on others.
pub async fn days(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    filter: &DutyDayFilter,
    lang: Lang,
) -> AppResult<Page<DutyDayView>> {
    let span = (filter.to - filter.from).num_days();
    if !(0..MOST_DAYS).contains(&span) {
        let names = vec!["to".to_owned()];
        let error = AppError::from(ErrorCode::RequestInvalidParameter);
        return Err(error.with("parameters", names));
    }
    let row = repo::find(state.db.reader(), &readable(actor), id).await?;
    let calendar = state.calendars.newest(&state.db, state.clock.now()).await?;
    let opening = opening_of(&row)?;
    let days = filter.from.iter_days().take_while(|day| *day <= filter.to);
    let views = days.map(|date| {
        let day = opening.on(&calendar, date);
        let hours = day.is_open.then(|| opening.hours(date));
        DutyDayView {
            date,
            kind: day.kind,
            is_announced: day.is_announced,
            is_open: day.is_open,
            reason: day.reason,
            reason_name: day.reason.name(lang),
            opens_at: hours.map(|(from, _)| from),
            closes_at: hours.map(|(_, to)| to),
        }
    });
    Ok(Page::whole(views.collect()))
}

/// Enters what a department owes at a post.
pub async fn create(
    state: &AppState,
    actor: &Actor,
    command: Command<CreateObligationRequest>,
    lang: Lang,
) -> AppResult<Reply<ObligationView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let told = Told { actor, directory: &directory, codes: &codes, lang, today: local_date(now) };
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = enter(state, tx, told, &body).await?;
            let reader = Reader::of(&**tx, told, std::slice::from_ref(&row)).await?;
            let location = format!("/api/v1/stationing-obligations/{}", row.id);
            Ok(Reply::created(&reader.view(&row)?, location)?.version(1))
        })
        .await
}

/// Enters an obligation in a transaction.
pub(crate) async fn enter_for(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    (directory, codes): (&Directory, &Codes),
    body: &CreateObligationRequest,
) -> AppResult<obligation::Model> {
    let today = local_date(state.clock.now());
    let told = Told { actor, directory, codes, lang: Lang::Zh, today };
    enter(state, tx, told, body).await
}

async fn enter(
    state: &AppState,
    tx: &Tx,
    told: Told<'_>,
    body: &CreateObligationRequest,
) -> AppResult<obligation::Model> {
    let unknown = || AppError::field("/post_id", ErrorCode::StationingObligationPostUnknown);
    // Held, so that two obligations of one post are entered one after the other.
    let post = repo::hold_post(tx, body.post_id).await?.ok_or_else(unknown)?;
    let row = owed(state, told, &post, body)?;
    // What the caller may not keep does not exist for them.
    if !post.is_active || !holds(told.actor, Action::StationingKeep, &facts_of(&row)) {
        return Err(unknown());
    }
    let permit = authorize(told.actor, Action::StationingKeep, &facts_of(&row))?;
    reaches(told.directory, &row)?;
    checked(told, &row)?;
    alone(tx, &row).await?;
    named(tx, row.department_id, &body.nominees).await?;
    let nominees = nominees(state, row.id, &body.nominees);
    repo::insert(tx, permit, row.clone(), nominees).await?;
    Ok(row)
}

fn owed(
    state: &AppState,
    told: Told<'_>,
    post: &post::Model,
    body: &CreateObligationRequest,
) -> AppResult<obligation::Model> {
    let now = state.clock.now();
    let load = if body.mode == StationingMode::OnCall { ON_CALL_LOAD } else { FULL_LOAD };
    Ok(obligation::Model {
        id: state.ids.next(),
        post_id: post.id,
        center_id: post.center_id,
        region_code: region_of(told.directory, post.center_id)?,
        department_id: body.department_id,
        mode: body.mode.as_str().to_owned(),
        headcount: body.headcount,
        weekdays: written(&body.weekdays),
        is_open_on_make_up_days: body.is_open_on_make_up_days.unwrap_or(true),
        is_open_on_holidays: body.is_open_on_holidays.unwrap_or(true),
        opens: body.opens.clone(),
        closes: body.closes.clone(),
        block_unit: body.block_unit.as_str().to_owned(),
        min_blocks: body.min_blocks.unwrap_or(1),
        max_blocks: body.max_blocks,
        rest_days: body.rest_days.unwrap_or(0),
        load: body.load.unwrap_or(load),
        skill_codes: serde_json::to_string(&body.skill_codes)?,
        mix: serde_json::to_string(&body.mix)?,
        valid_from: body.valid_from,
        valid_to: body.valid_to,
        source_letter: body.source_letter.trim().to_owned(),
        created_at: now,
        updated_at: now,
        row_version: 1,
    })
}

/// Weekdays as they are stored: digits in order.
fn written(days: &[u8]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.iter().map(|day| char::from(b'0' + day % 10)).collect()
}

/// 422 unless the department is at work and its region and the centre's lie one above the other.
fn reaches(directory: &Directory, row: &obligation::Model) -> AppResult<()> {
    let at = |code| AppError::field("/department_id", code);
    let department = directory.departments.get(&row.department_id);
    let department = department.filter(|department| department.is_active);
    let department = department.ok_or_else(|| at(ErrorCode::DepartmentUnknown))?;
    let home = directory.regions.get(&department.region_id).map(|region| region.code.as_str());
    let center = row.region_code.as_str();
    let is_near = home.is_some_and(|home| center.starts_with(home) || home.starts_with(center));
    if is_near { Ok(()) } else { Err(at(ErrorCode::StationingObligationOutOfReach)) }
}

/// 422 where dates, days, tours or skills do not fit together.
fn checked(told: Told<'_>, row: &obligation::Model) -> AppResult<()> {
    if row.valid_to.is_some_and(|last| last < row.valid_from) {
        return Err(AppError::field("/valid_to", ErrorCode::StationingObligationValidity));
    }
    let unreadable = || AppError::internal("unknown word in the database");
    let (skills, mix) = skills_of(row)?;
    let shares: Vec<_> = mix.iter().map(|share| (share.skill_code.clone(), share.count)).collect();
    let weekdays = weekdays_of(row);
    let shape = Shape {
        mode: StationingMode::parse(&row.mode).ok_or_else(unreadable)?,
        headcount: row.headcount,
        weekdays: &weekdays,
        block_unit: BlockUnit::parse(&row.block_unit).ok_or_else(unreadable)?,
        min_blocks: row.min_blocks,
        max_blocks: row.max_blocks,
        mix: &shares,
    };
    if let Some((pointer, code)) = shape.wrong() {
        return Err(AppError::field(pointer, code));
    }
    known_skills(told.codes, &skills, &mix, told.today)
}

fn known_skills(
    codes: &Codes,
    skills: &[String],
    mix: &[SkillShare],
    today: NaiveDate,
) -> AppResult<()> {
    for (index, code) in skills.iter().enumerate() {
        codes.check(SKILLS, code, today, &format!("/skill_codes/{index}"))?;
    }
    for (index, share) in mix.iter().enumerate() {
        codes.check(SKILLS, &share.skill_code, today, &format!("/mix/{index}/skill_code"))?;
    }
    Ok(())
}

/// 409 where the department owes the same at the post in some of the same days already.
async fn alone(tx: &Tx, row: &obligation::Model) -> AppResult<()> {
    let same = repo::touching(row.valid_from, row.valid_to)
        .add(Column::PostId.eq(row.post_id))
        .add(Column::DepartmentId.eq(row.department_id))
        .add(Column::Mode.eq(row.mode.as_str()))
        .add(Column::Id.ne(row.id));
    if repo::all(&**tx, same).await?.is_empty() {
        return Ok(());
    }
    Err(ErrorCode::StationingObligationOverlap.into())
}

/// 422 unless everybody named is of the department, each once.
async fn named(tx: &Tx, department_id: Uuid, nominees: &[NomineeRequest]) -> AppResult<()> {
    let people: Vec<_> = nominees.iter().map(|one| one.person_id).collect();
    let members = personnel::repo::members_of(&**tx, department_id, &people).await?;
    let mut seen = HashSet::new();
    for (index, one) in nominees.iter().enumerate() {
        let at = |code| AppError::field(format!("/nominees/{index}/person_id"), code);
        if !members.contains(&one.person_id) {
            return Err(at(ErrorCode::StationingObligationNominee));
        }
        if !seen.insert(one.person_id) {
            return Err(at(ErrorCode::StationingObligationNamedTwice));
        }
    }
    Ok(())
}

fn nominees(state: &AppState, id: Uuid, named: &[NomineeRequest]) -> Vec<nominee::Model> {
    let row = |one: &NomineeRequest| nominee::Model {
        id: state.ids.next(),
        obligation_id: id,
        person_id: one.person_id,
        role: one.role.as_str().to_owned(),
    };
    named.iter().map(row).collect()
}

/// Changes an obligation.
pub async fn update(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<UpdateObligationRequest>,
    lang: Lang,
) -> AppResult<Reply<ObligationView>> {
    let Command { body, idempotency } = command;
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let told = Told { actor, directory: &directory, codes: &codes, lang, today: local_date(now) };
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            let row = repo::find_for_update(tx, &readable(actor), id).await?;
            let permit = authorize(actor, Action::StationingKeep, &facts_of(&row))?;
            seen.check(row.row_version, ErrorCode::RequestStaleVersion)?;
            repo::hold_post(tx, row.post_id).await?;
            let row = changed(row, &body, now)?;
            checked(told, &row)?;
            alone(tx, &row).await?;
            let named_anew = match &body.nominees {
                Some(nominated) => {
                    named(tx, row.department_id, nominated).await?;
                    Some(nominees(state, id, nominated))
                }
                None => None,
            };
            repo::save(tx, permit, row.clone(), named_anew).await?;
            answer(&**tx, told, &row).await
        })
        .await
}

fn changed(
    row: obligation::Model,
    body: &UpdateObligationRequest,
    now: DateTime<Utc>,
) -> AppResult<obligation::Model> {
    let skills = body.skill_codes.as_ref().map(serde_json::to_string).transpose()?;
    let mix = body.mix.as_ref().map(serde_json::to_string).transpose()?;
    let letter = body.source_letter.as_deref().map(|text| text.trim().to_owned());
    Ok(obligation::Model {
        headcount: body.headcount.unwrap_or(row.headcount),
        weekdays: body.weekdays.as_deref().map_or(row.weekdays, written),
        is_open_on_make_up_days: body
            .is_open_on_make_up_days
            .unwrap_or(row.is_open_on_make_up_days),
        is_open_on_holidays: body.is_open_on_holidays.unwrap_or(row.is_open_on_holidays),
        opens: body.opens.clone().unwrap_or(row.opens),
        closes: body.closes.clone().unwrap_or(row.closes),
        block_unit: body.block_unit.map_or(row.block_unit, |unit| unit.as_str().to_owned()),
        min_blocks: body.min_blocks.unwrap_or(row.min_blocks),
        max_blocks: body.max_blocks.unwrap_or(row.max_blocks),
        rest_days: body.rest_days.unwrap_or(row.rest_days),
        load: body.load.unwrap_or(row.load),
        skill_codes: skills.unwrap_or(row.skill_codes),
        mix: mix.unwrap_or(row.mix),
        valid_to: body.valid_to.unwrap_or(row.valid_to),
        source_letter: letter.unwrap_or(row.source_letter),
        updated_at: now,
        row_version: row.row_version + 1,
        ..row
    })
}
