use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::{CaseSummary, HolderView};
use crate::features::cases::time_use::HolderKind;
use crate::platform::http::Count;

/// Which late cases to list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LateFilter {
    /// Whose time was used most.
    #[param(inline)]
    pub holder_kind: Option<HolderKind>,
    /// Which department, where it is one.
    pub holder_department_id: Option<Uuid>,
    /// At which centre, where it is a post of one.
    pub holder_center_id: Option<Uuid>,
    /// Rows a page.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Whether to count all rows; of one holder they are not counted.
    #[param(inline)]
    pub count: Option<Count>,
}

/// A case past its limit, and by whose time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LateCase {
    /// The case.
    pub case: CaseSummary,
    /// How long it is past its limit.
    #[schema(minimum = 0, example = 86_400)]
    pub overdue_seconds: i64,
    /// Who used most of its time.
    pub holder: HolderView,
    /// Everybody who used some, the most first; the parts sum to the whole.
    pub holders: Vec<HolderView>,
    /// The whole time used.
    #[schema(minimum = 0, example = 864_000)]
    pub total_seconds: i64,
}
