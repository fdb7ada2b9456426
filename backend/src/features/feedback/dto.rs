use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::entity::feedback;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{ErrorCode, not_blank, refused};
use crate::platform::http::{Count, present};
use crate::platform::words::words;

words! {
    /// What is reported.
    FeedbackKind {
        /// Something does not work.
        Problem = "problem";
        /// Something makes needless work, such as asking twice for the same.
        Burden = "burden";
        /// Something could be better.
        Idea = "idea";
    }
}

words! {
    /// What became of it.
    FeedbackState {
        /// Nobody has answered yet.
        Open = "open";
        /// It will be done.
        Accepted = "accepted";
        /// It has been done.
        Done = "done";
        /// It will not be done; the reply says why.
        Declined = "declined";
    }
}

/// Something to report.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendFeedbackRequest {
    /// The page it is about.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200, example = "/cases/register")]
    pub page: String,
    /// What it is.
    pub kind: FeedbackKind,
    /// What to say about it.
    #[validate(length(min = 1, max = 4000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 4000, example = "登记时地址要填两遍")]
    pub text: String,
}

/// The answer to a report; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerFeedbackRequest {
    /// What becomes of it.
    pub state: Option<FeedbackState>,
    /// What to tell who reported it; null empties.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 4000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 4000, example = "下一版改为只填一次")]
    pub reply: Option<Option<String>>,
}

/// Which reports to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeedbackFilter {
    /// In one of these states.
    #[serde(default)]
    pub state: Vec<FeedbackState>,
    /// Of one of these kinds.
    #[serde(default)]
    pub kind: Vec<FeedbackKind>,
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

/// What somebody reported, and the answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedbackView {
    /// Its id.
    pub id: Uuid,
    /// Who reported it.
    pub person: PersonRef,
    /// The page it is about.
    #[schema(example = "/cases/register")]
    pub page: String,
    /// What it is.
    pub kind: FeedbackKind,
    /// What was said.
    #[schema(example = "登记时地址要填两遍")]
    pub text: String,
    /// What became of it.
    pub state: FeedbackState,
    /// What was answered.
    #[schema(example = "下一版改为只填一次")]
    pub reply: Option<String>,
    /// When it was reported.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do: `update`.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "update": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

impl FeedbackView {
    /// `row` for a caller who may or may not answer.
    pub fn of(row: feedback::Model, name: String, may_answer: bool) -> Self {
        Self {
            id: row.id,
            person: PersonRef { id: row.person_id, name },
            page: row.page,
            kind: FeedbackKind::parse(&row.kind).unwrap_or(FeedbackKind::Problem),
            text: row.text,
            state: FeedbackState::parse(&row.state).unwrap_or(FeedbackState::Open),
            reply: row.reply,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if may_answer { vec!["update"] } else { Vec::new() },
            refused_actions: refused(
                &["update"],
                (!may_answer).then_some(ErrorCode::AuthNotAllowed),
            ),
        }
    }
}
