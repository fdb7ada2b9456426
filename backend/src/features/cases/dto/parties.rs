use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::PartyRequest;
use crate::features::visits::dto::no_numbers;
use crate::platform::error::not_blank;
use crate::platform::http::present;
use crate::platform::words::words;

words! {
    /// What may be done with a case beside its procedure.
    CaseBeside {
        /// 增加、更正当事人.
        KeepParties = "keep_parties";
        /// 写内部备注.
        WriteNote = "write_note";
        /// 查看内部备注.
        ReadNotes = "read_notes";
        /// 公开答复.
        Reply = "reply";
        /// 补发查询码.
        ReplaceTrackingCode = "replace_tracking_code";
    }
}

/// One more party of a case.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "party": { "role": "respondent", "kind": "person", "name": "王样本", "phone": "13900005678" },
    "reason": "调解中查明的另一住户"
}))]
pub struct AddPartyRequest {
    /// Who.
    #[validate(nested)]
    pub party: PartyRequest,
    /// How they came to be one; it goes into the ledger, without personal data.
    #[validate(
        length(min = 2, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 200)]
    pub reason: String,
}

/// What is right instead. What is absent stays; `null` takes it away. What was said before is kept.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "phone": "13900005678", "reason": "当事人来电更正号码" }))]
pub struct CorrectPartyRequest {
    /// 姓名或单位名称.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// 证件类型, code set `id_type`.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(max = 16))]
    #[schema(value_type = Option<String>, max_length = 16)]
    pub id_type: Option<Option<String>>,
    /// 证件号码.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(max = 40))]
    #[schema(value_type = Option<String>, max_length = 40)]
    pub id_number: Option<Option<String>>,
    /// 联系电话.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(max = 40))]
    #[schema(value_type = Option<String>, max_length = 40)]
    pub phone: Option<Option<String>>,
    /// 居住详址.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(max = 200))]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub address: Option<Option<String>>,
    /// Why; it goes into the ledger, without personal data.
    #[validate(
        length(min = 2, max = 200),
        custom(function = "not_blank"),
        custom(function = "no_numbers")
    )]
    #[schema(min_length = 2, max_length = 200)]
    pub reason: String,
}
