//! The mark of what leaves the system as a file or on paper: who took it, of which unit, and when
//! (domain 9.6: exports are watermarked).

use chrono::{DateTime, Utc};

use crate::app::AppState;
use crate::features::calendars::civil_day::OFFSET_CN;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::Actor;

/// Who gets a file, and when.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Their name.
    pub name: String,
    /// Their department, or the region they act for.
    pub unit: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Mark {
    /// Of `actor`, now.
    pub async fn of(state: &AppState, actor: &Actor) -> AppResult<Self> {
        let at = state.clock.now();
        let directory = state.directory.get(&state.db, at).await?;
        let region = || {
            let id = directory.region_by_code.get(actor.region_code.as_deref()?)?;
            Some(directory.regions.get(id)?.name.clone())
        };
        let unit = match actor.department_id {
            Some(id) => directory.department_name(id),
            None => region().unwrap_or_default(),
        };
        Ok(Self { name: actor.person_name.clone(), unit, at })
    }

    /// In words.
    pub fn text(&self, lang: Lang) -> String {
        lang.pick("{unit} {name} 于 {at} 导出", "Exported by {name}, {unit}, on {at}")
            .replace("{unit}", &self.unit)
            .replace("{name}", &self.name)
            .replace("{at}", &local(self.at))
    }
}

/// An instant as people in China read it.
pub fn local(at: DateTime<Utc>) -> String {
    (at + OFFSET_CN).format("%Y-%m-%d %H:%M").to_string()
}
