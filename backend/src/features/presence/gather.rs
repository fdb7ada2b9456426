//! The person-days of a centre with everything that is known of them: a few queries, however many days.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{Condition, ConnectionTrait};
use serde::Deserialize;
use uuid::Uuid;

use super::entity::record;
use super::evidence::{
    EvidenceSource, ExcuseKind, Known, PresenceFinding, Weighed, excuse_of, weigh,
};
use super::repo;
use crate::features::calendars::calendar::Calendar;
use crate::features::duty::gather::{CenterDuty, gather as duty_of};
use crate::features::duty::place::Place;
use crate::features::duty::roster::{AbsenceGround, Shift};
use crate::features::stationing_obligations::entity::post;
use crate::features::stationing_obligations::rules::StationingMode;
use crate::features::stationings::workflow::LeaveKind;
use crate::platform::error::{AppError, AppResult};

/// One person at one post on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDay {
    /// Which shift, by its place among them.
    pub shift: usize,
    /// Who.
    pub person_id: Uuid,
    /// Why they would not be there, where that was approved.
    pub excuse: Option<ExcuseKind>,
    /// What the duty officers recorded.
    pub findings: Vec<PresenceFinding>,
    /// What comes of all that is known.
    pub weighed: Weighed,
}

/// A centre's days with what is known of them.
#[derive(Debug, Clone)]
pub struct CenterPresence {
    /// Who was due when.
    pub duty: CenterDuty,
    /// Everybody's days, in the order of shifts.
    pub days: Vec<PersonDay>,
}

impl CenterPresence {
    /// The shift of a day.
    pub fn shift_of(&self, day: &PersonDay) -> Option<&Shift> {
        self.duty.shifts.get(day.shift)
    }
}

/// The unit somebody acted for, as the ledger wrote it.
#[derive(Deserialize)]
struct ActedFor {
    department_id: Option<Uuid>,
}

/// Something done, as far as presence goes.
struct Done {
    at: DateTime<Utc>,
    /// The department it was done for, and the type of the matter; none for what was done for a visitor.
    case: Option<(Option<Uuid>, Option<String>)>,
}

/// What is known, by what it is looked up with.
struct Facts {
    signed: HashSet<(Uuid, Uuid, NaiveDate)>,
    signed_at: HashMap<(Uuid, NaiveDate), Vec<Uuid>>,
    done: HashMap<Uuid, Vec<Done>>,
    records: HashMap<(Uuid, Uuid, NaiveDate), Vec<PresenceFinding>>,
    rated: HashSet<(String, NaiveDate)>,
}

/// The person-days of `place` from `from` to `to` at the obligations that `matching` lets through.
pub async fn gather(
    db: &impl ConnectionTrait,
    calendar: &Calendar,
    place: &Place,
    days: (NaiveDate, NaiveDate),
    matching: Condition,
) -> AppResult<CenterPresence> {
    let duty = duty_of(db, calendar, place.center.id, days, matching).await?;
    let facts = facts(db, place, &duty, days).await?;
    let types = types_of(&duty)?;
    let mut found = Vec::new();
    for (at, shift) in duty.shifts.iter().enumerate() {
        for (person_id, excuse) in expected(shift) {
            let own = records_of(&facts, shift, person_id);
            // An on-call post is served by answering: a day without a call asks nothing of anybody.
            if shift.mode == StationingMode::OnCall && own.is_empty() && excuse.is_none() {
                continue;
            }
            let post = duty.posts.get(&shift.post_id);
            let known = known_of(&facts, shift, (person_id, excuse), post, &types, &duty);
            let weighed = weigh(&known);
            found.push(PersonDay { shift: at, person_id, excuse, findings: own, weighed });
        }
    }
    Ok(CenterPresence { duty, days: found })
}

/// Who is due, and who would be and is excused. Who is not admitted any more owes nothing.
fn expected(shift: &Shift) -> Vec<(Uuid, Option<ExcuseKind>)> {
    let on = shift.on.iter().map(|one| (one.person_id, None));
    let absent = shift.absent.iter().filter_map(|one| {
        let excuse = match one.ground {
            AbsenceGround::Leave(kind) => excuse_of(kind == LeaveKind::Training),
            AbsenceGround::Replaced => ExcuseKind::Replaced,
            AbsenceGround::NotAdmitted => return None,
        };
        Some((one.person_id, Some(excuse)))
    });
    on.chain(absent).collect()
}

fn records_of(facts: &Facts, shift: &Shift, person_id: Uuid) -> Vec<PresenceFinding> {
    let key = (shift.obligation_id, person_id, shift.date);
    facts.records.get(&key).cloned().unwrap_or_default()
}

fn types_of(duty: &CenterDuty) -> AppResult<HashMap<Uuid, Vec<String>>> {
    let each = duty.posts.values().map(|post| {
        let types = serde_json::from_str::<Vec<String>>(&post.case_type_codes);
        types.map(|types| (post.id, types)).map_err(AppError::from)
    });
    each.collect()
}

/// Whether a post is for matters of a type; a post for none in particular is for all of them.
pub fn is_for(types: &[String], type_code: Option<&str>) -> bool {
    types.is_empty()
        || type_code.is_some_and(|code| types.iter().any(|one| code.starts_with(one.as_str())))
}

fn known_of(
    facts: &Facts,
    shift: &Shift,
    (person_id, excuse): (Uuid, Option<ExcuseKind>),
    post: Option<&post::Model>,
    types: &HashMap<Uuid, Vec<String>>,
    duty: &CenterDuty,
) -> Known {
    let mut shown = BTreeSet::new();
    if facts.signed.contains(&(shift.post_id, person_id, shift.date)) {
        shown.insert(EvidenceSource::SignIn);
    }
    let types = types.get(&shift.post_id).map_or(&[][..], Vec::as_slice);
    let done = facts.done.get(&person_id).into_iter().flatten();
    let acted = done.filter(|one| shift.holds(one.at)).any(|one| match &one.case {
        Some((department_id, type_code)) => {
            *department_id == Some(shift.department_id) && is_for(types, type_code.as_deref())
        }
        None => true,
    });
    // Who is excused may well be at work elsewhere: only at the window itself does that not fit.
    if acted && (excuse.is_none() || shown.contains(&EvidenceSource::SignIn)) {
        shown.insert(EvidenceSource::BusinessAct);
    }
    let window = post.and_then(|post| post.window_no.as_deref()).map(str::to_uppercase);
    if window.is_some_and(|number| facts.rated.contains(&(number, shift.date))) {
        shown.insert(EvidenceSource::CitizenRating);
    }
    let windows = facts.signed_at.get(&(person_id, shift.date)).into_iter().flatten();
    // Two posts of one day are nothing odd where somebody is due at both.
    let is_elsewhere = windows.filter(|id| **id != shift.post_id).any(|id| {
        let there = duty.shifts.iter().filter(|one| one.post_id == *id && one.date == shift.date);
        !there.clone().any(|one| one.has(person_id))
    });
    Known {
        excuse,
        shown,
        records: records_of(facts, shift, person_id),
        is_alone: shift.on.len() == 1 && excuse.is_none(),
        is_elsewhere,
    }
}

async fn facts(
    db: &impl ConnectionTrait,
    place: &Place,
    duty: &CenterDuty,
    days: (NaiveDate, NaiveDate),
) -> AppResult<Facts> {
    let people = duty.people();
    let mut signed = HashSet::new();
    let mut signed_at: HashMap<(Uuid, NaiveDate), Vec<Uuid>> = HashMap::new();
    for row in repo::sign_ins(db, &people, days).await? {
        signed.insert((row.post_id, row.person_id, row.duty_on));
        signed_at.entry((row.person_id, row.duty_on)).or_default().push(row.post_id);
    }
    let mut records: HashMap<(Uuid, Uuid, NaiveDate), Vec<PresenceFinding>> = HashMap::new();
    for row in repo::standing(db, place.center.id, days).await? {
        let finding = finding_of(&row)?;
        let key = (row.obligation_id, row.person_id, row.duty_on);
        records.entry(key).or_default().push(finding);
    }
    let rated = repo::rated(db, place.center.id, days).await?.into_iter().collect();
    let done = done(db, place, duty, &people).await?;
    Ok(Facts { signed, signed_at, done, records, rated })
}

/// What a record says.
pub fn finding_of(row: &record::Model) -> AppResult<PresenceFinding> {
    let finding = PresenceFinding::parse(&row.finding);
    finding.ok_or_else(|| AppError::internal("unknown word in the database"))
}

/// What was done between the first shift and the last.
async fn done(
    db: &impl ConnectionTrait,
    place: &Place,
    duty: &CenterDuty,
    people: &BTreeSet<Uuid>,
) -> AppResult<HashMap<Uuid, Vec<Done>>> {
    let mut done: HashMap<Uuid, Vec<Done>> = HashMap::new();
    let first = duty.shifts.iter().map(|shift| shift.starts_at).min();
    let last = duty.shifts.iter().map(|shift| shift.ends_at).max();
    let Some(span) = first.zip(last) else { return Ok(done) };
    let span = (span.0, span.1 + TimeDelta::milliseconds(1));
    for act in repo::acts(db, people, span).await? {
        if !act.region_code.starts_with(place.region_code.as_str()) {
            continue;
        }
        let Some(actor_id) = act.actor_id else { continue };
        let acted_for = serde_json::from_str::<ActedFor>(&act.capacity).ok();
        let department_id = acted_for.and_then(|capacity| capacity.department_id);
        let case = Some((department_id, act.type_code));
        done.entry(actor_id).or_default().push(Done { at: act.at, case });
    }
    for (person_id, at) in repo::receptions(db, place.center.id, people, span).await? {
        done.entry(person_id).or_default().push(Done { at, case: None });
    }
    Ok(done)
}
