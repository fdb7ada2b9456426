use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::features::reports::dto::is_month;
use crate::platform::words::words;

words! {
    /// A form people fill in.
    BurdenForm {
        Register = "register", "案件登记", "Registration";
        NoteVisit = "note_visit", "来访来电记录", "Visit noted";
        Classify = "classify", "分类定级", "Classification";
        Dispatch = "dispatch", "分流转办", "Dispatch";
        Progress = "progress", "进展报告", "Progress report";
        Resolve = "resolve", "办结申报", "Resolution";
        Callback = "callback", "回访记录", "Callback";
        Other = "other", "其他办理", "Other steps";
    }
}

words! {
    /// By what the burden is told apart.
    BurdenBy {
        Unit = "unit", "单位", "Unit";
        Form = "form", "表单", "Form";
        Type = "type", "事件类别", "Class of matter";
    }
}

/// What one form cost, without who filled it in.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TellBurdenRequest {
    /// Which form.
    pub form: BurdenForm,
    /// 事件类型 of the matter; only its first level is kept.
    #[validate(length(max = 10))]
    #[schema(max_length = 10, example = "0202")]
    pub type_code: Option<String>,
    /// Fields somebody typed something into.
    #[validate(range(min = 0, max = 500))]
    #[schema(minimum = 0, maximum = 500, example = 6)]
    pub fields_typed: i32,
    /// From the first key to the last, pauses of more than a minute left out.
    #[validate(range(min = 0, max = 7200))]
    #[schema(minimum = 0, maximum = 7200, example = 48)]
    pub seconds: i32,
    /// Fields typed again with what the form before already had, and sendings after a refusal.
    #[validate(range(min = 0, max = 500))]
    #[schema(minimum = 0, maximum = 500, example = 0)]
    pub repeats: i32,
}

/// That it was added.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BurdenTold {
    /// The month it was added to.
    #[schema(example = "2026-03")]
    pub month: String,
}

/// Which months, and told apart by what.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BurdenFilter {
    /// The first month.
    #[validate(custom(function = "is_month"))]
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-01")]
    pub from: String,
    /// The last month.
    #[validate(custom(function = "is_month"))]
    #[param(pattern = "^20[0-9]{2}-(0[1-9]|1[0-2])$", example = "2026-03")]
    pub to: String,
    /// By unit unless given.
    #[serde(default)]
    #[param(inline)]
    pub by: Option<BurdenBy>,
}

/// A month of one unit, form or class.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BurdenRow {
    /// The month.
    #[schema(example = "2026-03")]
    pub month: String,
    /// Which unit, form or class.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many forms; null where there are so few that they might tell of somebody.
    pub entries: Option<i64>,
    /// Fields typed in all of them.
    pub fields_typed: Option<i64>,
    /// Seconds spent on all of them.
    pub seconds: Option<i64>,
    /// Repeats in all of them.
    pub repeats: Option<i64>,
}

/// What typing costs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BurdenView {
    /// As of when.
    pub as_of: DateTime<Utc>,
    /// Whose forms, in words.
    pub scope: String,
    /// What is counted, in words.
    pub definition: String,
    /// Told apart by what.
    pub by: BurdenBy,
    /// Fewer forms than this are not shown.
    #[schema(minimum = 1, example = 5)]
    pub fewest: i64,
    /// All together, month by month.
    pub trend: Vec<BurdenRow>,
    /// By unit, form or class, month by month.
    pub rows: Vec<BurdenRow>,
}
