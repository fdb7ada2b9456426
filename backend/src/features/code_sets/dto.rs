use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::entity::{code_item, code_set};

/// A code set without its codes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeSetSummary {
    /// Name in addresses.
    #[schema(example = "case_type")]
    pub name: String,
    /// Official title.
    #[schema(example = "事件类别/事件类型")]
    pub title: String,
    /// English title.
    #[schema(example = "Case type")]
    pub title_en: String,
    /// The standard or decision the codes rest on.
    #[schema(example = "GB/T 31000-2015")]
    pub source: String,
    /// Grows with every change.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// How many codes it has.
    #[schema(example = 95)]
    pub item_count: usize,
}

/// A code set with its codes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeSetView {
    /// Name in addresses.
    #[schema(example = "case_type")]
    pub name: String,
    /// Official title.
    #[schema(example = "事件类别/事件类型")]
    pub title: String,
    /// English title.
    #[schema(example = "Case type")]
    pub title_en: String,
    /// The standard or decision the codes rest on.
    #[schema(example = "GB/T 31000-2015")]
    pub source: String,
    /// Grows with every change.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// The codes in their order, those out of use included.
    pub items: Vec<CodeItemView>,
}

/// One code.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeItemView {
    /// The code, with its leading zeros.
    #[schema(example = "0901")]
    pub code: String,
    /// The code it is a part of.
    #[schema(example = "09")]
    pub parent_code: Option<String>,
    /// Official name.
    #[schema(example = "土地承包经营")]
    pub name: String,
    /// English name, where one was given.
    #[schema(example = "Land contracting")]
    pub name_en: Option<String>,
    /// First day of use; null: always.
    pub valid_from: Option<NaiveDate>,
    /// Last day of use; null: still in use.
    pub valid_to: Option<NaiveDate>,
}

impl CodeSetSummary {
    pub(super) fn of(head: &code_set::Model, item_count: usize) -> Self {
        Self {
            name: head.name.clone(),
            title: head.title.clone(),
            title_en: head.title_en.clone(),
            source: head.source.clone(),
            version: head.version,
            item_count,
        }
    }
}

impl CodeSetView {
    pub(super) fn of(head: &code_set::Model, items: &[code_item::Model]) -> Self {
        Self {
            name: head.name.clone(),
            title: head.title.clone(),
            title_en: head.title_en.clone(),
            source: head.source.clone(),
            version: head.version,
            items: items.iter().map(CodeItemView::of).collect(),
        }
    }
}

impl CodeItemView {
    fn of(item: &code_item::Model) -> Self {
        Self {
            code: item.code.clone(),
            parent_code: item.parent_code.clone(),
            name: item.name.clone(),
            name_en: item.name_en.clone(),
            valid_from: item.valid_from,
            valid_to: item.valid_to,
        }
    }
}
