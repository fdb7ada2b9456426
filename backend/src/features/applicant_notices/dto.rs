//! Notices to applicants on the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use super::kind::{ApplicantNoticeKind, ApplicantNoticeState, TellWay, ToldWay};
use crate::features::personnel::dto::PersonRef;
use crate::platform::http::Count;

/// A page of notices.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ApplicantNoticeFilter {
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

/// How the applicant was told.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "way": "phone" }))]
pub struct TellApplicantRequest {
    /// By which way.
    pub way: TellWay,
}

/// A notice to the applicant (告知书). Names nobody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicantNoticeView {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// What it tells.
    pub kind: ApplicantNoticeKind,
    /// Its heading.
    #[schema(example = "延长办理期限告知书")]
    pub title: String,
    /// What it says, in plain words.
    #[schema(example = json!(["您反映的事项（编号 990101-20260302-000001）由县住房和城乡建设局办理。"]))]
    pub paragraphs: Vec<String>,
    /// The unit the matter is with.
    #[schema(example = "县住房和城乡建设局")]
    pub unit: String,
    /// The centre in whose name it is.
    #[schema(example = "清和县综治中心")]
    pub center: String,
    /// Why.
    #[schema(example = "等待鉴定结果")]
    pub reason: String,
    /// Until when it stands still, or the new last day.
    pub until_on: Option<NaiveDate>,
    /// By how many days the limit was extended.
    pub days: Option<i32>,
    /// Where the telling stands.
    pub state: ApplicantNoticeState,
    /// How the applicant was told.
    pub way: Option<ToldWay>,
    /// When.
    pub told_at: Option<DateTime<Utc>>,
    /// By whom; none: the system.
    pub told_by: Option<PersonRef>,
    /// Why it could not be sent; for those who look after the channel.
    #[schema(example = "smtp.rejected")]
    pub error: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["tell"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({ "tell": "applicant_notice.told" }))]
    pub refused_actions: BTreeMap<String, String>,
}
