use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::rules::Route;
use crate::features::cases::model::Procedure;

/// Which routes to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LawfulRouteFilter {
    /// Open to a matter of this type.
    #[validate(length(max = 16))]
    #[param(max_length = 16, example = "0701")]
    pub type_code: Option<String>,
    /// In force on this day; all versions unless given.
    #[param(example = "2026-11-26")]
    pub valid_on: Option<NaiveDate>,
}

/// One version of a route.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LawfulRouteView {
    /// Its id.
    pub id: Uuid,
    /// The same in every version.
    #[schema(example = "unwilling_labour")]
    pub code: String,
    /// Number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// For this case type and those below it; empty: for every type.
    #[schema(example = "07")]
    pub type_code: String,
    /// For those willing to mediate, or for those who are not.
    pub is_willing: bool,
    /// The procedure.
    pub procedure: Procedure,
    /// The article it rests on.
    #[schema(example = "劳动争议调解仲裁法第五条")]
    pub source: String,
    /// The article in English.
    pub source_en: Option<String>,
    /// First day on which it is suggested.
    #[schema(example = "2000-01-01")]
    pub valid_from: NaiveDate,
    /// Last such day; null: still in force.
    pub valid_to: Option<NaiveDate>,
    /// When it was installed.
    pub created_at: DateTime<Utc>,
}

impl From<&Route> for LawfulRouteView {
    fn from(route: &Route) -> Self {
        Self {
            id: route.id,
            code: route.code.clone(),
            version: route.version,
            type_code: route.type_code.clone(),
            is_willing: route.is_willing,
            procedure: route.procedure,
            source: route.source.clone(),
            source_en: route.source_en.clone(),
            valid_from: route.valid_from,
            valid_to: route.valid_to,
            created_at: route.created_at,
        }
    }
}
