//! What there is to book for a case at a time: rooms and mediators, and why not.

use uuid::Uuid;

use super::booking::{self, Around};
use super::dto::{
    MediationOptions, MediationOptionsFilter, MediatorOptionView, MediatorRef, RoomOptionView,
    RoomRef,
};
use super::repo;
use super::view::{person, unreadable};
use super::workflow::{MediatorKind, takes_sessions};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ground::Ground;
use crate::features::cases::repo as cases;
use crate::features::personnel;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Scope};

/// The options of a case the caller may book for.
pub async fn options(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &MediationOptionsFilter,
) -> AppResult<MediationOptions> {
    let db = state.db.reader();
    let row = cases::find(db, &Scope::cases(actor, Action::MediationBook), case_id).await?;
    let case = cases::load(db, row).await?;
    let ground = Ground::of(state).await?;
    let now = state.clock.now();
    let wanted = booking::times(now, filter.starts_at, filter.ends_at, "");
    let (starts_at, ends_at) = wanted.as_ref().map_or_else(
        |_| (filter.starts_at, filter.ends_at),
        |(starts_at, ends_at)| (*starts_at, *ends_at),
    );
    let near = booking::covering(&ground.directory, &case.row);
    let rooms = repo::rooms_of(db, near.iter().copied()).await?;
    let mediators = repo::mediators_of(db, near).await?;
    let around = Around::read(db, &ground.directory, case.row.id, &mediators).await?;
    let taken = repo::taken(db, (starts_at, ends_at), now, filter.mediation_id).await?;
    let names = personnel::repo::list_names(db, mediators.iter().map(|row| row.person_id)).await?;
    let obstacle = if !takes_sessions(case.state.status) {
        Some(ErrorCode::MediationCaseNotOpen)
    } else if wanted.is_err() {
        Some(ErrorCode::MediationInvalidTime)
    } else {
        taken.cases.contains(&case_id).then_some(ErrorCode::MediationCaseTaken)
    };
    let word = |code: Option<ErrorCode>| code.map(|code| code.as_str().to_owned());
    let rooms = rooms.into_iter().map(|row| {
        let is_taken = taken.rooms.contains(&row.id);
        RoomOptionView {
            room: RoomRef { id: row.id, name: row.name },
            seats: row.seats,
            is_video: row.is_video,
            obstacle: word(is_taken.then_some(ErrorCode::MediationRoomTaken)),
        }
    });
    let day = local_date(starts_at);
    let mediators = mediators.iter().map(|row| {
        let is_taken = taken.people.contains(&row.person_id);
        let taken = is_taken.then_some(ErrorCode::MediationMediatorTaken);
        Ok(MediatorOptionView {
            mediator: MediatorRef { id: row.id, person: person(row.person_id, &names) },
            kind: MediatorKind::parse(&row.kind).ok_or_else(unreadable)?,
            qualified_until_on: row.qualified_until_on,
            obstacle: word(around.obstacle(row, day).or(taken)),
        })
    });
    Ok(MediationOptions {
        obstacle: word(obstacle),
        rooms: rooms.collect(),
        mediators: mediators.collect::<AppResult<_>>()?,
    })
}
