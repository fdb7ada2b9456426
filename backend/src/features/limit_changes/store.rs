//! Rows of changes and of their lists.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _,
};
use uuid::Uuid;

use super::entity::{limit_change, limit_change_item};
use super::figures::Line;
use crate::platform::db::{Db, Tx};
use crate::platform::error::AppResult;
use crate::platform::ids::Ids;

/// A change that was tried out.
pub(super) const SIMULATION: &str = "simulation";
/// A change that is carried through.
pub(super) const PUBLICATION: &str = "publication";
/// Not finished yet.
pub(super) const RUNNING: &str = "running";
/// Finished.
pub(super) const DONE: &str = "done";

/// Lines a statement inserts; twelve columns each, below the parameter limit of either database.
const LINES_A_STATEMENT: usize = 500;

/// Enters a change.
pub(super) async fn insert(tx: &Tx, change: limit_change::Model) -> AppResult<()> {
    let row = change.into_active_model().reset_all();
    limit_change::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Writes how far a change has come, where it still is where it was: the lease of the runner may
/// have gone to another server.
pub(super) async fn save(
    tx: &Tx,
    before: &limit_change::Model,
    after: &limit_change::Model,
) -> AppResult<bool> {
    let stands = match before.cursor {
        Some(cursor) => limit_change::Column::Cursor.eq(cursor),
        None => limit_change::Column::Cursor.is_null(),
    };
    let change = limit_change::ActiveModel {
        state: Set(after.state.clone()),
        cursor: Set(after.cursor),
        figures: Set(after.figures.clone()),
        finished_at: Set(after.finished_at),
        ..Default::default()
    };
    let done = limit_change::Entity::update_many()
        .set(change)
        .filter(limit_change::Column::Id.eq(before.id))
        .filter(limit_change::Column::State.eq(RUNNING))
        .filter(stands)
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Adds lines to the list of a change.
pub(super) async fn list(tx: &Tx, ids: &Ids, change_id: Uuid, lines: &[Line]) -> AppResult<()> {
    for some in lines.chunks(LINES_A_STATEMENT) {
        let rows = some.iter().map(|line| row(ids.next(), change_id, line));
        let rows = rows.collect::<AppResult<Vec<_>>>()?;
        limit_change_item::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

fn row(id: Uuid, change_id: Uuid, line: &Line) -> AppResult<limit_change_item::ActiveModel> {
    let days = (!line.days.is_empty()).then(|| serde_json::to_string(&line.days)).transpose()?;
    Ok(limit_change_item::ActiveModel {
        id: Set(id),
        limit_change_id: Set(change_id),
        case_no: Set(line.case_no.clone()),
        clock: Set(line.clock.as_str().to_owned()),
        unit_kind: Set(line.unit.0.as_str().to_owned()),
        unit_id: Set(line.unit.1),
        old_due_at: Set(line.old_due_at),
        new_due_at: Set(line.new_due_at),
        effect: Set(line.effect.as_str().to_owned()),
        from_rule_id: Set(line.from_rule_id),
        from_calendar_version: Set(line.from_calendar_version),
        days: Set(days),
    })
}

/// The oldest publication that has not been carried through and was made by `before`.
pub(super) async fn next_publication(
    db: &Db,
    before: chrono::DateTime<chrono::Utc>,
) -> AppResult<Option<limit_change::Model>> {
    Ok(limit_change::Entity::find()
        .filter(limit_change::Column::Purpose.eq(PUBLICATION))
        .filter(limit_change::Column::State.eq(RUNNING))
        .filter(limit_change::Column::CreatedAt.lte(before))
        .order_by_asc(limit_change::Column::Id)
        .one(db.reader())
        .await?)
}

/// Forgets simulations made before `before`, a thousand lines a transaction.
pub(super) async fn forget_simulations(
    db: &Db,
    before: chrono::DateTime<chrono::Utc>,
) -> AppResult<u64> {
    const LINES: u64 = 1_000;
    let mut forgotten = 0;
    loop {
        let old = limit_change::Entity::find()
            .filter(limit_change::Column::Purpose.eq(SIMULATION))
            .filter(limit_change::Column::CreatedAt.lt(before))
            .one(db.reader())
            .await?;
        let Some(old) = old else { return Ok(forgotten) };
        let mut gone = LINES;
        while gone == LINES {
            gone = db.write(async |tx: &Tx| lines_of(tx, old.id, LINES).await).await?;
        }
        db.write(async |tx: &Tx| {
            limit_change::Entity::delete_by_id(old.id).exec(&**tx).await?;
            Ok(())
        })
        .await?;
        forgotten += 1;
    }
}

async fn lines_of(tx: &Tx, change_id: Uuid, most: u64) -> AppResult<u64> {
    let some = limit_change_item::Entity::find()
        .select_only()
        .column(limit_change_item::Column::Id)
        .filter(limit_change_item::Column::LimitChangeId.eq(change_id))
        .limit(most)
        .into_query();
    let gone = limit_change_item::Entity::delete_many()
        .filter(limit_change_item::Column::Id.in_subquery(some))
        .exec(&**tx)
        .await?;
    Ok(gone.rows_affected)
}
