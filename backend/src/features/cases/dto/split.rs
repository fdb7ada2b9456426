//! 拆分.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::features::cases::model::Level;
use crate::platform::error::not_blank;

/// 拆分: what was registered as one matter holds several.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "parts": [{ "title": "拖欠工资", "narrative": "申请人另反映被拖欠工资三个月。" }],
    "reason": "一次登记了两件事",
}))]
pub struct SplitCaseRequest {
    /// The matters to go on as cases of their own.
    #[validate(length(min = 1, max = 10), nested)]
    #[schema(min_items = 1, max_items = 10)]
    pub parts: Vec<SplitPartRequest>,
    /// Why.
    #[validate(length(max = 2_000))]
    #[schema(max_length = 2_000)]
    pub reason: Option<String>,
}

/// One matter to be split off. Where and when it happened, who was asked first and how it came in
/// are those of the original.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SplitPartRequest {
    /// 事项标题.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// 事件简述.
    #[validate(length(min = 1, max = 10_000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 10_000)]
    pub narrative: String,
    /// 诉求.
    #[validate(length(max = 2_000))]
    #[schema(max_length = 2_000)]
    pub demand: Option<String>,
    /// Code set `case_type`; of its own, because a part is usually of another type.
    #[validate(length(max = 16))]
    #[schema(max_length = 16)]
    pub type_code: Option<String>,
    /// 等级.
    pub level: Option<Level>,
    /// 涉及人数.
    #[validate(range(min = 0, max = 1_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub people_count: Option<i32>,
    /// The parties of the original it concerns, by their position; absent or empty: all of them.
    #[validate(length(max = 50))]
    #[serde(default)]
    #[schema(max_items = 50)]
    pub party_nos: Vec<i32>,
}

/// 撤销拆分.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "仍属同一事项" }))]
pub struct UnsplitCaseRequest {
    /// Why.
    #[validate(length(max = 2_000))]
    #[schema(max_length = 2_000)]
    pub reason: Option<String>,
}
