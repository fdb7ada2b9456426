//! The centres, as everybody may know them.

use std::collections::HashMap;

use chrono::TimeDelta;
use uuid::Uuid;

use super::dto::{PublicCenterView, PublicReceptionDay, PublicRegion};
use super::words::Words;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::intake::center_in_charge;
use crate::features::org::entity::region;
use crate::features::receptions;
use crate::features::receptions::repo::UpcomingDay;
use crate::features::receptions::rules::DayState;
use crate::platform::error::AppResult;
use crate::platform::http::Page;
use crate::platform::lang::Lang;

/// Days ahead for which reception days are told.
const AHEAD: TimeDelta = TimeDelta::days(45);

/// Every centre that takes matters in, by the code of its region.
pub(super) async fn list(state: &AppState) -> AppResult<Page<PublicCenterView>> {
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let codes = state.codes.get(&state.db, now).await?;
    let words = Words { directory: &directory, codes: &codes, lang: Lang::Zh };
    let named = |region: &region::Model| PublicRegion { id: region.id, name: region.name.clone() };
    let mut regions: Vec<_> = directory.regions.values().collect();
    regions.sort_by(|a, b| a.code.cmp(&b.code));
    let today = local_date(now);
    let ids: Vec<Uuid> = directory.center_by_region.values().copied().collect();
    let days = receptions::repo::upcoming_days(state.db.reader(), &ids, today, today + AHEAD);
    let mut upcoming: HashMap<Uuid, Vec<PublicReceptionDay>> = HashMap::new();
    for day in days.await?.into_iter().filter(|day| day.ends_at > now) {
        upcoming.entry(day.center_id).or_default().push(reception_day(day));
    }
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
            reception_days: upcoming.remove(&id).unwrap_or_default(),
        });
    }
    Ok(Page::whole(items))
}

fn reception_day(day: UpcomingDay) -> PublicReceptionDay {
    PublicReceptionDay {
        held_on: day.held_on,
        starts_at: day.starts_at,
        ends_at: day.ends_at,
        leader_name: day.leader_name,
        leader_title: day.leader_title,
        place: day.place,
        is_called_off: day.state == DayState::Absent.as_str(),
    }
}
