use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::calendars::civil_day::{at_in_calendar, in_calendar};
use crate::features::cases::clocks::Lamp;
use crate::features::cases::model::{CaseStatus, Channel, Direction, Level, OwnerKind};
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// A work queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// What my post has to do now; for a department also what it has to do as an assistant.
    Mine,
    /// Sent to my department, as the lead or as an assistant, and not signed for yet.
    ToSign,
    /// Open matters my department leads or assists.
    Department,
    /// Matters I registered or was asked about first, until they end.
    Following,
    /// Open matters past their limit.
    Overdue,
    /// Open matters whose limit runs out soon (临期): the lamp is yellow.
    Nearing,
    /// Open matters on the supervision ladder beyond a reminder (催办、督办、通报).
    Escalated,
    /// Registered, not yet dispatched.
    Unassigned,
    /// Returned, waiting for dispatch or ruling.
    Returned,
    /// Come back, and my post has to act: a return to the dispatcher or, with a ruling, the director;
    /// to a department its own return, its result, or the last of its assistants.
    ReturnedToMe,
    /// Returned so often that only the director moves it.
    Ruling,
    /// In a leader's charge (包案), and the day named for the next review has come: a leader's own, or
    /// for the director and the supervisor all of them.
    ReviewsDue,
    /// A stop or an extension of which somebody has to tell the applicant.
    ApplicantsToTell,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 13] = [
        Self::Mine,
        Self::ToSign,
        Self::Department,
        Self::Following,
        Self::Overdue,
        Self::Nearing,
        Self::Escalated,
        Self::Unassigned,
        Self::Returned,
        Self::ReturnedToMe,
        Self::Ruling,
        Self::ReviewsDue,
        Self::ApplicantsToTell,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::ToSign => "to_sign",
            Self::Department => "department",
            Self::Following => "following",
            Self::Overdue => "overdue",
            Self::Nearing => "nearing",
            Self::Escalated => "escalated",
            Self::Unassigned => "unassigned",
            Self::Returned => "returned",
            Self::ReturnedToMe => "returned_to_me",
            Self::Ruling => "ruling",
            Self::ReviewsDue => "reviews_due",
            Self::ApplicantsToTell => "applicants_to_tell",
        }
    }
}

/// The orders a list of cases may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum CaseSort {
    /// Oldest first.
    #[serde(rename = "registered_at")]
    RegisteredAt,
    /// Newest first (the default).
    #[serde(rename = "-registered_at")]
    RegisteredAtDesc,
    /// Most urgent first, by the next limit of the case, also where the reader's department only
    /// assists and its row shows its own; matters without a running clock last.
    #[serde(rename = "due_at")]
    DueAt,
    /// Least urgent first.
    #[serde(rename = "-due_at")]
    DueAtDesc,
    /// Longest untouched first.
    #[serde(rename = "updated_at")]
    UpdatedAt,
    /// Last touched first.
    #[serde(rename = "-updated_at")]
    UpdatedAtDesc,
}

/// Filters of the list of cases. A repeated name is OR, different names are AND.
///
/// A saved view keeps them as they stand here, but for paging.
#[derive(
    Debug, Clone, Default, PartialEq, Deserialize, Serialize, IntoParams, ToSchema, Validate,
)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CaseFilter {
    /// Where it stands.
    #[param(explode = true)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<CaseStatus>,
    /// A work queue of the caller.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<Queue>,
    /// 事件类型: a code or the first digits of codes.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub type_code: Vec<String>,
    /// 等级.
    #[param(explode = true)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub level: Vec<Level>,
    /// Which post has it.
    #[param(explode = true)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owner: Vec<OwnerKind>,
    /// 来源渠道.
    #[param(explode = true)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel: Vec<Channel>,
    /// A region and all below it.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub region_id: Vec<Uuid>,
    /// The leading department.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub department_id: Vec<Uuid>,
    /// Colour of the next limit of the case.
    #[param(explode = true)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lamp: Vec<Lamp>,
    /// Registered on this day (UTC+8) or later.
    #[validate(custom(function = "in_calendar"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_from: Option<NaiveDate>,
    /// Registered on this day (UTC+8) or earlier.
    #[validate(custom(function = "in_calendar"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_to: Option<NaiveDate>,
    /// Next limit of the case before this instant.
    #[validate(custom(function = "at_in_calendar"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_before: Option<DateTime<Utc>>,
    /// The system it came from.
    #[validate(length(max = 50))]
    #[param(max_length = 50)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_system: Option<String>,
    /// Its number there.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_number: Option<String>,
    /// Handed up or down last.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed: Option<Direction>,
    /// Merged into this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into_id: Option<Uuid>,
    /// Split from this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split_from_id: Option<Uuid>,
    /// Sent back and forth between units, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_ping_pong: Option<bool>,
    /// Two units that both had the lead, in whatever order.
    #[param(explode = true, max_items = 2)]
    #[validate(length(max = 2))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub between: Vec<Uuid>,
    /// An extension waits for a decision, or none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension_pending: Option<bool>,
    /// A stop waits for a decision, or none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspension_pending: Option<bool>,
    /// Registered later after being asked first than the limit for registration allows, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_recorded_late: Option<bool>,
    /// Registered by people of this department or, of those who have none, of this village.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registering_unit_id: Option<Uuid>,
    /// Text in title, narrative or demand as the caller reads them, found as `LIKE` would find it; or
    /// a case number.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[param(min_length = 1, max_length = 100)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// The order.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<CaseSort>,
    /// Rows a page.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Where the last page ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Whether to fill `total`.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<Count>,
}

/// Paging of the ledger of one case.
#[derive(Debug, Clone, Default, Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct EventFilter {
    /// Rows a page.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// Whether to fill `total`.
    #[param(inline)]
    pub count: Option<Count>,
}
