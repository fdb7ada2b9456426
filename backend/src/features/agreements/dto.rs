use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::next_step::LawfulStep;
use super::workflow::{
    AgreementForm, AgreementItemState, AgreementState, ConfirmationAnswer, ConfirmationState,
    PerformanceState,
};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::cases::dto::ClockView;
use crate::features::cases::model::PartyRole;
use crate::features::mediations::dto::MediatedCase;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// What one party promises by a day.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "party_no": 2, "to_party_no": 1, "what": "赔偿家具损失", "amount_fen": 300_000,
    "due_on": "2026-03-20"
}))]
pub struct AgreementItemRequest {
    /// Who promises it, by their number in the case.
    #[validate(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000)]
    pub party_no: i32,
    /// To whom.
    #[validate(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000)]
    pub to_party_no: Option<i32>,
    /// What, and how.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub what: String,
    /// How much money, in fen.
    #[validate(range(min = 1, max = 10_000_000_000_000_i64))]
    #[schema(minimum = 1, maximum = 10_000_000_000_000_i64)]
    pub amount_fen: Option<i64>,
    /// The last day for it.
    #[validate(custom(function = "in_calendar"))]
    pub due_on: NaiveDate,
}

/// An agreement to be written down.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "form": "written", "terms": "双方自愿达成如下协议：……", "concluded_on": "2026-03-02",
    "items": [{
        "party_no": 2, "to_party_no": 1, "what": "赔偿家具损失", "amount_fen": 300_000,
        "due_on": "2026-03-20"
    }]
}))]
pub struct RecordAgreementRequest {
    /// The session in which it was reached; none where it was reached outside of one.
    pub mediation_id: Option<Uuid>,
    /// Oral or written.
    pub form: AgreementForm,
    /// Facts, responsibility, what was agreed on, how and where it is performed (人民调解法 art. 29).
    #[validate(length(min = 1, max = 20_000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 20_000)]
    pub terms: String,
    /// When it was reached.
    #[validate(custom(function = "in_calendar"))]
    pub concluded_on: NaiveDate,
    /// From when it holds: a written one from the day everybody has signed, which is the day it was
    /// reached unless given; an oral one always from that day (art. 29, 30).
    #[validate(custom(function = "in_calendar"))]
    pub effective_on: Option<NaiveDate>,
    /// Whether it is about status alone, such as the end of a marriage or an adoption, and promises
    /// nothing a court could enforce: no court confirms that (法释〔2011〕5号 art. 4).
    #[serde(default)]
    pub is_status_only: bool,
    /// Who does what by when.
    #[validate(length(min = 1, max = 50), nested)]
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<AgreementItemRequest>,
}

/// What became of an item.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "item_no": 1, "state": "performed", "happened_on": "2026-03-02",
    "evidence": "转账回单已核对"
}))]
pub struct RecordPerformanceRequest {
    /// Which item.
    #[validate(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000)]
    pub item_no: i32,
    /// What became of it.
    pub state: PerformanceState,
    /// How much was paid, in fen: required where a sum was paid in part.
    #[validate(range(min = 1, max = 10_000_000_000_000_i64))]
    #[schema(minimum = 1, maximum = 10_000_000_000_000_i64)]
    pub amount_fen: Option<i64>,
    /// When.
    #[validate(custom(function = "in_calendar"))]
    pub happened_on: NaiveDate,
    /// How that is known.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000)]
    pub evidence: String,
}

/// Applying to the court, both sides together.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "applied_on": "2026-03-02", "court": "测试县人民法院", "party_nos": [1, 2]
}))]
pub struct ApplyConfirmationRequest {
    /// When: within the time counted.
    #[validate(custom(function = "in_calendar"))]
    pub applied_on: NaiveDate,
    /// Which court.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub court: String,
    /// The parties who applied, by their number in the case: of both sides.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_items = 1, max_items = 100)]
    pub party_nos: Vec<i32>,
}

/// What the court answered, or that the application was taken back.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "answer": "confirmed", "answered_on": "2026-03-02", "court_no": "（2026）测0101民调确1号"
}))]
pub struct AnswerConfirmationRequest {
    /// What.
    pub answer: ConfirmationAnswer,
    /// When.
    #[validate(custom(function = "in_calendar"))]
    pub answered_on: NaiveDate,
    /// The number of the court's decision: required unless the application was taken back.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub court_no: Option<String>,
    /// Why.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: Option<String>,
}

/// Taking the record of an agreement back.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelAgreementRequest {
    /// Why.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000, example = "登记有误，重新登记")]
    pub reason: String,
}

/// Order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
pub enum AgreementSort {
    /// The last to be written down first (the default).
    #[default]
    #[serde(rename = "-created_at")]
    CreatedAtDesc,
    /// What is due first; only where something is still owed.
    #[serde(rename = "next_due_on")]
    NextDueOn,
}

/// Which agreements to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AgreementFilter {
    /// In one of these states.
    #[param(explode = true)]
    pub state: Vec<AgreementState>,
    /// Of one of these forms.
    #[param(explode = true)]
    pub form: Vec<AgreementForm>,
    /// With a confirmation that stands there.
    #[param(explode = true)]
    pub confirmation: Vec<ConfirmationState>,
    /// Of this case.
    pub case_id: Option<Uuid>,
    /// Of this session.
    pub mediation_id: Option<Uuid>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// Whether something was due and is still owed.
    pub is_overdue: Option<bool>,
    /// With something owed that is due on this day or earlier.
    #[validate(custom(function = "in_calendar"))]
    pub due_to: Option<NaiveDate>,
    /// Whose confirmation may still be asked for, by this day at the latest.
    #[validate(custom(function = "in_calendar"))]
    pub confirm_by: Option<NaiveDate>,
    /// The first characters of the number.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[param(min_length = 1, max_length = 50)]
    pub q: Option<String>,
    /// The last to be written down first unless given.
    #[param(inline)]
    pub sort: Option<AgreementSort>,
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

/// A row of the list of agreements.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgreementSummary {
    /// Its id.
    pub id: Uuid,
    /// 协议编号.
    #[schema(example = "MA990101-2026-000001")]
    pub agreement_no: String,
    /// The case.
    pub case: MediatedCase,
    /// The session in which it was reached.
    pub mediation_id: Option<Uuid>,
    /// Oral or written.
    pub form: AgreementForm,
    /// Where it stands.
    pub state: AgreementState,
    /// When it was reached.
    pub concluded_on: NaiveDate,
    /// From when it holds.
    pub effective_on: NaiveDate,
    /// Money promised in all, in fen.
    #[schema(example = 300_000)]
    pub amount_fen: i64,
    /// The first day on which something still owed is due.
    pub next_due_on: Option<NaiveDate>,
    /// Whether something was due and is still owed.
    pub is_overdue: bool,
    /// Where judicial confirmation stands.
    pub confirmation: ConfirmationState,
    /// The last day for asking the court.
    pub confirm_until_on: NaiveDate,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
}

/// A party, masked; who only assists is told the role alone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgreementPartyView {
    /// Its number in the case.
    #[schema(example = 1)]
    pub party_no: i32,
    /// Its role.
    pub role: PartyRole,
    /// The name, masked.
    #[schema(example = "王*")]
    pub name: String,
}

/// What became of an item, once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PerformanceView {
    /// What.
    pub state: PerformanceState,
    /// How much was paid then, in fen.
    pub amount_fen: Option<i64>,
    /// When.
    pub happened_on: NaiveDate,
    /// How that is known; nothing for who only assists.
    pub evidence: Option<String>,
    /// Who wrote it down.
    pub recorded_by: PersonRef,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// An item of an agreement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgreementItemView {
    /// 1 for the first.
    #[schema(example = 1)]
    pub item_no: i32,
    /// Who promised it.
    pub party: AgreementPartyView,
    /// To whom.
    pub to_party: Option<AgreementPartyView>,
    /// What; nothing for who only assists.
    pub what: Option<String>,
    /// How much money, in fen.
    pub amount_fen: Option<i64>,
    /// The last day for it.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub state: AgreementItemState,
    /// Whether that day has passed and it is still owed.
    pub is_overdue: bool,
    /// How much was paid, in fen.
    pub paid_fen: i64,
    /// When it was performed.
    pub settled_on: Option<NaiveDate>,
    /// What became of it, oldest first.
    pub performances: Vec<PerformanceView>,
}

/// Judicial confirmation (司法确认) of an agreement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConfirmationView {
    /// Where it stands.
    pub state: ConfirmationState,
    /// Whether a court confirms it at all: not where it is about status alone.
    pub is_confirmable: bool,
    /// What to look at before asking the court, where the matter may be about status in part.
    pub caution: Option<&'static str>,
    /// The time for asking the court; `GET …/confirmation-explanation` tells it day by day.
    pub clock: ClockView,
    /// When it was applied for.
    pub applied_on: Option<NaiveDate>,
    /// At which court.
    pub court: Option<String>,
    /// When it answered.
    pub answered_on: Option<NaiveDate>,
    /// The number of its decision.
    pub court_no: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A step of the law that is open.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NextStepView {
    /// Which.
    pub step: LawfulStep,
    /// In words.
    #[schema(example = "共同申请司法确认")]
    pub name: &'static str,
    /// The article it rests on.
    #[schema(example = "人民调解法第三十三条")]
    pub source: &'static str,
    /// For which item, where each has its own last day.
    pub item_no: Option<i32>,
    /// The last day for it.
    pub until_on: Option<NaiveDate>,
}

/// An agreement (调解协议).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgreementView {
    /// Its id.
    pub id: Uuid,
    /// 协议编号.
    #[schema(example = "MA990101-2026-000001")]
    pub agreement_no: String,
    /// The case.
    pub case: MediatedCase,
    /// The session in which it was reached.
    pub mediation_id: Option<Uuid>,
    /// Oral or written.
    pub form: AgreementForm,
    /// Where it stands.
    pub state: AgreementState,
    /// What was agreed on; null for who only assists, because it names the parties.
    pub terms: Option<String>,
    /// SHA-256 over terms and items, as in the ledger.
    pub terms_hash: String,
    /// Whether it is about status alone; null where it was never asked.
    pub is_status_only: Option<bool>,
    /// When it was reached.
    pub concluded_on: NaiveDate,
    /// From when it holds.
    pub effective_on: NaiveDate,
    /// Money promised in all, in fen.
    #[schema(example = 300_000)]
    pub amount_fen: i64,
    /// The parties of the case.
    pub parties: Vec<AgreementPartyView>,
    /// Who does what by when.
    pub items: Vec<AgreementItemView>,
    /// Judicial confirmation.
    pub confirmation: ConfirmationView,
    /// The steps of the law that are open now, the next first.
    pub next_steps: Vec<NextStepView>,
    /// Who wrote it down.
    pub recorded_by: PersonRef,
    /// When the record was taken back.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Why.
    pub cancel_reason: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do now.
    #[schema(example = json!(["record_performance"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not: verb → code of the table of problems.
    #[schema(example = json!({ "answer_confirmation": "agreement.illegal_transition" }))]
    pub refused_actions: BTreeMap<String, String>,
}
