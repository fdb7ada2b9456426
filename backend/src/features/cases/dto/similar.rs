use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::features::cases::model::CaseStatus;
use crate::features::public::dto::{EmergencyNotice, EmergencyReport};

/// A case like another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarCase {
    /// Its id.
    pub id: Uuid,
    /// 一案一码.
    pub case_no: String,
    /// 事项标题.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// 0 to 1: cosine over weighted pairs of characters of the titles.
    pub score: f64,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// Where it happened.
    pub region_name: String,
    /// Who has it, where that is a department.
    pub owner_department_name: Option<String>,
    /// Whether a party of it has the number that was typed: a matter of the same person.
    pub is_same_person: bool,
}

/// The cases like another, those of the same person first, then most alike first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarCases {
    /// At most ten.
    pub items: Vec<SimilarCase>,
    /// Give it back as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// How many rows there are in all.
    pub total: Option<u64>,
    /// Whom to call before anything is written down, by what has been typed.
    pub emergencies: Vec<EmergencyNotice>,
    /// By when that is reported upwards; null where nothing cannot wait.
    pub report: Option<EmergencyReport>,
}
