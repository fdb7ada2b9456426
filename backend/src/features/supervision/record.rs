//! What an order leaves behind: its row, and an event in the ledger of each of its cases. The ladder
//! and people go the same way.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::entity::order;
use super::repo;
use super::workflow::OrderState;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::{Change, OrderThen, WatchedLimit};
use crate::features::cases::entity::clock;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::numbers;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::transit::{self, By, Noted};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Actor, Permit};

/// Most days ahead a reply may be due.
const MOST_DAYS: i64 = 60;

/// An order about to be issued to a department.
pub struct Draft<'a> {
    /// Who has to reply.
    pub department_id: Uuid,
    /// In whose name.
    pub center_id: Uuid,
    /// Where the issuer's reach begins.
    pub region_code: String,
    /// None: the ladder, or an automation rule.
    pub issuer: Option<&'a Actor>,
    /// The automation rule that issues it.
    pub rule_id: Option<Uuid>,
    /// Code set `supervision_ground`.
    pub ground_code: String,
    /// What is asked for.
    pub text: String,
    /// The last day for the reply.
    pub reply_due_on: NaiveDate,
}

impl Draft<'_> {
    /// The order under a number.
    pub fn numbered(
        self,
        id: Uuid,
        order_no: String,
        cases: usize,
        now: DateTime<Utc>,
    ) -> order::Model {
        order::Model {
            id,
            order_no,
            state: OrderState::Issued.as_str().to_owned(),
            center_id: self.center_id,
            region_code: self.region_code,
            department_id: self.department_id,
            issued_by_id: self.issuer.map(|actor| actor.person_id),
            rule_id: self.rule_id,
            ground_code: self.ground_code,
            text: self.text,
            issued_at: now,
            reply_due_on: self.reply_due_on,
            round: 1,
            case_count: i32::try_from(cases).unwrap_or(i32::MAX),
            was_late: false,
            replied_at: None,
            accepted_at: None,
            closed_at: None,
            cancelled_at: None,
            cancel_reason: None,
            created_at: now,
            updated_at: now,
            row_version: 1,
        }
    }
}

/// Takes the numbers of `count` orders: `SO`, county, day, serial.
pub async fn take_numbers(
    tx: &Tx,
    region_code: &str,
    on: NaiveDate,
    count: usize,
) -> AppResult<impl Iterator<Item = String>> {
    let county: String = region_code.chars().take(6).collect();
    let prefix = format!("SO{county}-{}", on.format("%Y%m%d"));
    let count = i32::try_from(count).map_err(AppError::internal)?;
    let last = numbers::take(tx, &prefix, count).await?;
    Ok((last - count + 1..=last).map(move |serial| format!("{prefix}-{serial:06}")))
}

/// Issues an order over one case in nobody's name: the ladder's, or an automation rule's.
pub async fn issue_alone(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    case: &Loaded,
    draft: Draft<'_>,
) -> AppResult<order::Model> {
    let now = state.clock.now();
    let order_no = take_numbers(tx, &draft.region_code, local_date(now), 1).await?.next();
    let order_no = order_no.ok_or_else(|| AppError::internal("no number left"))?;
    let order = draft.numbered(state.ids.next(), order_no, 1, now);
    repo::insert(tx, permit, vec![(order.clone(), vec![case.row.id])]).await?;
    Ok(order)
}

/// Where the reach of a centre begins.
pub fn region_of(ground: &Ground, center_id: Uuid) -> Option<String> {
    let center = ground.directory.centers.get(&center_id)?;
    Some(ground.directory.regions.get(&center.region_id)?.code.clone())
}

/// The order as its events name it.
pub fn then(order: &order::Model) -> OrderThen {
    OrderThen {
        order_id: order.id,
        order_no: order.order_no.clone(),
        department_id: order.department_id,
    }
}

/// The event of an order that was issued; by the ladder over `limit`.
pub fn ordered(order: &order::Model, limit: Option<WatchedLimit>) -> Change {
    Change::SupervisionOrdered {
        order: then(order),
        ground_code: order.ground_code.clone(),
        reply_due_on: order.reply_due_on,
        text_hash: sha256(order.text.as_bytes()),
        limit,
    }
}

/// Writes `change` into the ledger of a case that is held.
pub async fn note(
    state: &AppState,
    tx: &Tx,
    permit: Permit,
    ground: &Ground,
    case: &mut Loaded,
    change: Change,
    by: By<'_>,
) -> AppResult<()> {
    let noted = Noted { change, by, clocks: Vec::<clock::Model>::new() };
    transit::note(state, tx, permit, &ground.keeper, case, noted).await
}

/// The cases of an order, held until the end of the transaction.
pub async fn held_cases(tx: &Tx, order_id: Uuid) -> AppResult<Vec<Loaded>> {
    let ids = repo::case_ids(&**tx, order_id).await?;
    let rows = cases::hold_all(tx, ids).await?;
    cases::load_all(&**tx, rows).await
}

/// The last day for a reply: the one asked for, which must be a working day to come, or so many
/// working days from today.
pub fn reply_day(
    state: &AppState,
    ground: &Ground,
    asked: Option<NaiveDate>,
) -> AppResult<NaiveDate> {
    let today = local_date(state.clock.now());
    let Some(day) = asked else {
        return reply_after(state, ground, ground.keeper.procedures().on(today).reply_days);
    };
    let is_ahead = (1..=MOST_DAYS).contains(&(day - today).num_days());
    if is_ahead && ground.keeper.calendar().is_working(day) {
        return Ok(day);
    }
    Err(AppError::field("/reply_due_on", ErrorCode::SupervisionOrderReplyDay))
}

/// The last day for a reply that is due so many working days from today.
pub fn reply_after(state: &AppState, ground: &Ground, days: u32) -> AppResult<NaiveDate> {
    let today = local_date(state.clock.now());
    ground.keeper.calendar().add_working_days(today, days).map_err(AppError::internal)
}
