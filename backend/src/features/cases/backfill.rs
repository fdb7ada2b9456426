//! What older versions did not keep of returned cases, read back out of their ledgers: flags, grounds
//! of returns, precedents; and the place of a case in samples. Run once after the migration that made
//! room; a second run changes nothing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{case, event, referral};
use super::ledger::change_of;
use super::projection::CaseState;
use super::referral_graph::is_ping_pong;
use super::repo::{self, Loaded};
use super::transit;
use crate::app::AppState;
use crate::features::callbacks::sampling;
use crate::features::precedents::{self, Ruling};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// Cases a transaction.
const BATCH: u64 = 200;

/// Completes every case that was ever returned; answers how many there were.
pub async fn returned_cases(state: &AppState) -> AppResult<u64> {
    let now = state.clock.now();
    let mut after = Uuid::nil();
    let mut done = 0;
    loop {
        let rows = case::Entity::find()
            .filter(case::Column::ReturnCount.gt(0))
            .filter(case::Column::Id.gt(after))
            .order_by_asc(case::Column::Id)
            .limit(BATCH)
            .all(state.db.reader())
            .await?;
        let Some(last) = rows.last() else { return Ok(done) };
        after = last.id;
        done += u64::try_from(rows.len()).unwrap_or(0);
        state.db.write(async |tx: &Tx| complete(tx, &rows, now).await).await?;
    }
}

/// Gives every case that has none its place in the samples of callbacks; answers how many there were.
pub async fn sample_places(state: &AppState) -> AppResult<u64> {
    let mut done = 0;
    loop {
        let ids: Vec<Uuid> = case::Entity::find()
            .select_only()
            .column(case::Column::Id)
            .filter(case::Column::SamplePlace.is_null())
            .limit(BATCH)
            .into_tuple()
            .all(state.db.reader())
            .await?;
        if ids.is_empty() {
            return Ok(done);
        }
        done += u64::try_from(ids.len()).unwrap_or(0);
        state.db.write(async |tx: &Tx| place(state, tx, &ids).await).await?;
    }
}

async fn place(state: &AppState, tx: &Tx, ids: &[Uuid]) -> AppResult<()> {
    for id in ids {
        // No version: nobody's picture of the case is out of date by it.
        let place = case::ActiveModel {
            sample_place: ActiveValue::Set(Some(sampling::draw(&state.keys, *id)?)),
            ..Default::default()
        };
        let placed = case::Entity::update_many().set(place).filter(case::Column::Id.eq(*id));
        placed.exec(&**tx).await?;
    }
    Ok(())
}

async fn complete(tx: &Tx, rows: &[case::Model], now: DateTime<Utc>) -> AppResult<()> {
    let events = event::Entity::find()
        .filter(event::Column::CaseId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(&**tx)
        .await?;
    let mut by_case: HashMap<Uuid, Vec<event::Model>> = HashMap::new();
    for event in events {
        by_case.entry(event.case_id).or_default().push(event);
    }
    let mut rulings = Vec::new();
    for row in rows {
        let events = by_case.remove(&row.id).unwrap_or_default();
        let Some(state) = told(row, &events, &mut rulings) else { continue };
        keep(tx, row, &state).await?;
    }
    let permit = Permit::system("cases.backfill");
    precedents::repo::insert(tx, &permit, rulings, now).await?;
    Ok(())
}

/// Folds a ledger, noting the precedents on the way; none when it cannot be read.
fn told(
    row: &case::Model,
    events: &[event::Model],
    rulings: &mut Vec<Ruling>,
) -> Option<CaseState> {
    let (first, rest) = events.split_first()?;
    let state = CaseState::registered(&change_of(first)?, first.at)?;
    let mut case = Loaded {
        row: row.clone(),
        referrals: Vec::new(),
        clocks: Vec::new(),
        names: repo::Names::new(),
        state,
        is_supervised: false,
    };
    for event in rest {
        let change = change_of(event)?;
        case.state.apply(&change, event.at, event.actor_id);
        rulings.extend(transit::ruling(&case, &change, event));
    }
    Some(case.state)
}

async fn keep(tx: &Tx, row: &case::Model, state: &CaseState) -> AppResult<()> {
    // No version: nobody's picture of the case is out of date by it.
    let flag = case::ActiveModel {
        is_ping_pong: ActiveValue::Set(Some(is_ping_pong(&state.referrals))),
        ..Default::default()
    };
    case::Entity::update_many().set(flag).filter(case::Column::Id.eq(row.id)).exec(&**tx).await?;
    for returned in state.referrals.iter().filter(|referral| referral.ground_code.is_some()) {
        let ground = referral::ActiveModel {
            ground_code: ActiveValue::Set(returned.ground_code.clone()),
            suggested_department_id: ActiveValue::Set(returned.suggested_department_id),
            ..Default::default()
        };
        referral::Entity::update_many()
            .set(ground)
            .filter(referral::Column::Id.eq(returned.id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}
