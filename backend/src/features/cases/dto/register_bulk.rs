//! Many registrations in one request.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::RegisterCaseRequest;
use crate::features::cases::counting::CountingUnit;
use crate::platform::error::RowProblem;

/// What becomes of the others where one cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterMode {
    /// Each is registered or refused for itself.
    Each,
    /// All are registered, or none is.
    AllOrNothing,
}

/// Many matters to be registered (批量登记).
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "mode": "each",
    "dry_run": true,
    "items": [{
        "title": "路灯不亮",
        "narrative": "三个月了，晚上看不见路。",
        "channel": "grid",
        "source": { "system": "grid", "number": "G-2026-0001" },
        "anonymous": true
    }],
}))]
pub struct RegisterCasesRequest {
    /// What becomes of the others where one cannot be registered.
    pub mode: RegisterMode,
    /// Check everything, register nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// Each the body of `POST /cases`. One that names a source system and number which is registered
    /// already is left as it is.
    #[validate(length(min = 1, max = 1_000))]
    #[schema(value_type = Vec<RegisterCaseRequest>, min_items = 1, max_items = 1_000)]
    pub items: Vec<Value>,
}

/// What became of one of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterOutcome {
    /// It was registered; in a dry run: it would be.
    Registered,
    /// It was there already, by its source system and number.
    Known,
    /// It was refused.
    Refused,
    /// Nothing is wrong with it, but with another, and all or none was asked for.
    HeldBack,
}

/// One of many.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct RegisteredItem {
    /// Its place in the request, the first being 0.
    #[schema(example = 0)]
    pub index: usize,
    /// What became of it.
    pub outcome: RegisterOutcome,
    /// The HTTP status it would be answered with alone; 424 where it was held back.
    #[schema(example = 201)]
    pub status: u16,
    /// The case; null where there is none.
    pub case_id: Option<Uuid>,
    /// 一案一码 of the case.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: Option<String>,
    /// For the citizen; told once.
    #[schema(example = "12345678")]
    pub tracking_code: Option<String>,
    /// Why it was refused; pointers are into the item.
    pub problem: Option<RowProblem>,
}

/// What became of many, in the order they were named.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct RegisterReport {
    /// Whether nothing was to be stored.
    pub dry_run: bool,
    /// How many were registered, or would be.
    pub registered: usize,
    /// How many were there already.
    pub known: usize,
    /// How many were refused.
    pub refused: usize,
    /// How many were fit and not registered, because others were refused or storing them failed.
    pub held_back: usize,
    /// What the figures count.
    pub unit: CountingUnit,
    /// Each of them.
    pub items: Vec<RegisteredItem>,
}
