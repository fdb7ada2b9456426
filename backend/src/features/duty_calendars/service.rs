//! The days on which somebody is on duty: duty's own shifts, with the turns of published plans.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::dto::{DutyCalendarFilter, DutyFeedView, MyDuty, MyDutyDay};
use super::entity::feed;
use super::repo;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::duty::personal::of_person;
use crate::features::duty::roster::{AbsenceGround, Absent, DutyBasis, OnDuty, Shift};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::rotation_plans::entity::{assignment, plan};
use crate::features::rotation_plans::swap_repo::published_turns;
use crate::features::rotation_plans::swap_state::is_ahead;
use crate::features::stationing_obligations::entity::post;
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

/// Somebody's duty in some days, in order: what the board of duty says, seen from one person.
pub(super) async fn days(
    state: &AppState,
    person_id: Uuid,
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<Vec<MyDutyDay>> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let calendar = state.calendars.newest(&state.db, now).await?;
    let mut duty = Box::pin(of_person(db, &calendar, person_id, (from, to))).await?;
    duty.shifts.retain(|shift| Mine::of(shift, person_id).is_some());
    if duty.shifts.is_empty() {
        return Ok(Vec::new());
    }
    let told = Told {
        turns: published_turns(db, person_id, from, to).await?,
        names: personnel::repo::list_names(db, duty.people()).await?,
        directory: state.directory.get(&state.db, now).await?,
        today: local_date(now),
    };
    let each = duty.shifts.iter().filter_map(|shift| {
        let mine = Mine::of(shift, person_id)?;
        Some(told.day(shift, duty.posts.get(&shift.post_id), &mine))
    });
    Ok(each.collect())
}

/// What somebody has to do with a shift.
enum Mine<'a> {
    /// They are due.
    On(&'a OnDuty),
    /// They would be, and are on leave or replaced.
    Away(&'a Absent),
}

impl<'a> Mine<'a> {
    /// None for who has nothing to do with it, or is not admitted (any more) and owes nothing.
    fn of(shift: &'a Shift, person_id: Uuid) -> Option<Self> {
        if let Some(one) = shift.on.iter().find(|one| one.person_id == person_id) {
            return Some(Self::On(one));
        }
        let away = shift.absent.iter().find(|one| one.person_id == person_id);
        away.filter(|one| one.ground != AbsenceGround::NotAdmitted).map(Self::Away)
    }
}

/// What is needed to write days out.
struct Told {
    turns: Vec<(assignment::Model, plan::Model)>,
    names: HashMap<Uuid, String>,
    directory: Arc<Directory>,
    today: NaiveDate,
}

impl Told {
    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    /// The turn a shift belongs to, by the plan published last.
    fn turn(&self, shift: &Shift) -> Option<&(assignment::Model, plan::Model)> {
        let here = self.turns.iter().filter(|(turn, _)| {
            turn.obligation_id == shift.obligation_id
                && (turn.from_on..=turn.until_on).contains(&shift.date)
        });
        here.max_by_key(|(_, plan)| plan.published_at)
    }

    fn day(&self, shift: &Shift, post: Option<&post::Model>, mine: &Mine<'_>) -> MyDutyDay {
        let turn = self.turn(shift);
        let basis = match mine {
            Mine::On(one) => one.basis,
            Mine::Away(_) if turn.is_some() => DutyBasis::Plan,
            Mine::Away(_) => DutyBasis::Resident,
        };
        let turn = turn.filter(|_| basis == DutyBasis::Plan);
        let (stands_in_for, stand_in) = match mine {
            Mine::On(one) => (one.stands_in_for, None),
            Mine::Away(one) => (None, one.stand_in_id),
        };
        let center = post.and_then(|post| self.directory.centers.get(&post.center_id));
        MyDutyDay {
            date: shift.date,
            starts_at: shift.starts_at,
            ends_at: shift.ends_at,
            obligation_id: shift.obligation_id,
            post_name: post.map(|post| post.name.clone()).unwrap_or_default(),
            center_name: center.map(|center| center.name.clone()).unwrap_or_default(),
            basis,
            stands_in_for: stands_in_for.map(|id| self.person(id)),
            plan_id: turn.map(|(_, plan)| plan.id),
            edition: turn.map(|(_, plan)| plan.edition),
            assignment_id: turn.map(|(turn, _)| turn.id),
            turn_from_on: turn.map_or(shift.date, |(turn, _)| turn.from_on),
            turn_until_on: turn.map_or(shift.date, |(turn, _)| turn.until_on),
            may_swap: turn.is_some_and(|(turn, _)| is_ahead(turn.from_on, self.today)),
            is_away: matches!(mine, Mine::Away(_)),
            stand_in: stand_in.map(|id| self.person(id)),
        }
    }
}
