//! Notes and replies on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// A page of notes or of replies.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CorrespondenceFilter {
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

/// A note for those who work on the case.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "已电话联系物业，约定周三上门查看。" }))]
pub struct WriteNoteRequest {
    /// What is noted.
    #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub text: String,
}

/// A note (内部备注).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseNoteView {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// What is noted.
    #[schema(example = "已电话联系物业，约定周三上门查看。")]
    pub text: String,
    /// Who wrote it.
    pub written_by: PersonRef,
    /// Their department.
    pub department: Option<DepartmentRef>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A reply for the citizen. It is shown on the public page as it is, under the name of the unit.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "您补充的照片已收到，维修安排在本周五上午。" }))]
pub struct WriteReplyRequest {
    /// What the citizen reads: plain words, without names, telephone or identity numbers.
    #[validate(length(min = 2, max = 2_000), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 2_000)]
    pub text: String,
    /// What the citizen said that it answers.
    pub message_id: Option<Uuid>,
}

/// A reply (公开答复).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseReplyView {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// What the citizen reads.
    #[schema(example = "您补充的照片已收到，维修安排在本周五上午。")]
    pub text: String,
    /// The centre in charge then.
    pub center: CenterRef,
    /// The unit that answers; none: the centre.
    pub department: Option<DepartmentRef>,
    /// What the citizen said that it answers.
    pub message_id: Option<Uuid>,
    /// Who wrote it; the citizen reads the unit alone.
    pub written_by: PersonRef,
    /// When.
    pub created_at: DateTime<Utc>,
}
