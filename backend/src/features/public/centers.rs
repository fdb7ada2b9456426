//! The centres, as everybody may know them.

use super::dto::{PublicCenterView, PublicRegion};
use super::words::Words;
use crate::app::AppState;
use crate::features::cases::intake::center_in_charge;
use crate::features::org::entity::region;
use crate::platform::error::AppResult;
use crate::platform::http::Page;
use crate::platform::lang::Lang;

/// Every centre that takes matters in, by the code of its region.
pub(super) async fn list(state: &AppState) -> AppResult<Page<PublicCenterView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let words = Words { directory: &directory, codes: &codes, lang: Lang::Zh };
    let named = |region: &region::Model| PublicRegion { id: region.id, name: region.name.clone() };
    let mut regions: Vec<_> = directory.regions.values().collect();
    regions.sort_by(|a, b| a.code.cmp(&b.code));
    let mut items = Vec::new();
    for region in &regions {
        // A village's matters are taken in by the centre of its township.
        let own = directory.center_by_region.get(&region.id).copied();
        let Some(id) = own.filter(|id| center_in_charge(&directory, region.id) == Some(*id)) else {
            continue;
        };
        let below = regions.iter().filter(|other| {
            other.id != region.id && center_in_charge(&directory, other.id) == Some(id)
        });
        items.push(PublicCenterView {
            id,
            level: region.level.clone(),
            region: named(region),
            unit: words.center_unit(id),
            regions: below.map(|other| named(other)).collect(),
        });
    }
    Ok(Page::whole(items))
}
