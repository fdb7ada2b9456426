use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::CaseBeside;
use crate::features::cases::clocks::{ClockKind, Lamp, State};
use crate::features::cases::model::{
    CaseStatus, Channel, Direction, Level, Outcome, OwnerKind, PartyKind, PartyRole, Procedure,
    ReferralKind, ReferralState, RestrictionClass,
};
pub use crate::features::personnel::dto::{CenterRef, DepartmentRef};
use crate::policy::Role;

/// A region by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegionRef {
    /// Its id.
    pub id: Uuid,
    /// Its code of 6, 9 or 12 digits.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Who has the case now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnerView {
    /// Which post.
    pub kind: OwnerKind,
    /// The post in words.
    pub kind_name: String,
    /// Which department, where the post is one.
    pub department_id: Option<Uuid>,
    /// Its name.
    pub department_name: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// What is left of a limit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimeLeftView {
    /// Calendar days left, today not counted; null once over or stopped.
    pub days: Option<u32>,
    /// Working days left, today not counted; null once over or stopped.
    pub working_days: Option<u32>,
    /// Calendar days over the limit.
    pub overdue_days: u32,
    /// In words: 剩 1 个工作日, 超期 2 天.
    pub text: String,
}

/// 限制知悉: few may know of the case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RestrictionView {
    /// What kind of matter it is.
    pub class: RestrictionClass,
    /// The kind in words.
    pub class_name: String,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Where a case came from: a system, and the number it has there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseSourceRef {
    /// The system.
    #[schema(example = "12345")]
    pub system: String,
    /// Its number there.
    #[schema(example = "20260302-000123")]
    pub number: String,
}

/// A case in a list. No personal data.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseSummary {
    /// Its id.
    pub id: Uuid,
    /// 一案一码.
    pub case_no: String,
    /// 事项标题.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// 等级.
    pub level: Option<Level>,
    /// 事件类型.
    pub type_code: Option<String>,
    /// 来源渠道.
    pub channel: Channel,
    /// The system it came from and its number there.
    pub source: Option<CaseSourceRef>,
    /// 涉及人数 (unit: person), as stated when it was registered: a matter of many is one case.
    pub people_count: Option<i32>,
    /// Where it happened.
    pub region: RegionRef,
    /// Who has it.
    pub owner: OwnerView,
    /// 主办单位.
    pub lead_department: Option<DepartmentRef>,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// The next limit; for a department that only assists, that of its own part, and none once that
    /// is done.
    pub due_at: Option<DateTime<Utc>>,
    /// Its colour; grey without a running limit.
    pub lamp: Lamp,
    /// What the next limit is for.
    pub clock_kind: Option<ClockKind>,
    /// What is left of it.
    pub time_left: Option<TimeLeftView>,
    /// Whether units sent it back and forth: a cycle in its returns.
    pub is_ping_pong: bool,
    /// What kind of matter it is, where few may know of it (限制知悉).
    pub restriction: Option<RestrictionClass>,
    /// Its version, for `If-Match`.
    pub version: i32,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When the row was made.
    pub created_at: DateTime<Utc>,
}

/// 当事人, masked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartyView {
    /// Its id.
    pub id: Uuid,
    /// Its position, starting at 1.
    pub party_no: i32,
    /// 当事人类型.
    pub role: PartyRole,
    /// 自然人或单位.
    pub kind: PartyKind,
    /// Masked: 张*.
    pub name: String,
    /// 证件类型.
    pub id_type: Option<String>,
    /// Masked: first 6 and last 4.
    pub id_number: Option<String>,
    /// Masked: 138****1234.
    pub phone: Option<String>,
    /// Masked to the village.
    pub address: Option<String>,
    /// 性别.
    pub gender: Option<String>,
    /// 民族.
    pub ethnicity: Option<String>,
    /// 年龄, when it was registered.
    pub age: Option<i32>,
    /// 职业或职务.
    pub occupation: Option<String>,
    /// Whom a representative speaks for.
    pub represents_party_no: Option<i32>,
    /// The fields the caller may ask for in clear.
    pub revealable: Vec<String>,
}

/// A case sent to a department.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferralView {
    /// Its id.
    pub id: Uuid,
    /// Lead or assisting.
    pub kind: ReferralKind,
    /// To whom.
    pub department_id: Uuid,
    /// Its name.
    pub department_name: String,
    /// Where it stands.
    pub state: ReferralState,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// When it was signed for.
    pub signed_at: Option<DateTime<Utc>>,
    /// By whom; null when the limit signed.
    pub signed_by_name: Option<String>,
    /// The limit for signing.
    pub due_at: Option<DateTime<Utc>>,
    /// What was said when sending it.
    pub note: Option<String>,
    /// What an assistant is asked to do.
    pub task: Option<String>,
    /// By when, where a day was agreed.
    pub due_on: Option<NaiveDate>,
    /// When an assistant was done.
    pub done_at: Option<DateTime<Utc>>,
    /// What came of it.
    pub result: Option<String>,
    /// With what ground the lead returned it, code set `return_ground`.
    pub ground_code: Option<String>,
    /// Whom the lead named instead.
    pub suggested_department: Option<DepartmentRef>,
}

/// A clock of a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockView {
    /// Its id.
    pub id: Uuid,
    /// What it watches.
    pub kind: ClockKind,
    /// In words.
    pub kind_name: String,
    /// The rule version it runs under.
    pub rule_id: Uuid,
    /// The referral it belongs to.
    pub referral_id: Option<Uuid>,
    /// When it started: that of the law, at the beginning of the day the procedure was accepted.
    pub started_at: DateTime<Utc>,
    /// Last instant of the limit; null while it stands still, when no date can be honest.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was met or cancelled.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it stands still, code set `suspend_reason`.
    pub stop_reason: Option<String>,
    /// By how many days of its kind it was extended.
    pub extended_by: u32,
    /// The procedure whose limit of the law it is.
    pub procedure: Option<Procedure>,
    /// The article or document it rests on.
    pub source: String,
    /// State.
    pub state: State,
    /// Share of the limit used up; above 1 when over.
    pub used_share: f64,
    /// Colour.
    pub lamp: Lamp,
    /// What is left.
    pub time_left: TimeLeftView,
}

/// Why and since when a case stands still.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SuspensionView {
    /// Code set `suspend_reason`.
    pub reason_code: String,
    /// The procedure it waits for.
    pub procedure: Option<Procedure>,
    /// Its number there.
    pub external_no: Option<String>,
    /// The day it was accepted there (受理之日); null: not known, its limit is counted from the stop.
    pub accepted_on: Option<NaiveDate>,
    /// The day on which it goes on by itself.
    pub until_on: Option<NaiveDate>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A stop that waits for a decision.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SuspensionRequestView {
    /// Code set `suspend_reason`.
    pub reason_code: String,
    /// The procedure it is to wait for.
    pub procedure: Option<Procedure>,
    /// Its number there.
    pub external_no: Option<String>,
    /// The day it was accepted there.
    pub accepted_on: Option<NaiveDate>,
    /// The day on which it is to go on by itself; null: for no named time.
    pub until_on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Who asked.
    pub asked_by: Option<EventActor>,
    /// The absent colleague they replaced (代班); null where they acted for themselves.
    pub on_behalf_of: Option<EventActor>,
    /// The department they asked for.
    pub department: Option<DepartmentRef>,
}

/// An extension that waits for a decision.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExtensionView {
    /// In days of the limit's kind.
    pub days: u16,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Who asked.
    pub asked_by: Option<EventActor>,
    /// The absent colleague they replaced (代班); null where they acted for themselves.
    pub on_behalf_of: Option<EventActor>,
    /// The department they asked for.
    pub department: Option<DepartmentRef>,
    /// Why.
    pub reason: Option<String>,
}

/// The leader who answers for a case (包案).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChargeView {
    /// Who.
    pub leader_id: Uuid,
    /// Their name.
    pub leader_name: Option<String>,
    /// What is to be done.
    pub plan: String,
    /// When it is looked at again.
    pub next_review_on: NaiveDate,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// The last hand-over between levels.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandedView {
    /// Up or down.
    pub direction: Direction,
    /// The centre that handed it over.
    pub from_center: CenterRef,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why an action is not open to the caller now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Refusal {
    /// A code of the table of problems.
    pub code: String,
    /// In words.
    pub detail: String,
    /// The roles that may do it.
    pub who: Vec<String>,
}

/// What the citizen takes home. Only in the answer to registering or replacing it, and its replay: of
/// the code itself only a hash is kept after that.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReceiptView {
    /// With the case number it lets the citizen follow the case.
    #[schema(example = "48213907")]
    pub tracking_code: String,
}

/// The matter came from another system.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceView {
    /// The system.
    pub system: String,
    /// Its number there.
    pub number: String,
    /// When that system received it.
    pub received_at: Option<DateTime<Utc>>,
}

/// Where it happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlaceView {
    /// 行政区划.
    pub region: RegionRef,
    /// 详址.
    pub address: Option<String>,
    /// Longitude in degrees.
    pub lng: Option<f64>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
}

/// 首问.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FirstContactView {
    /// Who was asked first.
    pub person_id: Uuid,
    /// Their name.
    pub person_name: Option<String>,
    /// When.
    pub asked_at: Option<DateTime<Utc>>,
    /// Whether it was registered later than the limit for registration allows.
    pub is_recorded_late: bool,
}

/// A case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseView {
    /// Its id.
    pub id: Uuid,
    /// 一案一码.
    pub case_no: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// 事项标题.
    pub title: String,
    /// 事件简述.
    pub narrative: String,
    /// 诉求.
    pub demand: Option<String>,
    /// 事件类型.
    pub type_code: Option<String>,
    /// 事件规模.
    pub scale_code: Option<String>,
    /// 等级.
    pub level: Option<Level>,
    /// 来源渠道.
    pub channel: Channel,
    /// Where another system knows it.
    pub source: Option<SourceView>,
    /// 发生日期.
    pub occurred_on: Option<NaiveDate>,
    /// When the authorities came to know.
    pub known_at: Option<DateTime<Utc>>,
    /// 发生地点.
    pub place: PlaceView,
    /// 涉及人数.
    pub people_count: Option<i32>,
    /// 涉及金额 in fen.
    pub amount_fen: Option<i64>,
    /// 是否愿意调解.
    pub willing_to_mediate: Option<bool>,
    /// Registered without naming anybody.
    pub anonymous: bool,
    /// 当事人.
    pub parties: Vec<PartyView>,
    /// 首问.
    pub first_contact: Option<FirstContactView>,
    /// The centre in charge.
    pub center: CenterRef,
    /// Who has it.
    pub owner: OwnerView,
    /// 主办单位.
    pub lead_department: Option<DepartmentRef>,
    /// 协办单位.
    pub assist_departments: Vec<DepartmentRef>,
    /// Every referral.
    pub referrals: Vec<ReferralView>,
    /// Every clock.
    pub clocks: Vec<ClockView>,
    /// Why it stands still, while it does.
    pub suspension: Option<SuspensionView>,
    /// Days for which the lead may still stop it by itself; null: nobody leads.
    pub own_stop_days_left: Option<u32>,
    /// A stop that waits for a decision.
    pub suspension_request: Option<SuspensionRequestView>,
    /// An extension that waits for a decision.
    pub extension: Option<ExtensionView>,
    /// The leader in charge.
    pub charge: Option<ChargeView>,
    /// Why few may know of it, while that is so.
    pub restriction: Option<RestrictionView>,
    /// The last hand-over between levels.
    pub handed: Option<HandedView>,
    /// The case it goes on in.
    pub merged_into_id: Option<Uuid>,
    /// The case it was split from.
    pub split_from_id: Option<Uuid>,
    /// How often it was returned.
    pub return_count: i32,
    /// Whether a ruling settled who leads.
    pub is_ruled: bool,
    /// Whether units sent it back and forth.
    pub is_ping_pong: bool,
    /// The way it took from a unit back to itself; empty unless it did.
    pub ping_pong: Vec<DepartmentRef>,
    /// The visit or call it began with.
    pub visit_id: Option<Uuid>,
    /// What the caller may do with it beside its procedure.
    pub beside: Vec<CaseBeside>,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// When the result was reported.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// 化解方式.
    pub method_code: Option<String>,
    /// What was done and what came of it.
    pub summary: Option<String>,
    /// When the row was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Its version, for `If-Match`.
    pub version: i32,
    /// The verbs the caller may use now.
    pub allowed_actions: Vec<String>,
    /// The other verbs of this status: verb → code of the table of problems.
    #[schema(example = json!({ "dispatch": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
    /// The same with words, and who may instead.
    pub refusals: BTreeMap<String, Refusal>,
    /// The hash of the last event.
    pub last_event_hash: String,
    /// Only in the answer to registering.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReceiptView>,
}

/// A person of an event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventActor {
    /// The person.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
}

/// In which capacity, as it was then.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventCapacity {
    /// The role.
    pub role: Role,
    /// In words.
    pub role_name: String,
    /// The department.
    pub department_id: Option<Uuid>,
    /// Its name.
    pub department_name: Option<String>,
}

/// An application of an event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventApplication {
    /// The application.
    pub id: Uuid,
    /// Its name then.
    pub name: String,
}

/// An event of the ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventView {
    /// Its id.
    pub id: Uuid,
    /// Its place in the case, starting at 1.
    pub seq: i32,
    /// What happened.
    pub kind: String,
    /// In a word.
    pub kind_name: String,
    /// Who did it; null for the system.
    pub actor: Option<EventActor>,
    /// The absent colleague they replaced (代班); null where they acted for themselves.
    pub on_behalf_of: Option<EventActor>,
    /// In which capacity.
    pub capacity: Option<EventCapacity>,
    /// The application that acted for them; null where they acted themselves.
    pub application: Option<EventApplication>,
    /// The rule that did it; null where a person or the time did.
    pub rule: Option<EventRule>,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What it says.
    #[schema(value_type = Object)]
    pub data: Value,
    /// In a sentence.
    pub sentence: String,
    /// The hash of the event before it.
    pub prev_hash: String,
    /// Its own hash.
    pub hash: String,
}

/// The rule that made an event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventRule {
    /// Its id.
    pub id: Uuid,
    /// Its version then.
    pub version: i32,
    /// Its name then.
    pub name: String,
}
