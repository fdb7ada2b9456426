//! What time does to the log of deliveries: it is kept as long as logs must be, and no longer.

use std::sync::Arc;

use chrono::TimeDelta;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::message::{Column, Entity};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Days a delivery is told of: not less than six months (网络安全法: 网络日志留存不少于六个月).
const KEPT_DAYS: i64 = 200;
/// Deliveries of one round.
const MOST: u64 = 1_000;

/// Forgets the oldest deliveries; how many it was.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let over = state.clock.now() - TimeDelta::days(KEPT_DAYS);
    // Ids begin with their time: those that came first are found without looking at the others.
    let first = Entity::find().order_by_asc(Column::Id).limit(MOST).all(state.db.reader()).await?;
    let ids: Vec<_> =
        first.into_iter().filter(|row| row.received_at < over).map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let forget = async |tx: &Tx| {
        let gone = Entity::delete_many().filter(Column::Id.is_in(ids)).exec(&**tx).await?;
        Ok(gone.rows_affected)
    };
    state.db.write(forget).await
}
