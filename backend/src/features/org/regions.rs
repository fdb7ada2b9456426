//! Use cases of regions.

use uuid::Uuid;

use super::directory::Directory;
use super::dto::{RegionFilter, RegionLevel, RegionView, UnitSort};
use super::entity::region;
use super::listing::{Asked, page_of};
use crate::app::AppState;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::Page;

/// The level of a stored region.
pub(super) fn level_of(row: &region::Model) -> AppResult<RegionLevel> {
    RegionLevel::parse(&row.level)
        .ok_or_else(|| AppError::internal(format!("region {} of level {}", row.code, row.level)))
}

fn view(directory: &Directory, row: &region::Model) -> AppResult<RegionView> {
    Ok(RegionView {
        id: row.id,
        code: row.code.clone(),
        name: row.name.clone(),
        level: level_of(row)?,
        parent_id: row.parent_id,
        center_id: directory.center_by_region.get(&row.id).copied(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
    })
}

/// One page of regions by code.
pub(super) async fn list(state: &AppState, filter: &RegionFilter) -> AppResult<Page<RegionView>> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let wanted = directory.regions.values().filter(|row| {
        (filter.parent_id.is_empty()
            || row.parent_id.is_some_and(|parent| filter.parent_id.contains(&parent)))
            && (filter.level.is_empty()
                || filter.level.iter().any(|level| level.as_str() == row.level))
            && (filter.code.is_empty() || filter.code.contains(&row.code))
    });
    let rows = wanted.map(|row| Ok((row.code.clone(), row.id, view(&directory, row)?)));
    let asked = Asked {
        list: "regions",
        sort: UnitSort::Region,
        limit: filter.limit,
        cursor: filter.cursor.as_deref(),
        count: filter.count,
    };
    page_of(rows.collect::<AppResult<_>>()?, asked)
}

/// One region. Unknown: 404.
pub(super) async fn get(state: &AppState, id: Uuid) -> AppResult<RegionView> {
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    view(&directory, directory.regions.get(&id).ok_or(ErrorCode::RequestNotFound)?)
}
