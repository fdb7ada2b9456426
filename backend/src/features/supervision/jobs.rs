//! What time does: the steps of the ladder, and closing orders whose cases have been handled.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::entity::step;
use super::ladder::Step;
use super::record::{self, Draft};
use super::repo;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::{Change, WatchedLimit};
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::entity::clock;
use crate::features::cases::ground::Ground;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::transit::{self, By, Noted};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::Permit;

/// Steps looked after, and orders closed, in one round, or a little more.
const MOST: u64 = 200;

/// 提醒、催办、督办、通报: takes every step that is due, in office hours.
pub async fn take_steps(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let ground = Ground::of(&state).await?;
    if !ground.keeper.is_office_open(now) {
        return Ok(0);
    }
    let (mut taken, mut looked_after, mut after) = (0, 0, None);
    // Those that cannot be helped come first in every round: they must not fill it.
    while looked_after < MOST {
        let found = cases::on_a_step(state.db.reader(), now, after, MOST).await?;
        for clock in &found {
            match state.db.write(async |tx: &Tx| take(&state, &ground, tx, clock).await).await {
                Ok(is_taken) => {
                    looked_after += 1;
                    taken += u64::from(is_taken);
                }
                // Somebody acted in between; the next round looks again.
                Err(error) if error.code() == ErrorCode::CaseStaleVersion => {}
                Err(error) => tracing::error!(%error, case.id = %clock.case_id, "no step taken"),
            }
        }
        after = found.last().and_then(|clock| Some((clock.ladder_at?, clock.id)));
        if after.is_none() || u64::try_from(found.len()).is_ok_and(|found| found < MOST) {
            break;
        }
    }
    Ok(taken)
}

/// Takes the step that is due over a limit, if there still is one.
async fn take(state: &AppState, ground: &Ground, tx: &Tx, found: &clock::Model) -> AppResult<bool> {
    let now = state.clock.now();
    let rows = cases::hold_all(tx, vec![found.case_id]).await?;
    let case = cases::load_all(&**tx, rows).await?.pop();
    let mut case = case.ok_or_else(|| AppError::internal("a clock without its case"))?;
    let clock = case.clocks.iter().find(|clock| clock.id == found.id).cloned();
    let Some(clock) = clock.filter(|clock| clock.ladder_at.is_some_and(|at| at <= now)) else {
        return Ok(false);
    };
    step_over(state, ground, tx, &mut case, &clock).await
}

/// The step that is due over a limit of a case that is held; whether there was one. The demo county
/// goes the same way.
pub async fn step_over(
    state: &AppState,
    ground: &Ground,
    tx: &Tx,
    case: &mut Loaded,
    clock: &clock::Model,
) -> AppResult<bool> {
    let now = state.clock.now();
    let next = ground.keeper.next_step(clock, now)?;
    let Some((next, department_id)) = next.zip(whose(case, clock)) else {
        cases::save_ladder(tx, clock, None).await?;
        return Ok(false);
    };
    if next.at > now {
        // Too late for the reminder, too early for the rest.
        cases::save_ladder(tx, clock, Some(next.at)).await?;
        return Ok(false);
    }
    let limit = WatchedLimit {
        clock_id: clock.id,
        clock: ClockKind::parse(&clock.kind)
            .ok_or_else(|| AppError::internal("unknown clock kind in the database"))?,
        department_id,
        due_at: clock.due_at,
        working_days_over: ground.keeper.working_days_over(
            clock.due_at,
            clock.calendar_version,
            now,
        ),
    };
    let row = step_row(state, ground, case, clock, &limit, next.step);
    let (change, order_id) = match next.step {
        Step::Reminder => (Change::Reminded { limit }, None),
        Step::Urge => (Change::Urged { limit }, None),
        Step::Bulletin => (Change::BulletinListed { limit }, None),
        Step::Order => order_over(state, ground, tx, case, limit, &row).await?,
    };
    let stepped = ground.keeper.stepped(clock, next.step, now)?;
    let noted = Noted { change, by: By { actor: None, at: now }, clocks: vec![stepped] };
    transit::note(state, tx, permit(), &ground.keeper, case, noted).await?;
    repo::insert_step(tx, permit(), step::Model { order_id, ..row }).await?;
    Ok(true)
}

fn permit() -> Permit {
    Permit::system("supervision.take_steps")
}

/// The department whose time a limit is.
fn whose(case: &Loaded, clock: &clock::Model) -> Option<Uuid> {
    let referral = case.referrals.iter().find(|row| Some(row.id) == clock.referral_id);
    referral.map(|row| row.department_id).or(case.row.lead_department_id)
}

fn step_row(
    state: &AppState,
    ground: &Ground,
    case: &Loaded,
    clock: &clock::Model,
    limit: &WatchedLimit,
    step: Step,
) -> step::Model {
    let center_id = case.row.center_id;
    let region_code = record::region_of(ground, center_id);
    step::Model {
        id: state.ids.next(),
        case_id: case.row.id,
        clock_id: clock.id,
        clock_kind: clock.kind.clone(),
        step: step.as_str().to_owned(),
        department_id: limit.department_id,
        center_id,
        region_code: region_code.unwrap_or_else(|| case.row.region_code.clone()),
        due_at: clock.due_at,
        at: state.clock.now(),
        working_days_over: i32::try_from(limit.working_days_over).unwrap_or(i32::MAX),
        order_id: None,
    }
}

/// Issues the order of the ladder. Where somebody was quicker, their order is the one, and the
/// department is urged again.
async fn order_over(
    state: &AppState,
    ground: &Ground,
    tx: &Tx,
    case: &Loaded,
    limit: WatchedLimit,
    row: &step::Model,
) -> AppResult<(Change, Option<Uuid>)> {
    let open = repo::open_orders(&**tx, &[case.row.id]).await?;
    if let Some(order_id) = open.get(&(case.row.id, limit.department_id)) {
        return Ok((Change::Urged { limit }, Some(*order_id)));
    }
    let draft = Draft {
        department_id: limit.department_id,
        center_id: row.center_id,
        region_code: row.region_code.clone(),
        issuer: None,
        rule_id: None,
        ground_code: "overdue".to_owned(),
        text: letter(case, &limit),
        reply_due_on: record::reply_day(state, ground, None)?,
    };
    let order = record::issue_alone(state, tx, permit(), case, draft).await?;
    Ok((record::ordered(&order, Some(limit)), Some(order.id)))
}

/// The text of the ladder's own orders: an official letter, so in Chinese whatever the reader reads.
fn letter(case: &Loaded, limit: &WatchedLimit) -> String {
    let (no, what) = (&case.row.case_no, limit.clock.name(crate::platform::lang::Lang::Zh));
    let (due, over) = (local_date(limit.due_at), limit.working_days_over);
    format!(
        "案件 {no} 的{what}时限已于 {due} 届满，至今超期 {over} 个工作日。请说明逾期原因、已采取的措施和\
         办结时间，抓紧办理，并在回复期限内书面回复。"
    )
}

/// 销号: closes accepted orders whose cases have all been handled.
pub async fn close_orders(state: Arc<AppState>) -> AppResult<u64> {
    let now: DateTime<Utc> = state.clock.now();
    let (mut closed, mut after) = (0, None);
    while closed < MOST {
        let found = repo::to_close(state.db.reader(), after, MOST).await?;
        for id in &found {
            let permit = Permit::system("supervision.close_orders");
            let close = async |tx: &Tx| repo::close(tx, permit, *id, now).await;
            match state.db.write(close).await {
                Ok(is_closed) => closed += u64::from(is_closed),
                // One that cannot be helped must not hold up all others.
                Err(error) => tracing::error!(%error, order.id = %id, "not closed"),
            }
        }
        after = found.last().copied();
        if after.is_none() || u64::try_from(found.len()).is_ok_and(|found| found < MOST) {
            break;
        }
    }
    Ok(closed)
}
