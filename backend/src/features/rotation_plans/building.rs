//! What the tables say of a plan's days: what is owed, by whom it may be served, and who is away.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::RotationRules;
use super::entity::{assignment, plan};
use super::making::{Candidate, Ingredients, Owed};
use super::{carrying, repo, solving};
use crate::features::stationing_obligations;
use crate::features::stationing_obligations::entity::{nominee, obligation};
use crate::features::stationing_obligations::rules::{BlockUnit, NomineeRole};
use crate::features::stationing_obligations::{opening_of, skills_of};
use crate::features::stationings;
use crate::features::stationings::entity::{leave, stationing};
use crate::features::stationings::workflow::LeaveKind;
use crate::platform::error::{AppError, AppResult};

/// How far back the last tours are looked at, for rest and for who serves when the plan begins.
const DAYS_BACK: u64 = 400;

fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// Everything `plan` is made from, in a few queries.
pub async fn gather(db: &impl ConnectionTrait, plan: &plan::Model) -> AppResult<Ingredients> {
    let (from, until) = (plan.from_on, plan.until_on);
    let centers: Vec<Uuid> = serde_json::from_str(&plan.center_ids)?;
    let rules: RotationRules = serde_json::from_str(&plan.rules)?;
    let owing = stationing_obligations::repo::touching(from, Some(until))
        .add(obligation::Column::CenterId.is_in(centers))
        .add(obligation::Column::Headcount.gt(0));
    let rows = stationing_obligations::repo::all(db, owing).await?;
    let named = stationing_obligations::repo::nominees(db, rows.iter().map(|row| row.id)).await?;
    let people: BTreeSet<Uuid> = named.iter().map(|one| one.person_id).collect();
    let stays = stationings::repo::stays(db, &people, from, until).await?;
    let skills = qualified(db, &people, (from, until)).await?;
    let leaves = stationings::repo::absences(db, &people, from, until).await?;
    let back = from.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(from);
    let served = repo::served_before(db, plan.center_id, back, from).await?;
    let posts =
        stationing_obligations::repo::posts_by_ids(db, rows.iter().map(|row| row.post_id)).await?;
    let mut owed = Vec::with_capacity(rows.len());
    for row in &rows {
        let name = posts.get(&row.post_id).map(|post| post.name.clone()).unwrap_or_default();
        let mut one = owed_by(row, &named, &stays, name)?;
        one.incumbents = incumbents(row.id, &served, from);
        one.incumbents.retain(|(id, _)| one.roles.iter().any(|(named, _)| named == id));
        owed.push(one);
    }
    let rests: HashMap<Uuid, i32> = rows.iter().map(|row| (row.id, row.rest_days)).collect();
    let mut people = candidates(&rows, &owed, &stays, (from, until));
    for person in &mut people {
        person.skills = skills.get(&person.id).cloned().unwrap_or_default();
        away(person, &leaves, (from, until));
        let goes_on = owed.iter().any(|one| one.incumbents.iter().any(|(id, _)| *id == person.id));
        if !goes_on {
            person.not_before = rested(person.id, &served, &rests);
        }
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
        rules,
        locked: locked
            .into_iter()
            .map(|row| (row.person_id, row.obligation_id, row.from_on))
            .collect(),
    })
}

/// What the last published plan before this one leaves.
async fn left(db: &impl ConnectionTrait, plan: &plan::Model) -> AppResult<BTreeMap<String, i64>> {
    let before = repo::last_published(db, plan.center_id, plan.from_on).await?;
    let Some((id, instance)) = before.and_then(|before| Some((before.id, before.instance?))) else {
        return Ok(BTreeMap::new());
    };
    let rows = repo::roster(db, id, Condition::all()).await?;
    let roster: Vec<_> = rows.iter().map(solving::row_of).collect();
    Ok(carrying::carried(&solving::read(&instance)?, &roster))
}

/// What everybody is qualified for on the first day and still on the last.
async fn qualified(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    (from, until): (NaiveDate, NaiveDate),
) -> AppResult<HashMap<Uuid, BTreeSet<String>>> {
    let mut first = stationings::repo::skills(db, people, from).await?;
    let last = stationings::repo::skills(db, people, until).await?;
    for (id, skills) in &mut first {
        let kept = last.get(id);
        skills.retain(|skill| kept.is_some_and(|kept| kept.contains(skill)));
    }
    Ok(first)
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
            from: stay.from_on,
            until: last,
            not_before: None,
            absences: Vec::new(),
            avoid: Vec::new(),
        });
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

/// Who served the last block before the plan, with the blocks in a row up to it.
fn incumbents(
    obligation_id: Uuid,
    served: &[assignment::Model],
    from: NaiveDate,
) -> Vec<(Uuid, u32)> {
    let mut by_person: BTreeMap<Uuid, Vec<&assignment::Model>> = BTreeMap::new();
    for row in served.iter().filter(|row| row.obligation_id == obligation_id) {
        by_person.entry(row.person_id).or_default().push(row);
    }
    let counted = by_person.into_iter().map(|(id, rows)| {
        let (mut next, mut blocks) = (from, 0_u32);
        for row in rows.iter().rev() {
            // A weekend may lie between two blocks.
            if (next - row.until_on).num_days() > 3 {
                break;
            }
            (next, blocks) = (row.from_on, blocks + 1);
        }
        (id, blocks)
    });
    counted.filter(|(_, blocks)| *blocks > 0).collect()
}

/// Until when somebody rests from the last plan.
fn rested(id: Uuid, served: &[assignment::Model], rests: &HashMap<Uuid, i32>) -> Option<NaiveDate> {
    let own = served.iter().filter(|row| row.person_id == id);
    let until = own.filter_map(|row| {
        let days = rests.get(&row.obligation_id).copied().unwrap_or(0).unsigned_abs();
        row.until_on.checked_add_days(Days::new(u64::from(days) + 1))
    });
    until.max()
}
