//! What the tables say of a plan's days: what is owed, by whom it may be served, and who is away.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;
use zongzhi_solver::Assignment;

use super::dto::RotationRules;
use super::earlier::{self, Served};
use super::entity::{assignment, plan};
use super::making::{self, Candidate, Ingredients, Owed};
use super::reach::{Meeting, Reach};
use super::{carrying, repo, solving};
use crate::features::calendars::calendar::Calendar;
use crate::features::stationing_obligations;
use crate::features::stationing_obligations::entity::{nominee, obligation};
use crate::features::stationing_obligations::rules::{BlockUnit, NomineeRole, StationingMode};
use crate::features::stationing_obligations::{opening_of, skills_of};
use crate::features::stationings;
use crate::features::stationings::entity::{leave, stationing};
use crate::features::stationings::repo::SkillDays;
use crate::features::stationings::workflow::LeaveKind;
use crate::platform::error::{AppError, AppResult};

/// How far back the last tours are looked at, for rest and for who serves when the plan begins.
const DAYS_BACK: u64 = 400;
/// How many published plans are looked through for what they leave: a year of months.
const PLANS_BACK: u64 = 12;

fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// Everything `plan` is made from, in a few queries.
pub async fn gather(
    db: &impl ConnectionTrait,
    plan: &plan::Model,
    calendar: &Calendar,
) -> AppResult<Ingredients> {
    let (from, until) = (plan.from_on, plan.until_on);
    let reach = Reach::of(plan)?;
    let rules: RotationRules = serde_json::from_str(&plan.rules)?;
    let owing = stationing_obligations::repo::touching(from, Some(until))
        .add(obligation::Column::CenterId.is_in(reach.centers.iter().copied()))
        .add(obligation::Column::Headcount.gt(0));
    let rows = stationing_obligations::repo::all(db, owing).await?;
    let named = stationing_obligations::repo::nominees(db, rows.iter().map(|row| row.id)).await?;
    let people: BTreeSet<Uuid> = named.iter().map(|one| one.person_id).collect();
    let stays = stationings::repo::stays(db, &people, from, until).await?;
    let skills = stationings::repo::skill_days(db, &people, from, until).await?;
    let leaves = stationings::repo::absences(db, &people, from, until).await?;
    let served = served(db, &people, &reach, rules.rest_duty_gap_days).await?;
    let posts =
        stationing_obligations::repo::posts_by_ids(db, rows.iter().map(|row| row.post_id)).await?;
    let mut owed = Vec::with_capacity(rows.len());
    for row in &rows {
        let name = posts.get(&row.post_id).map(|post| post.name.clone()).unwrap_or_default();
        let mut one = owed_by(row, &named, &stays, name)?;
        if let Some(first) = making::blocks(&one, calendar, from, until).first() {
            one.incumbents = earlier::incumbents(&one, calendar, first.from, &served);
            one.incumbents.retain(|(id, _)| one.roles.iter().any(|(named, _)| named == id));
        }
        owed.push(one);
    }
    let mut people = candidates(&rows, &owed, &stays, (from, until));
    for person in &mut people {
        qualify(person, &skills);
        away(person, &leaves, (from, until));
    }
    let locked = Condition::all().add(assignment::Column::IsLocked.eq(true));
    let locked = repo::roster(db, plan.id, locked).await?;
    let carried = left(db, plan).await?;
    Ok(Ingredients {
        carried,
        name: format!("{}-{}", plan.id, plan.edition),
        from,
        until,
        owed,
        people,
        served,
        rules,
        locked: locked
            .into_iter()
            .map(|row| (row.person_id, row.obligation_id, row.from_on))
            .collect(),
    })
}

/// What the last published plans before this one leave. They are looked through for everybody: who had
/// no share in the very last one is owed what an earlier one left.
async fn left(db: &impl ConnectionTrait, plan: &plan::Model) -> AppResult<BTreeMap<String, i64>> {
    let before = repo::last_published(db, plan.center_id, plan.from_on, PLANS_BACK).await?;
    let mut rosters: HashMap<Uuid, Vec<Assignment>> = HashMap::new();
    for row in repo::rosters(db, before.iter().map(|before| before.id)).await? {
        rosters.entry(row.plan_id).or_default().push(solving::row_of(&row));
    }
    let mut plans = Vec::with_capacity(before.len());
    for before in before.iter().rev() {
        if let Some(text) = before.instance.as_deref() {
            plans.push((solving::read(text)?, rosters.remove(&before.id).unwrap_or_default()));
        }
    }
    Ok(carrying::together(&plans))
}

/// The turns of `people` in published plans that stand beside this one or ended before it; those of
/// plans it takes the place of are not among them.
async fn served(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    reach: &Reach,
    gap_days: i32,
) -> AppResult<Vec<Served>> {
    let back = reach.from_on.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(reach.from_on);
    let rows = repo::published_turns_of(db, people, (back, reach.until_on)).await?;
    let plans = repo::reaches(db, rows.iter().map(|row| row.plan_id)).await?;
    let stands = |id: &Uuid| {
        let theirs = plans.get(id);
        theirs.is_some_and(|theirs| reach.meets(theirs) == Meeting::Apart)
    };
    let rows: Vec<_> = rows.into_iter().filter(|row| stands(&row.plan_id)).collect();
    let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.obligation_id).collect();
    let owed = Condition::all().add(obligation::Column::Id.is_in(ids));
    let owed = stationing_obligations::repo::all(db, owed).await?;
    let owed: HashMap<Uuid, _> = owed.iter().map(|row| (row.id, row)).collect();
    let mut served = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(owed) = owed.get(&row.obligation_id) else { continue };
        let mode = StationingMode::parse(&owed.mode).ok_or_else(unreadable)?;
        let rest = if mode == StationingMode::RestDuty { gap_days } else { owed.rest_days };
        served.push(Served {
            person_id: row.person_id,
            obligation_id: row.obligation_id,
            mode,
            from: row.from_on,
            until: row.until_on,
            rest_days: rest.max(0).unsigned_abs(),
        });
    }
    Ok(served)
}

/// How many turns of a plan are on days on which their person serves by another published plan.
pub async fn elsewhere(
    db: &impl ConnectionTrait,
    plan: &plan::Model,
    rows: &[assignment::Model],
) -> AppResult<usize> {
    let people: BTreeSet<Uuid> = rows.iter().map(|row| row.person_id).collect();
    let others = served(db, &people, &Reach::of(plan)?, 0).await?;
    let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.obligation_id).collect();
    let owed = Condition::all().add(obligation::Column::Id.is_in(ids));
    let owed = stationing_obligations::repo::all(db, owed).await?;
    let modes = owed.iter().filter_map(|row| Some((row.id, StationingMode::parse(&row.mode)?)));
    let modes: HashMap<Uuid, StationingMode> = modes.collect();
    let is_taken = |row: &&assignment::Model| {
        let mode = modes.get(&row.obligation_id).copied();
        others.iter().any(|one| {
            one.person_id == row.person_id
                && one.from <= row.until_on
                && row.from_on <= one.until
                && mode.is_some_and(|mode| earlier::shares_lane(mode, one.mode))
        })
    };
    Ok(rows.iter().filter(is_taken).count())
}

/// What somebody is qualified for on all of their days, and on some of them.
fn qualify(person: &mut Candidate, days: &[SkillDays]) {
    let mut held: BTreeMap<&String, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
    for (_, skill, (from, until)) in days.iter().filter(|(id, ..)| *id == person.id) {
        let until = until.unwrap_or(NaiveDate::MAX);
        held.entry(skill).or_default().push((*from, until));
    }
    for (skill, spans) in held {
        let without = earlier::gaps(&spans, (person.from, person.until));
        if without.is_empty() {
            person.skills.insert(skill.clone());
        } else if without != [(person.from, person.until)] {
            person.partly.insert(skill.clone(), spans);
        }
    }
}

fn owed_by(
    row: &obligation::Model,
    named: &[nominee::Model],
    stays: &[stationing::Model],
    name: String,
) -> AppResult<Owed> {
    let (skills, mix) = skills_of(row)?;
    let mut roles = Vec::new();
    for one in named.iter().filter(|one| one.obligation_id == row.id) {
        // Who is named and not admitted (准入) is not on duty.
        let is_admitted = stays
            .iter()
            .any(|stay| stay.person_id == one.person_id && stay.center_id == row.center_id);
        if is_admitted {
            roles.push((one.person_id, NomineeRole::parse(&one.role).ok_or_else(unreadable)?));
        }
    }
    Ok(Owed {
        id: row.id,
        center_id: row.center_id,
        name,
        opening: opening_of(row)?,
        unit: BlockUnit::parse(&row.block_unit).ok_or_else(unreadable)?,
        min_blocks: row.min_blocks,
        max_blocks: row.max_blocks,
        rest_days: row.rest_days,
        load: row.load,
        skills,
        mix: mix.into_iter().map(|share| (share.skill_code, share.count)).collect(),
        roles,
        incumbents: Vec::new(),
    })
}

/// Everybody with a role, with the days on which they are admitted anywhere they are named.
fn candidates(
    rows: &[obligation::Model],
    owed: &[Owed],
    stays: &[stationing::Model],
    (from, until): (NaiveDate, NaiveDate),
) -> Vec<Candidate> {
    let mut found: BTreeMap<Uuid, Candidate> = BTreeMap::new();
    let centers: BTreeSet<Uuid> = rows.iter().map(|row| row.center_id).collect();
    let named: BTreeSet<Uuid> =
        owed.iter().flat_map(|one| one.roles.iter().map(|(id, _)| *id)).collect();
    let fit = stays
        .iter()
        .filter(|stay| named.contains(&stay.person_id) && centers.contains(&stay.center_id));
    // They are in the order of their first days: the home centre comes first.
    for stay in fit {
        let last = stay.until_on.unwrap_or(until);
        let one = found.entry(stay.person_id).or_insert_with(|| Candidate {
            id: stay.person_id,
            department_id: stay.department_id,
            home_id: stay.center_id,
            skills: BTreeSet::new(),
            partly: BTreeMap::new(),
            stays: Vec::new(),
            from: stay.from_on,
            until: last,
            absences: Vec::new(),
            avoid: Vec::new(),
        });
        one.stays.push((stay.center_id, stay.from_on, last));
        one.from = one.from.min(stay.from_on).max(from);
        one.until = one.until.max(last).min(until);
    }
    found.into_values().collect()
}

fn away(person: &mut Candidate, leaves: &[leave::Model], (from, until): (NaiveDate, NaiveDate)) {
    for leave in leaves.iter().filter(|leave| leave.person_id == person.id) {
        let (first, last) = (leave.from_on.max(from), leave.until_on.min(until));
        if leave.kind == LeaveKind::Avoid.as_str() {
            person.avoid.extend(first.iter_days().take_while(|day| *day <= last));
        } else {
            person.absences.push((first, last));
        }
    }
    person.avoid.sort_unstable();
    person.avoid.dedup();
}
