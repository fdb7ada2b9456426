use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::swap_state::SwapRequestState;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// Asks somebody to take over one of one's turns, alone or against one of theirs.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSwapOfTurnsRequest {
    /// One's own turn in a published plan, which has not begun.
    pub assignment_id: Uuid,
    /// Who is asked.
    pub with_person_id: Uuid,
    /// Their turn that comes back, in the same plan; none where they only take over.
    pub other_assignment_id: Option<Uuid>,
    /// Why.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500, example = "当日参加业务培训")]
    pub reason: String,
}

/// What is said with a step.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "note": "同意" }))]
pub struct AnswerTurnSwapRequest {
    /// A word; needed to decline or reject.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub note: Option<String>,
}

/// Which swaps to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SwapRequestFilter {
    /// Standing so.
    #[param(explode = true)]
    pub state: Vec<SwapRequestState>,
    /// Asked by me or of me, or by and of others.
    pub is_mine: Option<bool>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// A turn of a swap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SwappedTurn {
    /// What is served.
    pub obligation_id: Uuid,
    /// The name of the post.
    #[schema(example = "人社窗口")]
    pub post_name: String,
    /// The first day.
    #[schema(example = "2026-03-09")]
    pub from_on: NaiveDate,
    /// The last day.
    #[schema(example = "2026-03-15")]
    pub until_on: NaiveDate,
}

/// A swap of turns (换班): asked, agreed to by the other, decided by the director.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SwapRequestView {
    /// Its id.
    pub id: Uuid,
    /// The plan in which it was asked.
    pub plan_id: Uuid,
    /// Where it stands.
    pub state: SwapRequestState,
    /// The same in words.
    #[schema(example = "待对方答复")]
    pub state_name: &'static str,
    /// Who asks.
    pub asked_by: PersonRef,
    /// Who is asked.
    pub asked_of: PersonRef,
    /// What is given.
    pub gives: SwappedTurn,
    /// What comes back; none where they only take over.
    pub takes: Option<SwappedTurn>,
    /// Why it is asked.
    #[schema(example = "当日参加业务培训")]
    pub reason: String,
    /// What was said last.
    pub answer: Option<String>,
    /// The director who decided.
    pub decided_by: Option<PersonRef>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// The edition of the plan an approved swap made.
    pub made_plan_id: Option<Uuid>,
    /// When it was asked.
    pub created_at: DateTime<Utc>,
    /// When something was last said.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do.
    #[schema(example = json!(["withdraw"]))]
    pub allowed_actions: Vec<String>,
    /// What they may not, with the code of the problem.
    #[schema(example = json!({ "approve": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}
