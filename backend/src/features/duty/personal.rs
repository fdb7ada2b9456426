//! The duty of one person, at whichever centres: the same shifts as of these centres, of the posts at
//! which they may be due.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::gather::{CenterDuty, gather};
use super::repo;
use crate::features::calendars::calendar::Calendar;
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::repo as obligations;
use crate::platform::error::AppResult;

/// The shifts from `from` to `to` at the posts for which somebody is named, to which a published plan
/// gives them, or at which they stand in: in the order of days, whether they are due there or not. A
/// few statements for each centre, however many days.
pub async fn of_person(
    db: &impl ConnectionTrait,
    calendar: &Calendar,
    person_id: Uuid,
    days: (NaiveDate, NaiveDate),
) -> AppResult<CenterDuty> {
    let near = obligations::touching(days.0, Some(days.1)).add(repo::near(person_id, days));
    let owed = obligations::all(db, near).await?;
    let ids: Vec<Uuid> = owed.iter().map(|row| row.id).collect();
    let centers: BTreeSet<Uuid> = owed.iter().map(|row| row.center_id).collect();
    let mut duty = CenterDuty { posts: HashMap::new(), shifts: Vec::new() };
    for center_id in centers {
        let these = Condition::all().add(obligation::Column::Id.is_in(ids.iter().copied()));
        let there = Box::pin(gather(db, calendar, center_id, days, these)).await?;
        duty.posts.extend(there.posts);
        duty.shifts.extend(there.shifts);
    }
    duty.shifts.sort_by_key(|shift| (shift.starts_at, shift.obligation_id));
    Ok(duty)
}
