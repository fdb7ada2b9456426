//! Whether the posts departments owe were served: days of obligations as
//! [`crate::features::shortfalls`] counts them, and which day a fact is about.

use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, Utc};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::dto::AssessmentDutyDay;
use super::entity::fact;
use super::gather::Wanted;
use super::settled::{AssessmentObject, Fact};
use super::source::AssessmentSource;
use crate::features::calendars::calendar::Calendar;
use crate::features::calendars::civil_day::local_date;
use crate::features::duty::place::Place;
use crate::features::presence::gather::gather;
use crate::features::shortfalls::tally::tally;
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::{opening_of, repo as obligations};
use crate::platform::error::AppResult;

/// Where posts are looked at, and by which calendar.
#[derive(Clone, Copy)]
pub struct Posts<'a> {
    /// The centre that assesses.
    pub place: &'a Place,
    /// Which days are open.
    pub calendar: &'a Calendar,
}

/// The days of the period on which something was owed, kept or failed: a few statements a month. A duty
/// is settled when it ends, whoever asks when: a night belongs to the month of its morning.
pub async fn served(
    db: &impl ConnectionTrait,
    wanted: Wanted<'_>,
    posts: Posts<'_>,
) -> AppResult<Vec<Fact>> {
    let Posts { place, calendar } = posts;
    let matching = obligation::Column::DepartmentId.is_in(wanted.units.iter().copied());
    let over = wanted.period.ends_at();
    let mut found = Vec::new();
    let mut first = wanted.period.from_on;
    let mut from = first.checked_sub_days(Days::new(1)).unwrap_or(first);
    while from <= wanted.period.to_on {
        let last = last_of_month(first).min(wanted.period.to_on);
        let these = Condition::all().add(matching.clone());
        let known = Box::pin(gather(db, calendar, place, (from, last), these)).await?;
        let days = tally(&known.duty.shifts, &known.days, over);
        let facts = known.duty.shifts.iter().zip(&days).filter_map(|(shift, day)| {
            Some(Fact {
                source: AssessmentSource::PostServed,
                unit_id: day.department_id,
                person_id: None,
                case_id: None,
                object_kind: AssessmentObject::DutyDay,
                object_id: day.obligation_id,
                settled_at: shift.ends_at,
                is_failed: !day.is_served()?,
            })
        });
        found.extend(facts);
        let Some(next) = last.succ_opt() else { break };
        (first, from) = (next, next);
    }
    Ok(found)
}

fn last_of_month(on: NaiveDate) -> NaiveDate {
    let first = on.with_day(1).unwrap_or(on);
    first.checked_add_months(Months::new(1)).and_then(|day| day.pred_opt()).unwrap_or(on)
}

/// The posts and openings of the obligations some facts are about.
pub struct DutyDays {
    owed: HashMap<Uuid, (obligation::Model, String)>,
}

impl DutyDays {
    /// Two queries, however many facts there are; none where there is no such fact.
    pub async fn of(db: &impl ConnectionTrait, rows: &[fact::Model]) -> AppResult<Self> {
        let kind = AssessmentObject::DutyDay.as_str();
        let about = rows.iter().filter(|row| row.object_kind == kind);
        let mut ids: Vec<Uuid> = about.map(|row| row.object_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut owed = HashMap::new();
        if !ids.is_empty() {
            let these = Condition::all().add(obligation::Column::Id.is_in(ids));
            let rows = obligations::all(db, these).await?;
            let posts = obligations::posts_by_ids(db, rows.iter().map(|row| row.post_id)).await?;
            for row in rows {
                let name = posts.get(&row.post_id).map(|post| post.name.clone());
                owed.insert(row.id, (row, name.unwrap_or_default()));
            }
        }
        Ok(Self { owed })
    }

    /// The day a fact is about; none for one that is about something else.
    pub fn day(&self, row: &fact::Model) -> AppResult<Option<AssessmentDutyDay>> {
        if row.object_kind != AssessmentObject::DutyDay.as_str() {
            return Ok(None);
        }
        let Some((owed, post_name)) = self.owed.get(&row.object_id) else { return Ok(None) };
        Ok(Some(AssessmentDutyDay {
            obligation_id: owed.id,
            department_id: row.unit_id,
            post_name: post_name.clone(),
            date: began_on(owed, row.settled_at)?,
        }))
    }
}

/// The day on which the duty began that ended at `at`: the same, or the day before of a night.
fn began_on(owed: &obligation::Model, at: DateTime<Utc>) -> AppResult<NaiveDate> {
    let opening = opening_of(owed)?;
    let ended_on = local_date(at);
    let before = ended_on.pred_opt().filter(|day| opening.hours(*day).1 == at);
    Ok(before.unwrap_or(ended_on))
}
