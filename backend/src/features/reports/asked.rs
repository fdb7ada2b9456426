//! A report as somebody asks for it: which month, which region, whose cases.

use std::sync::Arc;

use sea_orm::Condition;
use sea_orm::sea_query::{Alias, Expr, IntoColumnRef as _};
use uuid::Uuid;

use super::definition::{self, Crosswalk, Definition, ReportCode};
use super::figures::Month;
use crate::app::AppState;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::features::org::entity::region;
use crate::platform::db::portable;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, rules};

/// Digits of the code of a county (GB/T 2260).
const COUNTY: usize = 6;

/// What is asked, and all that is needed to answer but the figures.
pub struct Asked<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// In which language.
    pub lang: Lang,
    /// Which month.
    pub month: Month,
    /// The definitions for it.
    pub definition: Definition,
    /// The cross-walk for it.
    pub walk: Crosswalk,
    /// The organisation.
    pub directory: Arc<Directory>,
    /// The code sets.
    pub codes: Arc<Codes>,
    region_id: Option<Uuid>,
}

impl<'a> Asked<'a> {
    /// Reads it; 404 for a report there is not, 400 for a region there is not.
    pub async fn read(
        state: &AppState,
        actor: &'a Actor,
        lang: Lang,
        report: &str,
        month: &str,
        region_id: Option<Uuid>,
    ) -> AppResult<Self> {
        let code = ReportCode::parse(report).ok_or(ErrorCode::ReportUnknown)?;
        let month = Month::read(month).ok_or(ErrorCode::RequestInvalidParameter)?;
        let now = state.clock.now();
        let directory = state.directory.get(&state.db, now).await?;
        if region_id.is_some_and(|id| !directory.regions.contains_key(&id)) {
            return Err(AppError::from(ErrorCode::RequestInvalidParameter)
                .with("parameters", vec!["region_id"]));
        }
        Ok(Self {
            actor,
            lang,
            month,
            definition: definition::of(code, month.first())?,
            walk: definition::mediation_types(month.first())?,
            directory,
            codes: state.codes.get(&state.db, now).await?,
            region_id,
        })
    }

    /// The region asked for.
    pub fn region(&self) -> Option<&region::Model> {
        self.region_id.and_then(|id| self.directory.regions.get(&id))
    }

    /// The rows of `table` that count for the reader, in the region asked for.
    pub fn within(&self, table: &'static str) -> Condition {
        let scope = Scope::counted(self.actor, Action::ReportRead, table).condition();
        let column = Expr::col((Alias::new(table), Alias::new("region_code")).into_column_ref());
        let asked = self.region().map(|region| portable::below(&column, &region.code));
        Condition::all().add(scope).add_option(asked)
    }

    /// Whose cases are counted, in words.
    pub fn scope(&self) -> String {
        let conditions = rules::of(self.actor.role, Action::ReportRead);
        let sentences: Vec<_> = conditions.map(|condition| condition.sentence(self.lang)).collect();
        sentences.join(self.lang.pick("，或", " or "))
    }
}

/// The county whose months concern `actor`; none where that cannot be resolved.
pub fn county_of(actor: &Actor) -> Option<&str> {
    let code = actor.region_code.as_deref()?;
    code.get(..COUNTY)
}
