//! 并案对象终止：what was merged into a case that ends without a result goes on by itself again.

use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::change::Change;
use super::entity::case;
use super::model::CaseStatus;
use super::repo;
use super::timekeeping::Timekeeper;
use super::transit::{self, By};
use super::unnamed::Unnamed;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// Undoes every merge into `ended`, within the transaction that ended it: where it was withdrawn or
/// declined, nobody works on those matters any more, and their applicants said nothing of the kind.
/// Its own parts that went back into it are its own matter and end with it.
pub async fn merged_into(
    state: &AppState,
    keeper: &Timekeeper,
    tx: &Tx,
    ended: &case::Model,
) -> AppResult<()> {
    // Of those who read of it, not all may know of the other case: its number is not said again.
    let reason = match CaseStatus::parse(&ended.status) {
        Some(CaseStatus::Withdrawn) => "所并入的案件已撤回，恢复单独办理",
        Some(CaseStatus::NotAccepted) => "所并入的案件不予受理，恢复单独办理",
        Some(
            CaseStatus::Registered
            | CaseStatus::Dispatched
            | CaseStatus::InProgress
            | CaseStatus::Returned
            | CaseStatus::Suspended
            | CaseStatus::Resolved
            | CaseStatus::InCallback
            | CaseStatus::Closed
            | CaseStatus::Archived
            | CaseStatus::Merged,
        )
        | None => return Ok(()),
    };
    let merged = case::Entity::find()
        .filter(case::Column::MergedIntoId.eq(ended.id))
        .filter(case::Column::Status.eq(CaseStatus::Merged.as_str()))
        .order_by_asc(case::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    let others = merged.into_iter().filter(|row| row.split_from_id != Some(ended.id)).collect();
    for mut case in repo::load_all(&**tx, others).await? {
        let before = case.row.clone();
        let change = Change::Unmerged { reason: Some(reason.to_owned()) };
        let change = Unnamed::read(&**tx, before.id, change).await?;
        let by = By { actor: None, at: state.clock.now() };
        let pending = transit::apply(state, keeper, &mut case, &change, by)?;
        let permit = Permit::system("case.release_merged");
        transit::store(tx, permit, &before, &case, pending).await?;
    }
    Ok(())
}
