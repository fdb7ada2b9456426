//! 一案一码: region code (6) `-` yyyymmdd `-` serial (6).
//!
//! Serials are taken from the database in blocks, in a transaction of their own, so that
//! registrations do not queue for one row. A restart leaves a gap; a number is never used twice.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::PoisonError;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ActiveValue, EntityTrait};
use tokio::sync::Mutex;

use super::entity::number_series;
use crate::platform::db::{Db, Tx};
use crate::platform::error::{AppError, AppResult};

/// Serials taken at a time.
const BLOCK: i32 = 20;

/// Hands out case numbers.
#[derive(Debug, Default)]
pub struct CaseNumbers {
    blocks: std::sync::Mutex<HashMap<String, Range<i32>>>,
    taking: Mutex<()>,
}

impl CaseNumbers {
    /// The next number for a county on a day (UTC+8).
    pub async fn next(&self, db: &Db, region_code: &str, on: NaiveDate) -> AppResult<String> {
        let county: String = region_code.chars().take(6).collect();
        let prefix = format!("{county}-{}", on.format("%Y%m%d"));
        if let Some(serial) = self.held(&prefix) {
            return Ok(number(&prefix, serial));
        }
        // One request takes a block while the others wait for it instead of taking one each.
        let _taking = self.taking.lock().await;
        if let Some(serial) = self.held(&prefix) {
            return Ok(number(&prefix, serial));
        }
        let last = db.write(async |tx: &Tx| take(tx, &prefix, BLOCK).await).await?;
        let first = last - BLOCK + 1;
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        // Yesterday's leftovers are given up, so the map stays small.
        if blocks.len() > 1_000 {
            blocks.clear();
        }
        blocks.insert(prefix.clone(), first + 1..last + 1);
        Ok(number(&prefix, first))
    }

    fn held(&self, prefix: &str) -> Option<i32> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.get_mut(prefix)?.next()
    }
}

fn number(prefix: &str, serial: i32) -> String {
    format!("{prefix}-{serial:06}")
}

/// Takes `count` serials inside a transaction; answers the last.
pub async fn take(tx: &Tx, prefix: &str, count: i32) -> AppResult<i32> {
    let row = number_series::ActiveModel {
        prefix: ActiveValue::Set(prefix.to_owned()),
        last_serial: ActiveValue::Set(count),
    };
    let known = Expr::col((number_series::Entity, number_series::Column::LastSerial));
    let taken = number_series::Entity::insert(row)
        .on_conflict(
            OnConflict::column(number_series::Column::Prefix)
                .value(number_series::Column::LastSerial, known.add(count))
                .to_owned(),
        )
        .exec_with_returning(&**tx)
        .await?;
    if taken.last_serial > 999_999 {
        return Err(AppError::internal("the serials of a day are used up"));
    }
    Ok(taken.last_serial)
}
