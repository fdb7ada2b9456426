//! What the tables say of a centre's duty on some days: a few queries, however many posts there are.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::repo;
use super::roster::{Assigned, Away, Known, Owed, Replaced, Shift, Stay, shift};
use crate::features::calendars::calendar::Calendar;
use crate::features::stationing_obligations::entity::{nominee, obligation, post};
use crate::features::stationing_obligations::rules::NomineeRole;
use crate::features::stationing_obligations::{opening_of, repo as obligations};
use crate::features::stationings::repo as stationings;
use crate::features::stationings::workflow::LeaveKind;
use crate::platform::error::{AppError, AppResult};

/// A centre's duty on some days.
#[derive(Debug, Clone)]
pub struct CenterDuty {
    /// The posts, by id.
    pub posts: HashMap<Uuid, post::Model>,
    /// Every shift, in the order of days and obligations.
    pub shifts: Vec<Shift>,
}

impl CenterDuty {
    /// Everybody on any shift, or absent from it.
    pub fn people(&self) -> BTreeSet<Uuid> {
        let shifts = self.shifts.iter();
        let on = shifts.clone().flat_map(|shift| shift.on.iter().map(|one| one.person_id));
        let absent = shifts.flat_map(|shift| {
            shift.absent.iter().flat_map(|one| [Some(one.person_id), one.stand_in_id]).flatten()
        });
        on.chain(absent).collect()
    }
}

fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// The duty at `center_id` from `from` to `to`, at the obligations that `matching` lets through.
pub async fn gather(
    db: &impl ConnectionTrait,
    calendar: &Calendar,
    center_id: Uuid,
    (from, to): (NaiveDate, NaiveDate),
    matching: Condition,
) -> AppResult<CenterDuty> {
    let owing = obligations::touching(from, Some(to))
        .add(obligation::Column::CenterId.eq(center_id))
        .add(obligation::Column::Headcount.gt(0))
        .add(matching);
    let rows = obligations::all(db, owing).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let named = obligations::nominees(db, ids.iter().copied()).await?;
    let posts = obligations::posts_by_ids(db, rows.iter().map(|row| row.post_id)).await?;
    let mut known = published(db, center_id, &ids, (from, to)).await?;
    for row in repo::approved(db, &ids, (from, to)).await? {
        known.replaced.entry(row.obligation_id).or_default().push(Replaced {
            person_id: row.person_id,
            stand_in_id: row.stand_in_id,
            from_on: row.from_on,
            until_on: row.until_on,
        });
    }
    whereabouts(db, &mut known, center_id, &named, (from, to)).await?;
    let owed: Vec<Owed> = rows.iter().map(|row| owed_by(row, &named)).collect::<AppResult<_>>()?;
    let mut shifts = Vec::new();
    for date in from.iter_days().take_while(|date| *date <= to) {
        shifts.extend(owed.iter().filter_map(|one| shift(one, &known, calendar, date)));
    }
    Ok(CenterDuty { posts, shifts })
}

/// What published plans say; those that do not speak of the centre say nothing.
async fn published(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    obligations: &[Uuid],
    days: (NaiveDate, NaiveDate),
) -> AppResult<Known> {
    let mut spoken = HashMap::new();
    for plan in repo::published(db, days.0, days.1).await? {
        let centers: Vec<Uuid> = serde_json::from_str(&plan.center_ids)?;
        if centers.contains(&center_id) {
            spoken.insert(plan.id, plan.published_at);
        }
    }
    let plans: Vec<Uuid> = spoken.keys().copied().collect();
    let mut known = Known::default();
    for row in repo::assigned(db, &plans, obligations, days).await? {
        known.assigned.entry(row.obligation_id).or_default().push(Assigned {
            person_id: row.person_id,
            role: NomineeRole::parse(&row.role),
            from_on: row.from_on,
            until_on: row.until_on,
            published_at: spoken.get(&row.plan_id).copied().flatten(),
        });
    }
    Ok(known)
}

/// Who is away and who is admitted, of all who may be on duty.
async fn whereabouts(
    db: &impl ConnectionTrait,
    known: &mut Known,
    center_id: Uuid,
    named: &[nominee::Model],
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<()> {
    let assigned = known.assigned.values().flatten().map(|one| one.person_id);
    let standing = known.replaced.values().flatten().map(|one| one.stand_in_id);
    let people: BTreeSet<Uuid> =
        named.iter().map(|one| one.person_id).chain(assigned).chain(standing).collect();
    for row in stationings::absences(db, &people, from, to).await? {
        let kind = LeaveKind::parse(&row.kind).ok_or_else(unreadable)?;
        if !kind.is_wish() {
            let away = Away { kind, from_on: row.from_on, until_on: row.until_on };
            known.away.entry(row.person_id).or_default().push(away);
        }
    }
    for row in stationings::stays(db, &people, from, to).await? {
        if row.center_id == center_id {
            let stay = Stay { from_on: row.from_on, until_on: row.until_on };
            known.stays.entry(row.person_id).or_default().push(stay);
        }
    }
    Ok(())
}

fn owed_by(row: &obligation::Model, named: &[nominee::Model]) -> AppResult<Owed> {
    let own = named.iter().filter(|one| one.obligation_id == row.id);
    let named = own.map(|one| {
        let role = NomineeRole::parse(&one.role);
        role.map(|role| (one.person_id, role)).ok_or_else(unreadable)
    });
    Ok(Owed {
        id: row.id,
        post_id: row.post_id,
        department_id: row.department_id,
        opening: opening_of(row)?,
        named: named.collect::<AppResult<_>>()?,
    })
}
