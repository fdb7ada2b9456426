//! Who could stand in at a post on a day: those named for it, each with what keeps them away. A few
//! statements for each centre at which they are admitted, however many there are.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use uuid::Uuid;

use super::gather::gather;
use super::roster::Shift;
use super::stand_in_dto::{
    StandInCandidateFilter, StandInCandidateView, StandInCandidatesView, StandInObstacle,
};
use crate::app::AppState;
use crate::features::calendars::calendar::Calendar;
use crate::features::personnel;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::features::stationing_obligations::entity::obligation;
use crate::features::stationing_obligations::rules::NomineeRole;
use crate::features::stationing_obligations::{repo as obligations, skills_of};
use crate::features::stationings::repo as stationings;
use crate::features::stationings::workflow::LeaveKind;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// Whose places are empty at a post on a day, and who could take them; 404 for what the caller may ask
/// no stand-in for.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    filter: &StandInCandidateFilter,
    lang: Lang,
) -> AppResult<StandInCandidatesView> {
    let (db, now) = (state.db.reader(), state.clock.now());
    let this = Condition::all().add(obligation::Column::Id.eq(filter.obligation_id));
    let owed = obligations::all(db, this).await?.pop().ok_or(ErrorCode::RequestNotFound)?;
    let facts = Facts {
        region_code: Some(&owed.region_code),
        center_id: Some(owed.center_id),
        addressed_department_id: Some(owed.department_id),
        ..Facts::default()
    };
    if !holds(actor, Action::StandInAsk, &facts) {
        return Err(ErrorCode::RequestNotFound.into());
    }
    let calendar = state.calendars.newest(&state.db, now).await?;
    let directory = state.directory.get(&state.db, now).await?;
    let named = obligations::nominees(db, [owed.id]).await?;
    let people: BTreeSet<Uuid> = named.iter().map(|one| one.person_id).collect();
    let known = Known::of(db, &calendar, &owed, people, filter.on).await?;
    let shift = known.shift(owed.id);
    let away: Vec<Uuid> = shift
        .into_iter()
        .flat_map(|shift| shift.absent.iter().filter(|one| one.stand_in_id.is_none()))
        .map(|one| one.person_id)
        .collect();
    let all = named.iter().map(|one| one.person_id).chain(away.iter().copied());
    let names = personnel::repo::list_names(db, all).await?;
    let person = |id: Uuid| PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() };
    let posts = obligations::posts_by_ids(db, [owed.post_id]).await?;
    let (wanted, _) = skills_of(&owed)?;
    let candidates = named.iter().map(|one| {
        let obstacles = known.obstacles(one.person_id, owed.center_id, &wanted);
        let role = NomineeRole::parse(&one.role);
        Ok(StandInCandidateView {
            person: person(one.person_id),
            role: role.ok_or_else(|| AppError::internal("unknown word in the database"))?,
            is_free: obstacles.is_empty(),
            obstacle_names: obstacles.iter().map(|one| one.name(lang)).collect(),
            obstacles,
        })
    });
    Ok(StandInCandidatesView {
        obligation_id: owed.id,
        post: PostRef {
            id: owed.post_id,
            name: posts.get(&owed.post_id).map(|post| post.name.clone()).unwrap_or_default(),
        },
        department: DepartmentRef {
            id: owed.department_id,
            name: directory.department_name(owed.department_id),
        },
        on: filter.on,
        missing: shift.map_or(0, Shift::missing),
        away: away.into_iter().map(person).collect(),
        candidates: candidates.collect::<AppResult<_>>()?,
    })
}

/// What is known of those named, on the day.
struct Known {
    /// The shifts of every centre at which they are admitted.
    shifts: Vec<Shift>,
    admitted: HashSet<(Uuid, Uuid)>,
    skills: HashMap<Uuid, BTreeSet<String>>,
    on_leave: BTreeSet<Uuid>,
}

impl Known {
    async fn of(
        db: &impl ConnectionTrait,
        calendar: &Calendar,
        owed: &obligation::Model,
        people: BTreeSet<Uuid>,
        on: NaiveDate,
    ) -> AppResult<Self> {
        let admitted = stationings::admitted(db, &people, on).await?;
        let mut centers: BTreeSet<Uuid> = admitted.iter().map(|(_, center)| *center).collect();
        centers.insert(owed.center_id);
        let mut shifts = Vec::new();
        for center in centers {
            let all = Condition::all();
            let duty = Box::pin(gather(db, calendar, center, (on, on), all)).await?;
            shifts.extend(duty.shifts);
        }
        let leaves = stationings::absences(db, &people, on, on).await?;
        let on_leave = leaves.iter().filter(|leave| leave.kind != LeaveKind::Avoid.as_str());
        Ok(Self {
            shifts,
            admitted,
            skills: stationings::skills(db, &people, on).await?,
            on_leave: on_leave.map(|leave| leave.person_id).collect(),
        })
    }

    fn shift(&self, obligation_id: Uuid) -> Option<&Shift> {
        self.shifts.iter().find(|shift| shift.obligation_id == obligation_id)
    }

    fn obstacles(
        &self,
        person_id: Uuid,
        center_id: Uuid,
        wanted: &[String],
    ) -> Vec<StandInObstacle> {
        let has = self.skills.get(&person_id);
        let lacks = wanted.iter().any(|code| !has.is_some_and(|has| has.contains(code)));
        [
            (!self.admitted.contains(&(person_id, center_id)), StandInObstacle::NotAdmitted),
            (lacks, StandInObstacle::NotQualified),
            (self.on_leave.contains(&person_id), StandInObstacle::OnLeave),
            (self.shifts.iter().any(|shift| shift.has(person_id)), StandInObstacle::OnDuty),
        ]
        .into_iter()
        .filter_map(|(is_so, obstacle)| is_so.then_some(obstacle))
        .collect()
    }
}
