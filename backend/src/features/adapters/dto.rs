use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use uuid::Uuid;
use validator::{Validate, ValidationError, ValidationErrors};

use super::definition::{AdapterDefinition, EXAMPLES, example};
use crate::features::cases::dto::RegisterCaseRequest;
use crate::features::cases::model::{CaseStatus, Channel};
use crate::platform::error::not_blank;
use crate::platform::http::Count;
use crate::platform::words::words;

/// A message as the other system sends it: any JSON object.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AdapterMessage(pub Map<String, Value>);

impl Validate for AdapterMessage {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

impl PartialSchema for AdapterMessage {
    fn schema() -> RefOr<Schema> {
        let all = EXAMPLES.iter().filter_map(|(code, _)| example(code));
        let mut object = ObjectBuilder::new()
            .description(Some(
                "A message as the other system sends it; which members it has is what the mapping of the \
                 adapter reads. The examples are one of each system, of people who do not exist",
            ))
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .examples(all)
            .build();
        object.example = example("hotline_12345");
        RefOr::T(Schema::Object(object))
    }
}

impl ToSchema for AdapterMessage {}

words! {
    /// What became of a message.
    AdapterOutcome {
        Registered = "registered", "登记为案件", "Registered";
        Known = "known", "已登记过", "Known already";
        Refused = "refused", "未接收", "Refused";
    }
}

/// The case a message became, or is known as.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AdapterReceipt {
    /// `registered` with 201, `known` with 200.
    pub outcome: AdapterOutcome,
    /// The number there.
    #[schema(example = "20260302-000123")]
    pub number: String,
    /// The version of the mapping it was read by.
    #[schema(minimum = 1, example = 1)]
    pub adapter_version: i32,
    /// The case; null, with the three that follow, where it is known and the caller may not read it.
    pub case_id: Option<Uuid>,
    /// Its number.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: Option<String>,
    /// Where it stands.
    pub status: Option<CaseStatus>,
    /// The same in the other system's word.
    #[schema(example = "已受理")]
    pub status_word: Option<String>,
    /// The code the citizen follows the case with; told once, with 201.
    #[schema(example = "12345678")]
    pub tracking_code: Option<String>,
}

/// A system whose messages are taken in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterSummary {
    /// Its name in addresses.
    #[schema(example = "hotline_12345")]
    pub code: String,
    /// Its name.
    #[schema(example = "12345政务服务便民热线工单")]
    pub name: String,
    /// What its cases have as `source.system`.
    #[schema(example = "12345")]
    pub system: String,
    /// The channel of its cases.
    pub channel: Channel,
    /// Whether messages are accepted.
    pub is_active: bool,
    /// What the mapping rests on.
    #[schema(example = "DB44/T 2479—2024 附录A；对照关系为本系统拟定，待县级确认")]
    pub source: String,
    /// Why the present version was made; null: it came with the program.
    pub reason: Option<String>,
    /// When it was made; null: it came with the program.
    pub updated_at: Option<DateTime<Utc>>,
    /// The version in force; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `send`, `try`, `update`.
    #[schema(example = json!(["send"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "send": "adapter.inactive" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// The same with its mapping.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterView {
    /// The system.
    #[serde(flatten)]
    pub summary: AdapterSummary,
    /// How its messages are read.
    pub definition: AdapterDefinition,
    /// A message, to try it with.
    pub example: AdapterMessage,
}

/// A further source, whose lists are reconciled and whose messages become cases.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "hospital_mediation", "system": "医院医调委", "name": "医疗纠纷人民调解委员会台账",
    "channel": "other", "source": "医疗纠纷预防和处理条例第三十四条",
    "reason": "医调委受理的纠纷按月比对",
}))]
pub struct CreateAdapterRequest {
    /// Its name in addresses: small letters, digits and `_`, beginning with a letter.
    #[validate(length(min = 2, max = 50), custom(function = "is_code"))]
    #[schema(min_length = 2, max_length = 50, pattern = "^[a-z][a-z0-9_]*$")]
    pub code: String,
    /// What its cases have as `source.system`.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50)]
    pub system: String,
    /// Its name.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The channel of its cases.
    pub channel: Channel,
    /// How its messages are read; absent: members under the names of a registration, as the `example` of
    /// the answer shows.
    #[validate(nested)]
    pub definition: Option<AdapterDefinition>,
    /// Messages the mapping has to read, at least one with a mapping; they are not kept.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub examples: Vec<AdapterMessage>,
    /// What it rests on.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub source: String,
    /// Why.
    #[validate(length(min = 2, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 500)]
    pub reason: String,
}

/// As a name in addresses is written.
fn is_code(code: &str) -> Result<(), ValidationError> {
    let is_rest = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if code.starts_with(|c: char| c.is_ascii_lowercase()) && code.chars().all(is_rest) {
        Ok(())
    } else {
        Err(ValidationError::new("pattern"))
    }
}

/// What to change of an adapter; the next version. What is absent stays.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "is_active": true, "reason": "热线平台升级完成，恢复接收" }))]
pub struct UpdateAdapterRequest {
    /// Whether messages are accepted.
    pub is_active: Option<bool>,
    /// The whole mapping, in place of the one before.
    #[validate(nested)]
    pub definition: Option<AdapterDefinition>,
    /// Messages the new mapping has to read, at least one with a mapping; they are not kept.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub examples: Vec<AdapterMessage>,
    /// What the new mapping rests on; needed with a mapping.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub source: Option<String>,
    /// Why.
    #[validate(length(min = 2, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 500)]
    pub reason: String,
}

/// Something of a message that does not fit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterProblem {
    /// Where in the message (JSON pointer); empty: the message as a whole.
    #[schema(example = "/category")]
    pub pointer: String,
    /// Why.
    #[schema(example = "adapter.unknown_code")]
    pub code: String,
    /// The same in words.
    #[schema(example = "对照表中没有该代码")]
    pub detail: String,
}

/// Why a message makes no case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterRefusalView {
    /// What the other system is told.
    #[schema(example = "invalid_request")]
    pub code: String,
    /// The same in words.
    #[schema(example = "无效诉求")]
    pub name: String,
    /// What it rests on.
    #[schema(example = "DB44/T 2479—2024 9907")]
    pub source: String,
}

/// What a message would come to; nothing was written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterTrial {
    /// Whether it would be registered.
    pub is_acceptable: bool,
    /// The number there, where it can be read.
    pub number: Option<String>,
    /// The registration it would become; null where it does not fit.
    pub case: Option<RegisterCaseRequest>,
    /// Why it would make no case, where a refusal says so.
    pub refusal: Option<AdapterRefusalView>,
    /// What does not fit.
    pub problems: Vec<AdapterProblem>,
}

/// Which deliveries to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AdapterMessageFilter {
    /// With this outcome; repeat for several.
    #[param(inline)]
    pub outcome: Vec<AdapterOutcome>,
    /// With this number there.
    #[validate(length(min = 1, max = 100))]
    #[param(min_length = 1, max_length = 100)]
    pub number: Option<String>,
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

/// One delivery, without a word of what it said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterMessageView {
    /// Its id.
    pub id: Uuid,
    /// The number there; null where it could not be read.
    #[schema(example = "20260302-000123")]
    pub number: Option<String>,
    /// What became of it.
    pub outcome: AdapterOutcome,
    /// The same in words.
    #[schema(example = "登记为案件")]
    pub outcome_name: &'static str,
    /// The first thing that did not fit.
    pub problem_code: Option<String>,
    /// Where in the message.
    pub pointer: Option<String>,
    /// The reason of refusal, where one said so.
    pub refusal_code: Option<String>,
    /// The case, for those who may read it.
    pub case_id: Option<Uuid>,
    /// The version of the mapping it was read by.
    #[schema(minimum = 1, example = 1)]
    pub adapter_version: i32,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// From where on to read what became of cases.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AdapterStatusFilter {
    /// After this position; unless given, after what the caller's capacity acknowledged last, or from
    /// the beginning.
    #[validate(length(min = 1, max = 80))]
    #[param(min_length = 1, max_length = 80)]
    pub since: Option<String>,
    /// Events looked at, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
}

/// A case of the system came into another status.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterStatusChange {
    /// Its place in the order of the sealed ledger.
    #[schema(example = "12.018f0000-0000-7000-8000-000000000001")]
    pub position: String,
    /// The number there.
    #[schema(example = "20260302-000123")]
    pub number: String,
    /// The case.
    pub case_id: Uuid,
    /// Its number.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// The status it came into.
    pub status: CaseStatus,
    /// The same in the other system's word.
    #[schema(example = "办理中")]
    pub status_word: String,
    /// Of a case that was not accepted: the other system's code for the reason, where the mapping has one.
    #[schema(example = "not_in_jurisdiction")]
    pub refusal_code: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of cases since a position.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterStatusDelta {
    /// In the order of the sealed ledger.
    pub items: Vec<AdapterStatusChange>,
    /// From where to go on: acknowledge it, or give it as `since`. Null before anything is there.
    #[schema(example = "12.018f0000-0000-7000-8000-000000000001")]
    pub next_since: Option<String>,
    /// Whether more is there already; a page may be empty and have more after it.
    pub has_more: bool,
}

/// Up to where the caller has taken over what became of its cases.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "position": "12.018f0000-0000-7000-8000-000000000001" }))]
pub struct AcknowledgeStatusesRequest {
    /// `next_since` of a page, or the `position` of a change.
    #[validate(length(min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80, pattern = "^[0-9]+[.][0-9a-f-]{36}$")]
    pub position: String,
}

/// The position that holds now: an older one never takes its place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdapterAcknowledgementView {
    /// The position.
    #[schema(example = "12.018f0000-0000-7000-8000-000000000001")]
    pub position: String,
    /// When it was acknowledged.
    pub acknowledged_at: DateTime<Utc>,
}
