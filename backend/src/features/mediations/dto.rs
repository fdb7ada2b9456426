use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::{
    ConsentManner, MediationOutcome, MediationSide, MediationState, MediatorKind,
};
use crate::features::calendars::civil_day::{at_in_calendar, in_calendar};
use crate::features::cases::dto::CenterRef;
use crate::features::cases::model::{CaseStatus, PartyKind, PartyRole, Procedure};
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// A session to be booked.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookMediationRequest {
    /// The room.
    pub room_id: Uuid,
    /// Who mediates, of the register of mediators.
    #[validate(length(min = 1, max = 5))]
    #[schema(min_items = 1, max_items = 5)]
    pub mediator_ids: Vec<Uuid>,
    /// When it begins: today or later, at most 180 days ahead.
    #[validate(custom(function = "at_in_calendar"))]
    #[schema(example = "2026-03-04T01:00:00Z")]
    pub starts_at: DateTime<Utc>,
    /// When it ends: on the same day in China, 15 minutes to 12 hours later.
    #[validate(custom(function = "at_in_calendar"))]
    #[schema(example = "2026-03-04T03:00:00Z")]
    pub ends_at: DateTime<Utc>,
}

/// A word of one side about being mediated.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "side": "applicant", "party_no": 1, "agrees": true, "manner": "in_person"
}))]
pub struct RecordMediationConsentRequest {
    /// Which side.
    pub side: MediationSide,
    /// Which party of the case; none only where the case names nobody of that side.
    #[validate(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000)]
    pub party_no: Option<i32>,
    /// Whether they agree to be mediated.
    pub agrees: bool,
    /// How they said it.
    pub manner: ConsentManner,
    /// When; now unless given.
    #[validate(custom(function = "at_in_calendar"))]
    pub given_at: Option<DateTime<Utc>>,
}

/// Starting a session: nothing has to be said.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct StartMediationRequest {}

/// A mediator who takes no part in the case any more.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecuseMediatorRequest {
    /// Which mediator of the session.
    pub mediator_id: Uuid,
    /// Code set `recusal_ground`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "kinship")]
    pub ground_code: String,
    /// What is known about it.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000, example = "与一方当事人系亲属")]
    pub reason: String,
    /// The party it is about.
    #[validate(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000)]
    pub party_no: Option<i32>,
}

/// The minutes as they are now.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteMinutesRequest {
    /// The whole text.
    #[validate(length(min = 1, max = 20_000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 20_000, example = "双方陈述：……")]
    pub text: String,
}

/// Who signed the minutes.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "party_nos": [1, 2] }))]
pub struct SignMinutesRequest {
    /// The parties who signed, by their number in the case.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_items = 1, max_items = 100)]
    pub party_nos: Vec<i32>,
}

/// Adjourning a session.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjournMediationRequest {
    /// Why.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000, example = "需核实损失金额")]
    pub reason: String,
    /// The session that goes on where this one ends. Consents are carried over; they may be taken
    /// back.
    #[validate(nested)]
    pub next: Option<BookMediationRequest>,
}

/// How a session ended.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "outcome": "failed", "guided_to": "civil_litigation" }))]
pub struct ConcludeMediationRequest {
    /// What it led to.
    pub outcome: MediationOutcome,
    /// Where the parties were told they can turn: required where it failed (人民调解法 art. 26), no
    /// mediation itself.
    pub guided_to: Option<Procedure>,
    /// What there is to say.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000)]
    pub note: Option<String>,
}

/// Cancelling a session.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelMediationRequest {
    /// Code set `mediation_cancel_reason`.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "party_absent")]
    pub reason_code: String,
    /// What there is to say.
    #[validate(length(min = 1, max = 1000), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 1000)]
    pub note: Option<String>,
}

/// Order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, ToSchema)]
pub enum MediationSort {
    /// The next to begin first (the default).
    #[default]
    #[serde(rename = "starts_at")]
    StartsAt,
    /// The last to begin first.
    #[serde(rename = "-starts_at")]
    StartsAtDesc,
}

/// Which sessions to list. A repeated name is OR, different names are AND.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MediationFilter {
    /// In one of these states.
    #[param(explode = true)]
    pub state: Vec<MediationState>,
    /// With one of these outcomes.
    #[param(explode = true)]
    pub outcome: Vec<MediationOutcome>,
    /// Of this case.
    pub case_id: Option<Uuid>,
    /// In one of these rooms.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    pub room_id: Vec<Uuid>,
    /// With this mediator.
    pub mediator_id: Option<Uuid>,
    /// With the caller as mediator.
    pub is_mine: Option<bool>,
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// That begin on this day in China or later.
    #[validate(custom(function = "in_calendar"))]
    pub starts_from: Option<NaiveDate>,
    /// That begin on this day in China or earlier.
    #[validate(custom(function = "in_calendar"))]
    pub starts_to: Option<NaiveDate>,
    /// The next to begin first unless given.
    #[param(inline)]
    pub sort: Option<MediationSort>,
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

/// Paging of what belongs to one case.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct OfCaseFilter {
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows; here they always are.
    #[param(inline)]
    pub count: Option<Count>,
}

/// When a session is wanted.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MediationOptionsFilter {
    /// When it would begin.
    #[validate(custom(function = "at_in_calendar"))]
    #[param(example = "2026-03-04T01:00:00Z")]
    pub starts_at: DateTime<Utc>,
    /// When it would end.
    #[validate(custom(function = "at_in_calendar"))]
    #[param(example = "2026-03-04T03:00:00Z")]
    pub ends_at: DateTime<Utc>,
    /// The session to be moved: what it holds itself is free for it.
    pub mediation_id: Option<Uuid>,
}

/// The case of a session.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediatedCase {
    /// Its id.
    pub id: Uuid,
    /// 案号.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// What it is about.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
}

/// A room, named.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoomRef {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "第一调解室")]
    pub name: String,
}

/// A mediator of a session.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediatorRef {
    /// The entry in the register.
    pub id: Uuid,
    /// Who it is.
    pub person: PersonRef,
}

/// A mediator whose qualification ends before the session, or within a month after it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LapsingMediatorView {
    /// Who it is.
    pub mediator: MediatorRef,
    /// The last day of the qualification.
    pub qualified_until_on: NaiveDate,
    /// Whether it ends before the session: somebody else has to be named.
    pub is_before_session: bool,
}

/// A row of the list of sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediationSummary {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub case: MediatedCase,
    /// 1 for the first session of the case.
    #[schema(example = 1)]
    pub session_no: i32,
    /// Where it stands.
    pub state: MediationState,
    /// The room.
    pub room: RoomRef,
    /// Who mediates.
    pub mediators: Vec<MediatorRef>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// What it led to.
    pub outcome: Option<MediationOutcome>,
    /// When its minutes were signed.
    pub minutes_signed_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
}

/// A party of the case, masked; who only assists is told the role alone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediationPartyView {
    /// Its number in the case.
    #[schema(example = 1)]
    pub party_no: i32,
    /// Its role.
    pub role: PartyRole,
    /// A person or an organisation.
    pub kind: PartyKind,
    /// The name, masked.
    #[schema(example = "张*")]
    pub name: String,
    /// The side it stands on; none for a third party.
    pub side: Option<MediationSide>,
}

/// What a side said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediationConsentView {
    /// Which side.
    pub side: MediationSide,
    /// Which party.
    pub party_no: Option<i32>,
    /// Whether they agreed.
    pub agrees: bool,
    /// How they said it.
    pub manner: ConsentManner,
    /// When.
    pub given_at: DateTime<Utc>,
    /// Who wrote it down.
    pub recorded_by: PersonRef,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// A mediator who withdrew from the case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecusalView {
    /// Who.
    pub mediator: MediatorRef,
    /// Code set `recusal_ground`.
    pub ground_code: String,
    /// What is known about it; nothing for who only assists.
    pub reason: Option<String>,
    /// The party it is about.
    pub party_no: Option<i32>,
    /// Who wrote it down.
    pub declared_by: PersonRef,
    /// When.
    pub declared_at: DateTime<Utc>,
}

/// The minutes of a session.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MinutesView {
    /// The text; null for who only assists, because it names the parties.
    pub text: Option<String>,
    /// SHA-256 over the text, once it is signed.
    pub hash: Option<String>,
    /// When it was signed: nobody changes it from then on.
    pub signed_at: Option<DateTime<Utc>>,
    /// Who had it signed.
    pub signed_by: Option<PersonRef>,
    /// Which parties signed, by their number in the case.
    pub party_nos: Vec<i32>,
}

/// A way of the law that is open to the parties where mediation fails.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WayOutView {
    /// The procedure.
    pub procedure: Procedure,
    /// The article it rests on.
    #[schema(example = "民事诉讼法第一百二十二条")]
    pub source: String,
}

/// A session (一次调解).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediationView {
    /// Its id.
    pub id: Uuid,
    /// The case.
    pub case: MediatedCase,
    /// 1 for the first session of the case.
    #[schema(example = 1)]
    pub session_no: i32,
    /// Where it stands.
    pub state: MediationState,
    /// The centre whose room it is.
    pub center: CenterRef,
    /// The room.
    pub room: RoomRef,
    /// Who mediates.
    pub mediators: Vec<MediatorRef>,
    /// Those of them whose qualification ends before the session or soon after it, as long as it is
    /// not over.
    pub lapsing: Vec<LapsingMediatorView>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Who booked it.
    pub booked_by: PersonRef,
    /// The parties of the case.
    pub parties: Vec<MediationPartyView>,
    /// What they said to being mediated, oldest first; the last word of each counts.
    pub consents: Vec<MediationConsentView>,
    /// Why it cannot begin yet: a code of the table of problems.
    pub obstacle: Option<String>,
    /// Who withdrew from the case.
    pub recusals: Vec<RecusalView>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// What it led to.
    pub outcome: Option<MediationOutcome>,
    /// Where the parties were guided to.
    pub guided_to: Option<Procedure>,
    /// What there is to say about the end; nothing for who only assists.
    pub note: Option<String>,
    /// Why it was adjourned.
    pub adjourn_reason: Option<String>,
    /// The session that goes on where this one was adjourned.
    pub next_id: Option<Uuid>,
    /// Code set `mediation_cancel_reason`.
    pub cancel_reason_code: Option<String>,
    /// The minutes; none yet.
    pub minutes: Option<MinutesView>,
    /// The case's clock of the law for mediation, where it stands still for it.
    pub statutory_clock_id: Option<Uuid>,
    /// Ways of the law open to this type of matter, the suggested one first.
    pub ways_out: Vec<WayOutView>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do now; `record_agreement`: write down what was agreed on.
    #[schema(example = json!(["record_consent", "start"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not: verb → code of the table of problems.
    #[schema(example = json!({ "conclude": "mediation.illegal_transition" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A room for a time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoomOptionView {
    /// The room.
    pub room: RoomRef,
    /// Seats.
    #[schema(example = 8)]
    pub seats: i32,
    /// Whether parties far away can take part over video.
    pub is_video: bool,
    /// Why it cannot be booked: a code of the table of problems; none: it is free.
    pub obstacle: Option<String>,
}

/// A mediator for a time and a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediatorOptionView {
    /// The mediator.
    pub mediator: MediatorRef,
    /// What they are one of.
    pub kind: MediatorKind,
    /// Last day of the qualification.
    pub qualified_until_on: NaiveDate,
    /// Why they cannot be booked: a code of the table of problems; none: they may.
    pub obstacle: Option<String>,
}

/// What there is to book for a case at a time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediationOptions {
    /// Why no session can be booked then at all: a code of the table of problems.
    pub obstacle: Option<String>,
    /// The rooms of the centre in charge.
    pub rooms: Vec<RoomOptionView>,
    /// The mediators of the centre in charge.
    pub mediators: Vec<MediatorOptionView>,
}
