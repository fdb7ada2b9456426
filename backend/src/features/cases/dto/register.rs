use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::features::cases::model::{Channel, Level, PartyKind, PartyRole, RestrictionClass};
use crate::features::visits::dto::no_numbers;
use crate::platform::error::{ErrorCode, Invalid, not_blank};

/// A citizen's matter as it is registered. Only `title`, `narrative`, `channel` and one party, or
/// `anonymous`, are required.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "has_applicant"))]
#[schema(example = json!({
    "title": "楼上漏水致家具受损",
    "narrative": "申请人反映楼上住户卫生间防水失效，多次漏水，协商未果。",
    "demand": "修复防水并赔偿",
    "type_code": "0203",
    "channel": "walk_in",
    "parties": [{ "role": "applicant", "kind": "person", "name": "李示例", "phone": "13800000000" }]
}))]
pub struct RegisterCaseRequest {
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
    /// 事件类型, code set `case_type`.
    #[validate(length(max = 16))]
    #[schema(max_length = 16)]
    pub type_code: Option<String>,
    /// 事件规模, code set `case_scale`.
    #[validate(length(max = 16))]
    #[schema(max_length = 16)]
    pub scale_code: Option<String>,
    /// 等级.
    pub level: Option<Level>,
    /// 来源渠道.
    pub channel: Channel,
    /// The other system it came from; `system` and `number` are unique together.
    #[validate(nested)]
    pub source: Option<SourceRequest>,
    /// 发生日期, from 1900 to today.
    pub occurred_on: Option<NaiveDate>,
    /// When the authorities came to know, from 1900 to now.
    pub known_at: Option<DateTime<Utc>>,
    /// 发生地点.
    #[validate(nested)]
    pub place: Option<PlaceRequest>,
    /// 涉及人数.
    #[validate(range(min = 0, max = 1_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub people_count: Option<i32>,
    /// 涉及金额 in fen.
    #[validate(range(min = 0, max = 100_000_000_000_000_i64))]
    #[schema(minimum = 0, maximum = 100_000_000_000_000_i64)]
    pub amount_fen: Option<i64>,
    /// 是否愿意调解.
    pub willing_to_mediate: Option<bool>,
    /// Registered without naming anybody.
    #[serde(default)]
    pub anonymous: bool,
    /// 当事人; a representative names whom it represents by position, starting at 1.
    #[validate(nested, length(max = 50))]
    #[serde(default)]
    #[schema(max_items = 50)]
    pub parties: Vec<PartyRequest>,
    /// 首问: who was asked first, and when; with `visit_id` what the visit says, or nothing.
    pub first_contact: Option<FirstContactRequest>,
    /// The visit or call it began with, still open; its first contact is then that of the case.
    #[serde(default)]
    pub visit_id: Option<Uuid>,
    /// 限制知悉: few may know of it, from the first moment on.
    #[validate(nested)]
    #[serde(default)]
    pub restriction: Option<RestrictionRequest>,
}

/// 限制知悉: what kind of matter it is, and why, which `other` has to say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "says_why"))]
pub struct RestrictionRequest {
    /// What kind of matter.
    pub class: RestrictionClass,
    /// Why; no personal data, it goes into the ledger.
    #[validate(length(max = 500))]
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

impl RestrictionRequest {
    /// The reason, where one was given.
    pub fn why(&self) -> Option<&str> {
        self.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty())
    }
}

fn says_why(request: &RestrictionRequest) -> Result<(), Invalid> {
    if request.class == RestrictionClass::Other && request.why().is_none() {
        return Err(refused(ErrorCode::CaseReasonRequired.as_str(), "/reason"));
    }
    Ok(())
}

/// Where another system knows the matter.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SourceRequest {
    /// The system.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50)]
    #[serde(deserialize_with = "trimmed")]
    pub system: String,
    /// Its number there.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    #[serde(deserialize_with = "trimmed")]
    pub number: String,
    /// When that system received it.
    pub received_at: Option<DateTime<Utc>>,
}

/// Without the blanks around it: a number is found by what is stored, and a blank makes it another.
fn trimmed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(String::deserialize(deserializer)?.trim().to_owned())
}

/// Where it happened.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "is_whole_point"))]
pub struct PlaceRequest {
    /// 行政区划; the registering centre's own unless given.
    pub region_id: Option<Uuid>,
    /// 详址.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub address: Option<String>,
    /// Longitude in degrees, CGCS2000; with `lat`.
    #[validate(range(min = -180.0, max = 180.0))]
    #[schema(minimum = -180, maximum = 180)]
    pub lng: Option<f64>,
    /// Latitude in degrees, CGCS2000; with `lng`.
    #[validate(range(min = -90.0, max = 90.0))]
    #[schema(minimum = -90, maximum = 90)]
    pub lat: Option<f64>,
}

/// 当事人.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PartyRequest {
    /// 当事人类型.
    pub role: PartyRole,
    /// 自然人或单位.
    pub kind: PartyKind,
    /// 姓名或单位名称.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// 证件类型, code set `id_type`.
    #[validate(length(max = 16))]
    #[schema(max_length = 16)]
    pub id_type: Option<String>,
    /// 证件号码.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub id_number: Option<String>,
    /// 联系电话.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub phone: Option<String>,
    /// 居住详址.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub address: Option<String>,
    /// 性别, code set `gender` (GB/T 2261.1).
    #[validate(length(max = 16))]
    #[schema(max_length = 16)]
    pub gender: Option<String>,
    /// 民族 (GB/T 3304), as the forms of people's mediation ask for it.
    #[validate(length(max = 20))]
    #[schema(max_length = 20)]
    pub ethnicity: Option<String>,
    /// 年龄, when it is registered.
    #[validate(range(min = 0, max = 150))]
    #[schema(minimum = 0, maximum = 150)]
    pub age: Option<i32>,
    /// 职业或职务.
    #[validate(length(max = 60))]
    #[schema(max_length = 60)]
    pub occupation: Option<String>,
    /// For a representative: the position of the party it speaks for, starting at 1.
    #[validate(range(min = 1, max = 50))]
    #[schema(minimum = 1, maximum = 50)]
    pub represents_party_no: Option<i32>,
}

/// 首问责任人.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstContactRequest {
    /// Who was asked first.
    pub person_id: Uuid,
    /// When, from 1900 to now.
    pub asked_at: DateTime<Utc>,
}

/// Half a point is none.
fn is_whole_point(place: &PlaceRequest) -> Result<(), Invalid> {
    match (place.lng, place.lat) {
        (Some(_), None) => Err(refused("missing_field", "/lat")),
        (None, Some(_)) => Err(refused("missing_field", "/lng")),
        (Some(_), Some(_)) | (None, None) => Ok(()),
    }
}

fn has_applicant(request: &RegisterCaseRequest) -> Result<(), Invalid> {
    if request.parties.is_empty() && !request.anonymous {
        return Err(refused(ErrorCode::CasePartyRequired.as_str(), "/parties"));
    }
    let count = i32::try_from(request.parties.len()).unwrap_or(i32::MAX);
    // Nobody is represented by a party that is not there, or by himself.
    let is_nobody = |(own, party): &(i32, &PartyRequest)| {
        party.represents_party_no.is_some_and(|no| no > count || no == *own)
    };
    match (1..).zip(&request.parties).position(|party| is_nobody(&party)) {
        Some(at) => {
            let pointer = format!("/parties/{at}/represents_party_no");
            Err(refused(ErrorCode::CaseUnknownParty.as_str(), &pointer))
        }
        None => Ok(()),
    }
}

fn refused(code: &'static str, pointer: &str) -> Invalid {
    let mut invalid = Invalid::new(code);
    invalid.add_param("pointer".into(), &pointer);
    invalid
}

/// A title to look for similar cases with. In a body, because titles may name people and URLs
/// are logged.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "楼上漏水" }))]
pub struct FindSimilarRequest {
    /// The title typed so far.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Only cases of this region and below it.
    pub region_id: Option<Uuid>,
    /// The matter as typed so far: it may hold what cannot wait.
    #[validate(length(max = 20_000))]
    #[schema(max_length = 20_000)]
    pub narrative: Option<String>,
    /// When it became known, where that was before now.
    pub known_at: Option<DateTime<Utc>>,
    /// The number of the applicant's document as typed so far: what they brought before is shown first.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub id_number: Option<String>,
    /// The applicant's telephone number as typed so far, for the same.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub phone: Option<String>,
}

/// Asking for one field in clear.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "field": "phone", "reason": "回访联系当事人" }))]
pub struct RevealFieldRequest {
    /// Which field.
    pub field: PartyField,
    /// What for; it goes into the ledger.
    #[validate(length(min = 2, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 500)]
    pub reason: String,
}

/// Asking for another tracking code.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "当事人持身份证到窗口，查询码遗失" }))]
pub struct ReplaceTrackingCodeRequest {
    /// Why, and how it was seen who asks; it goes into the ledger, without personal data.
    #[validate(
        length(min = 2, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 200)]
    pub reason: String,
}

/// A masked field of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyField {
    /// 姓名
    Name,
    /// 证件号码
    IdNumber,
    /// 联系电话
    Phone,
    /// 居住详址
    Address,
}

impl PartyField {
    /// The word on the wire and in the ledger.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdNumber => "id_number",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}

/// The field in clear.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RevealedField {
    /// The value that was masked.
    pub value: String,
}
