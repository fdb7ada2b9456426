//! That nobody and no room is in two places at once.
//!
//! Whoever books holds the case, then the mediators in the order of their ids, then the room, and
//! only then looks: two who want the same wait for each other on PostgreSQL, and SQLite has one
//! writer. Times are half-open, so one session may begin when another ends.

use std::collections::HashSet;

use chrono::{DateTime, Duration, SubsecRound as _, Utc};
use uuid::Uuid;

use super::dto::BookMediationRequest;
use super::entity::{mediator, sitting};
use super::partiality::{self, Standing};
use super::repo::{self, Session, Taken};
use crate::app::AppState;
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::cases::entity::case;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::org::directory::Directory;
use crate::features::org::entity::center;
use crate::features::personnel;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};

/// Most days ahead a session may be booked.
const MOST_DAYS: i64 = 180;
/// Least and most minutes of a session.
const MINUTES: std::ops::RangeInclusive<i64> = 15..=720;

/// What was booked.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The room.
    pub room_id: Uuid,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The mediators, as the request names them: entry of the register and person.
    pub mediators: Vec<(Uuid, Uuid)>,
}

impl Slot {
    /// The rows of its mediators in a session.
    pub fn sittings(&self, state: &AppState, mediation_id: Uuid) -> Vec<sitting::Model> {
        let sitting = |(mediator_id, person_id): &(Uuid, Uuid)| sitting::Model {
            id: state.ids.next(),
            mediation_id,
            mediator_id: *mediator_id,
            person_id: *person_id,
        };
        let mut rows: Vec<_> = self.mediators.iter().map(sitting).collect();
        // They are read in the order of the ids, which within one millisecond are in none.
        let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        for (row, id) in rows.iter_mut().zip(ids) {
            row.id = id;
        }
        rows
    }
}

/// The time of a session, to the second; 422 when it cannot be one.
pub fn times(
    now: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    at: &str,
) -> AppResult<(DateTime<Utc>, DateTime<Utc>)> {
    let (starts, ends) = (starts_at.trunc_subsecs(0), ends_at.trunc_subsecs(0));
    let refused =
        |member: &str| AppError::field(format!("{at}/{member}"), ErrorCode::MediationInvalidTime);
    let first = start_of_day(local_date(now));
    if starts < first || starts > now + Duration::days(MOST_DAYS) {
        return Err(refused("starts_at"));
    }
    let is_one_day = local_date(starts) == local_date(ends);
    if !is_one_day || !MINUTES.contains(&(ends - starts).num_minutes()) {
        return Err(refused("ends_at"));
    }
    Ok((starts, ends))
}

/// Books in memory: holds what is asked for and checks that it is free and in order. `but` is the
/// session that is moved, `at` where the request stands in the body.
pub async fn book(
    state: &AppState,
    tx: &Tx,
    directory: &Directory,
    case: &Loaded,
    asked: &BookMediationRequest,
    (but, at): (Option<Uuid>, &str),
) -> AppResult<Slot> {
    let now = state.clock.now();
    let (starts_at, ends_at) = times(now, asked.starts_at, asked.ends_at, at)?;
    let named: HashSet<_> = asked.mediator_ids.iter().collect();
    if named.len() < asked.mediator_ids.len() {
        let pointer = format!("{at}/mediator_ids");
        let twice = FieldError::rule(pointer, "duplicate", serde_json::Map::new());
        return Err(AppError::Validation(vec![twice]));
    }
    let found = repo::hold_mediators(tx, &asked.mediator_ids).await?;
    let near = covering(directory, &case.row);
    let room = repo::hold_room(tx, asked.room_id).await?;
    let room = room.filter(|room| room.is_active && near.contains(&room.center_id));
    let Some(room) = room else {
        return Err(AppError::field(format!("{at}/room_id"), ErrorCode::MediationRoomUnknown));
    };
    let day = local_date(starts_at);
    let around = Around::read(&**tx, directory, case.row.id, &found).await?;
    let mut mediators = Vec::new();
    let mut refused = Vec::new();
    for (index, id) in asked.mediator_ids.iter().enumerate() {
        let row = found.iter().find(|row| row.id == *id && near.contains(&row.center_id));
        let code = match row {
            None => Some(ErrorCode::MediationMediatorUnknown),
            Some(row) => around.obstacle(row, day),
        };
        mediators.extend(row.map(|row| (row.id, row.person_id)));
        let pointer = format!("{at}/mediator_ids/{index}");
        refused.extend(code.map(|code| FieldError::of(pointer, code)));
    }
    if !refused.is_empty() {
        return Err(AppError::Validation(refused));
    }
    let taken = repo::taken(&**tx, (starts_at, ends_at), now, but).await?;
    if let Some(code) = collision(&taken, case.row.id, room.id, &mediators) {
        return Err(code.into());
    }
    Ok(Slot { room_id: room.id, starts_at, ends_at, mediators })
}

/// What is in the way of a session that is to begin `now`, in its room with its mediators: another that
/// goes on there or with them, or one that is booked for this moment. Holds what it looks at, in the
/// order of booking.
pub(super) async fn in_the_way(
    tx: &Tx,
    session: &Session,
    now: DateTime<Utc>,
) -> AppResult<Option<ErrorCode>> {
    let ids: Vec<_> = session.sittings.iter().map(|sitting| sitting.mediator_id).collect();
    repo::hold_mediators(tx, &ids).await?;
    repo::hold_room(tx, session.row.room_id).await?;
    let moment = (now, now + Duration::seconds(1));
    let taken = repo::taken(&**tx, moment, now, Some(session.row.id)).await?;
    let mediators: Vec<_> =
        session.sittings.iter().map(|sitting| (sitting.mediator_id, sitting.person_id)).collect();
    Ok(collision(&taken, session.row.case_id, session.row.room_id, &mediators))
}

/// The centres whose rooms and mediators serve a case: the one in charge, and those of the regions it
/// lies in.
pub(super) fn covering(directory: &Directory, case: &case::Model) -> Vec<Uuid> {
    let serves = |center: &&center::Model| {
        let region = directory.regions.get(&center.region_id);
        center.id == case.center_id
            || region.is_some_and(|region| case.region_code.starts_with(&region.code))
    };
    directory.centers.values().filter(serves).map(|center| center.id).collect()
}

/// What is in two places at once; none: nothing.
fn collision(
    taken: &Taken,
    case_id: Uuid,
    room_id: Uuid,
    mediators: &[(Uuid, Uuid)],
) -> Option<ErrorCode> {
    if taken.cases.contains(&case_id) {
        return Some(ErrorCode::MediationCaseTaken);
    }
    if taken.rooms.contains(&room_id) {
        return Some(ErrorCode::MediationRoomTaken);
    }
    let is_taken = mediators.iter().any(|(_, person)| taken.people.contains(person));
    is_taken.then_some(ErrorCode::MediationMediatorTaken)
}

/// What decides whether somebody may mediate between the parties of a case.
pub(super) struct Around<'a> {
    directory: &'a Directory,
    parties: Vec<String>,
    recused: HashSet<Uuid>,
    names: std::collections::HashMap<Uuid, String>,
    ties: std::collections::HashMap<Uuid, Vec<super::entity::tie::Model>>,
}

impl<'a> Around<'a> {
    pub(super) async fn read(
        db: &impl sea_orm::ConnectionTrait,
        directory: &'a Directory,
        case_id: Uuid,
        mediators: &[mediator::Model],
    ) -> AppResult<Self> {
        let parties = cases::parties(db, case_id).await?;
        let recused = repo::recusals(db, case_id).await?;
        Ok(Self {
            directory,
            parties: parties.into_iter().map(|party| party.name).collect(),
            recused: recused.into_iter().map(|row| row.mediator_id).collect(),
            names: personnel::repo::list_names(db, mediators.iter().map(|row| row.person_id))
                .await?,
            ties: repo::ties(db, mediators.iter().map(|row| row.id)).await?,
        })
    }

    pub(super) fn obstacle(
        &self,
        row: &mediator::Model,
        day: chrono::NaiveDate,
    ) -> Option<ErrorCode> {
        let declared = self.ties.get(&row.id).into_iter().flatten().map(|tie| tie.name.as_str());
        // Nobody mediates their own matter, and whoever works for a party is close to it, said or not.
        let own = self.names.get(&row.person_id).map(String::as_str);
        let unit = row.department_id.and_then(|id| self.directory.departments.get(&id));
        let standing = Standing {
            is_active: row.is_active,
            from_on: row.qualified_from_on,
            until_on: row.qualified_until_on,
            is_recused: self.recused.contains(&row.id),
            ties: declared.chain(own).chain(unit.map(|unit| unit.name.as_str())).collect(),
        };
        partiality::obstacle(&standing, day, self.parties.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn a_session_lies_on_one_day_to_come() {
        let now = at("2026-03-02T01:00:00Z");
        let check = |from: &str, to: &str| times(now, at(from), at(to), "").is_ok();
        assert!(check("2026-03-02T00:30:00Z", "2026-03-02T02:00:00Z"), "earlier today");
        assert!(!check("2026-03-01T02:00:00Z", "2026-03-01T03:00:00Z"), "yesterday");
        assert!(!check("2026-03-04T02:00:00Z", "2026-03-04T02:10:00Z"), "ten minutes");
        assert!(!check("2026-03-04T15:30:00Z", "2026-03-04T16:30:00Z"), "over midnight in China");
        assert!(!check("2026-12-04T02:00:00Z", "2026-12-04T03:00:00Z"), "too far ahead");
    }
}
