//! Visits and calls of the last days, one in each state: first contact before there is a case.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _,
};
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::calendars::civil_day::{end_of_day, local_date};
use crate::features::cases::entity::case;
use crate::features::cases::model::Channel;
use crate::features::visits::dto::{VisitState, VisitStep};
use crate::features::visits::entity::{visit, visit_event};
use crate::features::visits::repo;
use crate::platform::clock::Clock as _;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::{Actor, Permit, Role};

/// How a visit goes on after it was noted.
#[derive(Clone, Copy)]
enum Goes {
    /// Left alone.
    Left,
    /// Handed over, not accepted yet.
    Offered,
    /// Handed over and accepted.
    Accepted,
    /// Answered.
    Consulted,
    /// Guided to another unit.
    Guided,
    /// Registered.
    Registered,
}

const VISITS: [(i64, Channel, &str, Goes); 8] = [
    (3, Channel::WalkIn, "咨询拖欠工资如何投诉", Goes::Left),
    (5, Channel::Phone, "反映小区停水多日", Goes::Offered),
    (7, Channel::WalkIn, "邻里宅基地界址不清", Goes::Accepted),
    (26, Channel::WalkIn, "询问法律援助条件", Goes::Consulted),
    (28, Channel::WalkIn, "补办居住证明", Goes::Guided),
    (30, Channel::Phone, "噪声扰民", Goes::Left),
    (50, Channel::WalkIn, "物业费纠纷", Goes::Registered),
    (52, Channel::Phone, "询问调解如何申请", Goes::Consulted),
];

/// Notes the visits; nothing of them happens after the end of the story.
pub(super) async fn note(tx: &Tx, teller: &mut Teller<'_>) -> AppResult<usize> {
    let clerk = teller.county.who(teller.chance, Role::Clerk, COUNTY, None)?.clone();
    let dispatcher = teller.county.who(teller.chance, Role::Dispatcher, COUNTY, None)?.clone();
    let labour = teller.county.departments.get("人力资源和社会保障局").copied();
    let labour = labour.ok_or_else(|| AppError::internal("no department for labour"))?;
    for (hours, channel, subject, goes) in VISITS {
        let came_at = teller.end - TimeDelta::hours(hours);
        teller.clock.set(came_at);
        let mut row = row(teller, &clerk, (channel, subject), came_at)?;
        let mut steps = vec![step(teller, &clerk, &row, VisitStep::Noted, came_at)];
        let soon = came_at + TimeDelta::minutes(20);
        teller.clock.set(soon);
        let to = Some(dispatcher.person_id);
        match goes {
            Goes::Left => {}
            Goes::Offered | Goes::Accepted => {
                row.row_version += 1;
                let handed = step(teller, &clerk, &row, VisitStep::HandedOver, soon);
                steps.push(visit_event::Model { person_id: to, ..handed });
                (row.offered_person_id, row.offered_at) = (to, Some(soon));
                if matches!(goes, Goes::Accepted) {
                    row.row_version += 1;
                    let accepted = step(teller, &dispatcher, &row, VisitStep::Accepted, soon);
                    steps.push(visit_event::Model { person_id: to, ..accepted });
                    row.owner_person_id = dispatcher.person_id;
                    row.owner_department_id = dispatcher.department_id;
                    row.owner_since = soon;
                    (row.offered_person_id, row.offered_at) = (None, None);
                }
            }
            Goes::Consulted | Goes::Guided => {
                let guided = matches!(goes, Goes::Guided).then_some(labour);
                let reason = if guided.is_some() { "guided" } else { "consulted" };
                row.row_version += 1;
                let closed = step(teller, &clerk, &row, VisitStep::Closed, soon);
                steps.push(visit_event::Model { department_id: guided, ..closed });
                VisitState::Closed.as_str().clone_into(&mut row.state);
                row.close_reason_code = Some(reason.to_owned());
                row.guided_department_id = guided;
                row.ended_at = Some(soon);
            }
            Goes::Registered => {
                row.row_version += 1;
                row.case_id = Some(registered_by(tx, clerk.person_id).await?);
                steps.push(step(teller, &clerk, &row, VisitStep::Registered, soon));
                VisitState::Registered.as_str().clone_into(&mut row.state);
                row.ended_at = Some(soon);
            }
        }
        row.updated_at = soon;
        store(tx, row, steps).await?;
    }
    Ok(VISITS.len())
}

/// The last case the clerk registered.
async fn registered_by(tx: &Tx, person_id: Uuid) -> AppResult<Uuid> {
    let last = case::Entity::find()
        .filter(case::Column::RegisteredById.eq(person_id))
        .order_by_desc(case::Column::CaseNo)
        .one(&**tx)
        .await?;
    last.map(|case| case.id).ok_or_else(|| AppError::internal("the clerk registered nothing"))
}

fn row(
    teller: &Teller<'_>,
    clerk: &Actor,
    (channel, subject): (Channel, &str),
    came_at: DateTime<Utc>,
) -> AppResult<visit::Model> {
    let due_at = teller.keeper.registration_due(came_at, channel.as_str())?;
    Ok(visit::Model {
        id: teller.state.ids.next(),
        center_id: clerk.center_id.ok_or_else(|| AppError::internal("a clerk without a centre"))?,
        region_code: COUNTY.to_owned(),
        channel: channel.as_str().to_owned(),
        subject: Some(subject.to_owned()),
        people_count: Some(1),
        came_at,
        due_at: due_at.unwrap_or_else(|| end_of_day(local_date(came_at))),
        state: VisitState::Open.as_str().to_owned(),
        asked_person_id: clerk.person_id,
        noted_by_id: clerk.person_id,
        owner_person_id: clerk.person_id,
        owner_department_id: clerk.department_id,
        owner_since: came_at,
        offered_person_id: None,
        offered_department_id: None,
        offered_at: None,
        close_reason_code: None,
        guided_department_id: None,
        ended_at: None,
        case_id: None,
        created_at: teller.clock.now(),
        updated_at: teller.clock.now(),
        row_version: 1,
    })
}

fn step(
    teller: &Teller<'_>,
    actor: &Actor,
    row: &visit::Model,
    kind: VisitStep,
    at: DateTime<Utc>,
) -> visit_event::Model {
    visit_event::Model {
        id: teller.state.ids.next(),
        visit_id: row.id,
        seq: row.row_version,
        kind: kind.as_str().to_owned(),
        actor_id: actor.person_id,
        capacity_id: Some(actor.capacity_id),
        person_id: None,
        department_id: None,
        note: None,
        at,
    }
}

async fn store(tx: &Tx, row: visit::Model, steps: Vec<visit_event::Model>) -> AppResult<()> {
    let mut steps = steps.into_iter();
    let first = steps.next().ok_or_else(|| AppError::internal("a visit nobody noted"))?;
    repo::insert(tx, Permit::system("demo county"), row, first).await?;
    for step in steps {
        let step = step.into_active_model().reset_all();
        visit_event::Entity::insert(step).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
