//! The days on which somebody is on duty, from the published plans.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{DutyCalendarFilter, DutyFeedView, MyDuty, MyDutyDay};
use super::entity::feed;
use super::repo;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::rotation_plans::swap_repo::published_turns;
use crate::features::rotation_plans::swap_state::is_ahead;
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::opening::Opening;
use crate::features::stationing_obligations::{self, opening_of};
use crate::features::stationings;
use crate::features::stationings::workflow::LeaveKind;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Facts, authorize};

/// The longest stretch of days shown at once.
const MOST_DAYS: i64 = 366;

/// What the rights table looks at: one's own.
pub(super) fn own(actor: &Actor) -> Facts<'_> {
    Facts { holder_id: Some(actor.person_id), ..Facts::default() }
}

/// The caller's duty in some days.
pub async fn mine(
    state: &AppState,
    actor: &Actor,
    filter: &DutyCalendarFilter,
) -> AppResult<MyDuty> {
    authorize(actor, Action::RotationOwn, &own(actor))?;
    if !(0..=MOST_DAYS).contains(&(filter.to - filter.from).num_days()) {
        let names = vec!["to".to_owned()];
        return Err(AppError::from(ErrorCode::RequestInvalidParameter).with("parameters", names));
    }
    let person_id = actor.person_id;
    let days = days(state, person_id, (filter.from, filter.to)).await?;
    let feed = repo::of_person(state.db.reader(), person_id).await?;
    Ok(MyDuty { person_id, days, feed: feed.map(|row| view(&row, None)) })
}

/// A feed; its address only when it was just made.
pub(super) fn view(row: &feed::Model, path: Option<String>) -> DutyFeedView {
    DutyFeedView {
        id: row.id,
        path,
        revoked_at: row.revoked_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
    }
}

/// Somebody's duty in some days, in order.
pub(super) async fn days(
    state: &AppState,
    person_id: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<Vec<MyDutyDay>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let turns = published_turns(db, person_id, from, to).await?;
    if turns.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<Uuid> = turns.iter().map(|(row, _)| row.obligation_id).collect();
    let wanted = Condition::all().add(obligation::Column::Id.is_in(ids));
    let owed = stationing_obligations::repo::all(db, wanted).await?;
    let posts =
        stationing_obligations::repo::posts_by_ids(db, owed.iter().map(|row| row.post_id)).await?;
    let mut openings: HashMap<Uuid, (&obligation::Model, Opening)> = HashMap::new();
    for row in &owed {
        openings.insert(row.id, (row, opening_of(row)?));
    }
    let calendar = state.calendars.newest(&state.db, now).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let away = away(state, person_id, (from, to)).await?;
    let today = local_date(now);
    let mut days = Vec::new();
    for (turn, plan) in &turns {
        let Some((row, opening)) = openings.get(&turn.obligation_id) else { continue };
        let (first, last) = (turn.from_on.max(from), turn.until_on.min(to));
        for date in first.iter_days().take_while(|day| *day <= last) {
            if !opening.on(&calendar, date).is_open {
                continue;
            }
            let (starts_at, ends_at) = opening.hours(date);
            let post = posts.get(&row.post_id);
            let center = directory.centers.get(&row.center_id);
            days.push(MyDutyDay {
                date,
                starts_at,
                ends_at,
                obligation_id: row.id,
                post_name: post.map(|post| post.name.clone()).unwrap_or_default(),
                center_name: center.map(|center| center.name.clone()).unwrap_or_default(),
                plan_id: plan.id,
                edition: plan.edition,
                assignment_id: turn.id,
                turn_from_on: turn.from_on,
                turn_until_on: turn.until_on,
                may_swap: is_ahead(turn.from_on, today),
                is_away: away.contains(&date),
            });
        }
    }
    days.sort_by_key(|day| (day.starts_at, day.obligation_id));
    Ok(days)
}

/// The days on which somebody is on leave; a wish is no leave.
async fn away(
    state: &AppState,
    person_id: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<BTreeSet<NaiveDate>> {
    let whom = BTreeSet::from([person_id]);
    let leaves = stationings::repo::absences(state.db.reader(), &whom, from, to).await?;
    let leaves = leaves.iter().filter(|leave| leave.kind != LeaveKind::Avoid.as_str());
    let days = leaves.flat_map(|leave| {
        let (first, last) = (leave.from_on.max(from), leave.until_on.min(to));
        first.iter_days().take_while(move |day| *day <= last)
    });
    Ok(days.collect())
}
