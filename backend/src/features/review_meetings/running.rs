//! Use cases of a meeting that is held: open it, who is there, what is decided, close it.

use std::collections::HashSet;

use uuid::Uuid;

use super::dto::{
    AttendReviewMeetingRequest, DecideReviewMeetingRequest, MeetingState, ReviewMeetingView,
};
use super::entity::meeting::Model;
use super::entity::unit;
use super::repo;
use super::service::{Asked, item_on, opened, saved, units_of};
use super::view::{facts_of, kind_of};
use super::workflow::MeetingAction;
use crate::features::calendars::civil_day::local_date;
use crate::features::case_tasks::set::{self, NewTask, Setting, Source};
use crate::features::cases::repo as cases;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{IfMatch, Reply};
use crate::policy::authorize;

/// Opens a meeting: from now on its agenda stays as it is. Whoever opens it chairs it.
pub async fn start(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::Start).await?;
    let row = Model {
        state: MeetingState::Started.as_str().to_owned(),
        started_at: Some(asked.state.clock.now()),
        // Who replaces a leader chairs for the leader.
        chair_id: asked.actor.holder_id(),
        ..row
    };
    saved(asked, permit, row).await
}

/// Says which units are there.
pub async fn attend(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &AttendReviewMeetingRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::Attend).await?;
    let mut units = units_of(asked, id, &body.department_ids, true)?;
    let there: HashSet<Uuid> = units.iter().map(|unit| unit.department_id).collect();
    let asked_to_come = repo::units(&**asked.tx, id).await?;
    let absent = asked_to_come.into_iter().filter(|unit| !there.contains(&unit.department_id));
    units.extend(absent.map(|unit| unit::Model { is_present: false, ..unit }));
    repo::replace_units(asked.tx, id, units).await?;
    saved(asked, permit, row).await
}

/// Decides something on a case of the agenda: a task of a unit, an event of the case.
pub async fn decide(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    body: &DecideReviewMeetingRequest,
) -> AppResult<Reply<ReviewMeetingView>> {
    let Asked { state, tx, actor, ground, bell, .. } = asked;
    let (row, permit) = opened(asked, id, seen, MeetingAction::Decide).await?;
    let item = item_on(asked, id, body.item_id).await?;
    let held = cases::hold_all(tx, vec![item.case_id]).await?;
    let case = cases::load_all(&**tx, held).await?.pop();
    // It may have been handed to another centre since.
    let case = case.filter(|case| case.row.center_id == row.center_id);
    let unknown = || AppError::field("/item_id", ErrorCode::ReviewMeetingCaseUnknown);
    let mut case = case.ok_or_else(unknown)?;
    let task = NewTask {
        department_id: body.department_id,
        text: &body.text,
        due_on: body.due_on,
        source: Source::Decision { meeting_id: id, kind: kind_of(&row)?, item_id: item.id },
    };
    let today = local_date(state.clock.now());
    set::check(&ground.directory, &case, &task, today, ("/item_id", ""))?;
    let setting = Setting {
        state,
        tx,
        actor,
        ground,
        bell,
        center_id: row.center_id,
        region_code: &row.region_code,
    };
    let right = MeetingAction::Decide.right();
    let may = || authorize(actor, right, &facts_of(&row));
    Box::pin(set::set(setting, (may()?, may()?), &mut case, &task)).await?;
    saved(asked, permit, row).await
}

/// Closes a meeting; its minutes are final from now on.
pub async fn close(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    summary: Option<&str>,
) -> AppResult<Reply<ReviewMeetingView>> {
    let (row, permit) = opened(asked, id, seen, MeetingAction::Close).await?;
    let row = Model {
        state: MeetingState::Closed.as_str().to_owned(),
        closed_at: Some(asked.state.clock.now()),
        summary: summary.map(|text| text.trim().to_owned()),
        ..row
    };
    saved(asked, permit, row).await
}
