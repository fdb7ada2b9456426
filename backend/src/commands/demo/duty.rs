//! What shows that people were at their posts in the last two weeks: sign-ins at the windows, the duty
//! officer's records, somebody who stands in, and a window where nothing shows anything. By the use cases
//! everybody goes through.

use chrono::{DateTime, Days, TimeDelta, Utc};
use sea_orm::Condition;
use uuid::Uuid;

use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::duty::CreateStandInRequest;
use crate::features::duty::gather::{CenterDuty, gather};
use crate::features::duty::roster::Shift;
use crate::features::duty::stand_ins;
use crate::features::presence::entity::sign_in;
use crate::features::presence::evidence::PresenceFinding;
use crate::features::presence::{CreatePresenceRecordRequest, records, repo};
use crate::features::stationing_obligations::rules::StationingMode;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult};
use crate::policy::Actor;

/// Days that are told.
const DAYS: u64 = 14;
/// The window of this department has been empty, so that there is a question to ask.
const EMPTY: usize = 5;
/// The window of this department was found empty once by the duty officer.
const MISSED: usize = 2;

/// Tells it, as the director of the county's centre and somebody of a department see it.
pub(super) async fn watch(
    state: &AppState,
    [director, asks]: [&Actor; 2],
    end: DateTime<Utc>,
) -> AppResult<()> {
    let center_id = director.center_id.ok_or_else(|| AppError::internal("no centre"))?;
    let calendar = state.calendars.newest(&state.db, end).await?;
    let today = local_date(end);
    let first = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
    let last = today.checked_add_days(Days::new(7)).unwrap_or(today);
    let all = Condition::all();
    let duty =
        Box::pin(gather(state.db.reader(), &calendar, center_id, (first, last), all)).await?;
    let mut owing: Vec<_> =
        duty.shifts.iter().map(|shift| (shift.obligation_id, shift.department_id)).collect();
    // Ids are in the order in which the departments were entered.
    owing.sort_unstable();
    owing.dedup();
    let department = |at: usize| owing.get(at).map(|(_, department_id)| *department_id);
    let write = async |tx: &Tx| {
        sign_in(state, tx, &duty, end, department(EMPTY)).await?;
        let found = seen(&duty, end, department(MISSED));
        for body in &found {
            Box::pin(records::keep(state, tx, director, &calendar, body)).await?;
        }
        if let Some(body) = asks.department_id.and_then(|id| replaced(&duty, end, id)) {
            stand_ins::ask(state, tx, asks, &body).await?;
        }
        Ok(())
    };
    state.db.write(write).await
}

fn is_over(shift: &Shift, end: DateTime<Utc>) -> bool {
    shift.ends_at <= end && shift.mode != StationingMode::OnCall
}

/// Whoever was due signed in at the window on four days of five.
async fn sign_in(
    state: &AppState,
    tx: &Tx,
    duty: &CenterDuty,
    end: DateTime<Utc>,
    empty: Option<Uuid>,
) -> AppResult<()> {
    let over = duty.shifts.iter().filter(|shift| is_over(shift, end));
    let there = over.filter(|shift| Some(shift.department_id) != empty);
    for (at, shift) in there.enumerate().filter(|(at, _)| at % 5 != 4) {
        let Some(one) = shift.on.get(at % shift.on.len().max(1)) else { continue };
        let row = sign_in::Model {
            id: state.ids.next(),
            post_id: shift.post_id,
            person_id: one.person_id,
            duty_on: shift.date,
        };
        repo::insert_sign_in(tx, row).await?;
    }
    Ok(())
}

/// What the duty officer found on the last day that is over.
fn seen(
    duty: &CenterDuty,
    end: DateTime<Utc>,
    missed: Option<Uuid>,
) -> Vec<CreatePresenceRecordRequest> {
    // Records are made within days: after a long holiday there is none.
    let is_recent = |shift: &&Shift| end - shift.ends_at < TimeDelta::days(6);
    // Rounds are made on working days, when most posts are open.
    let is_round = |shift: &&Shift| shift.mode != StationingMode::RestDuty && is_recent(shift);
    let over = duty.shifts.iter().filter(|shift| is_over(shift, end)).filter(is_round);
    let Some(last) = over.clone().map(|shift| shift.date).max() else { return Vec::new() };
    let found = over.clone().filter(|shift| shift.date == last).step_by(3).chain(
        over.clone().filter(|shift| shift.date == last && Some(shift.department_id) == missed),
    );
    let mut bodies: Vec<CreatePresenceRecordRequest> = Vec::new();
    for shift in found {
        let Some(one) = shift.on.first() else { continue };
        let is_missed = Some(shift.department_id) == missed;
        if bodies.iter().any(|body| body.obligation_id == shift.obligation_id) {
            continue;
        }
        bodies.push(CreatePresenceRecordRequest {
            obligation_id: shift.obligation_id,
            person_id: one.person_id,
            duty_on: shift.date,
            finding: if is_missed { PresenceFinding::NotSeen } else { PresenceFinding::Seen },
            note: is_missed.then(|| "上午九点半窗口无人，座机未接".to_owned()),
        });
    }
    bodies
}

/// Who is to stand in on the next day of duty of a department: the other one who is named.
fn replaced(
    duty: &CenterDuty,
    end: DateTime<Utc>,
    department_id: Uuid,
) -> Option<CreateStandInRequest> {
    let own = || duty.shifts.iter().filter(|shift| shift.department_id == department_id);
    let next = own().find(|shift| shift.starts_at > end && !shift.on.is_empty())?;
    let person_id = next.on.first()?.person_id;
    let mut others = own().flat_map(|shift| {
        let on = shift.on.iter().map(|one| one.person_id);
        on.chain(shift.absent.iter().map(|one| one.person_id))
    });
    let stand_in_id = others.find(|id| *id != person_id)?;
    Some(CreateStandInRequest {
        obligation_id: next.obligation_id,
        person_id,
        stand_in_id,
        from_on: next.date,
        until_on: next.date,
        reason: "参加县里组织的业务会议".to_owned(),
    })
}
