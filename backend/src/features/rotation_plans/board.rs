//! The board: some days of a plan by post and by person, with who is missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition};
use uuid::Uuid;

use super::dto::{BoardDay, BoardFilter, BoardPerson, BoardPost, BoardPostDay, RotationBoard};
use super::editing::may_change;
use super::entity::assignment;
use super::repo;
use super::view::{assigned, unreadable};
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::rules::StationingMode;
use crate::features::stationing_obligations::{self, opening_of};
use crate::features::stationings;
use crate::features::stationings::workflow::LeaveKind;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Actor;

/// Two months, so that a board stays one that is looked at.
const MOST_DAYS: i64 = 62;

/// Days on which somebody is away.
type Away = HashMap<Uuid, BTreeSet<NaiveDate>>;

/// The board of a plan for some days.
pub(super) async fn board(
    state: &AppState,
    actor: &Actor,
    plan_id: Uuid,
    filter: &BoardFilter,
) -> AppResult<RotationBoard> {
    if !(0..=MOST_DAYS).contains(&(filter.to - filter.from).num_days()) {
        let names = vec!["to".to_owned()];
        return Err(AppError::from(ErrorCode::RequestInvalidParameter).with("parameters", names));
    }
    let (db, now) = (state.db.reader(), state.clock.now());
    let plan = repo::find(db, repo::readable(actor), plan_id).await?;
    let calendar = state.calendars.newest(&state.db, now).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let (from, to) = (filter.from.max(plan.from_on), filter.to.min(plan.until_on));
    let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).collect();
    let rows = repo::roster(db, plan_id, repo::touching(from, to)).await?;
    let centers: Vec<Uuid> = serde_json::from_str(&plan.center_ids)?;
    let owing = stationing_obligations::repo::touching(from, Some(to))
        .add(obligation::Column::CenterId.is_in(centers));
    let owed = stationing_obligations::repo::all(db, Condition::all().add(owing)).await?;
    let may = may_change(actor, &plan)?;
    let mut people: BTreeSet<Uuid> = rows.iter().map(|row| row.person_id).collect();
    if may {
        // Turns may be given to them.
        let named = owed.iter().map(|row| row.id);
        let named = stationing_obligations::repo::nominees(db, named).await?;
        people.extend(named.into_iter().map(|one| one.person_id));
    }
    let names = personnel::repo::list_names(db, people.iter().copied()).await?;
    let away = away(&stationings::repo::absences(db, &people, from, to).await?, (from, to));
    let posts =
        stationing_obligations::repo::posts_by_ids(db, owed.iter().map(|row| row.post_id)).await?;
    let mut shown = Vec::with_capacity(owed.len());
    for row in &owed {
        let name = posts.get(&row.post_id).map(|post| post.name.clone()).unwrap_or_default();
        let post = PostRef { id: row.post_id, name };
        shown.push(by_post(
            row,
            post,
            &directory,
            &calendar,
            (days.as_slice(), rows.as_slice(), &away),
        )?);
    }
    let mut by_person: BTreeMap<Uuid, Vec<&assignment::Model>> =
        people.iter().map(|id| (*id, Vec::new())).collect();
    for row in &rows {
        by_person.entry(row.person_id).or_default().push(row);
    }
    let mut people = Vec::with_capacity(by_person.len());
    for (id, rows) in by_person {
        let own: AppResult<Vec<_>> = rows.iter().map(|row| assigned(row, &names, may)).collect();
        people.push(BoardPerson {
            person: PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() },
            assignments: own?,
            away_on: away.get(&id).into_iter().flatten().copied().collect(),
        });
    }
    people.sort_by(|a, b| (&a.person.name, a.person.id).cmp(&(&b.person.name, b.person.id)));
    Ok(RotationBoard {
        plan_id,
        days: days.iter().map(|day| day_of(&calendar, *day)).collect(),
        posts: shown,
        people,
    })
}

fn day_of(calendar: &Calendar, date: NaiveDate) -> BoardDay {
    let day = calendar.day(date);
    BoardDay { date, kind: day.kind, name: day.name, is_announced: day.announced }
}

/// A wish is no absence.
fn away(leaves: &[stationings::entity::leave::Model], (from, to): (NaiveDate, NaiveDate)) -> Away {
    let mut away = Away::new();
    for leave in leaves.iter().filter(|leave| leave.kind != LeaveKind::Avoid.as_str()) {
        let (first, last) = (leave.from_on.max(from), leave.until_on.min(to));
        let days = first.iter_days().take_while(|day| *day <= last);
        away.entry(leave.person_id).or_default().extend(days);
    }
    away
}

fn by_post(
    row: &obligation::Model,
    post: PostRef,
    directory: &Directory,
    calendar: &Calendar,
    (days, rows, away): (&[NaiveDate], &[assignment::Model], &Away),
) -> AppResult<BoardPost> {
    let opening = opening_of(row)?;
    let open = days.iter().filter(|day| opening.on(calendar, **day).is_open);
    let days = open.map(|day| {
        let here = rows.iter().filter(|one| {
            let is_on = (one.from_on..=one.until_on).contains(day);
            let is_away = away.get(&one.person_id).is_some_and(|away| away.contains(day));
            one.obligation_id == row.id && is_on && !is_away
        });
        let person_ids: Vec<Uuid> = here.map(|one| one.person_id).collect();
        let present = i32::try_from(person_ids.len()).unwrap_or(i32::MAX);
        BoardPostDay { date: *day, person_ids, missing: (row.headcount - present).max(0) }
    });
    let center = directory.centers.get(&row.center_id);
    Ok(BoardPost {
        obligation_id: row.id,
        post,
        center: CenterRef {
            id: row.center_id,
            name: center.map(|center| center.name.clone()).unwrap_or_default(),
        },
        department: DepartmentRef {
            id: row.department_id,
            name: directory.department_name(row.department_id),
        },
        mode: StationingMode::parse(&row.mode).ok_or_else(unreadable)?,
        headcount: row.headcount,
        days: days.collect(),
    })
}
