use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub use super::emergency::EmergencyKind;
use super::rules::CitizenAct;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::cases::model::Outcome;
use crate::platform::error::{ErrorCode, Invalid, not_blank};
use crate::platform::words::words;

words! {
    /// What a complaint is about.
    ComplaintAbout {
        Delay = "delay", "拖延不办", "Delay";
        Attitude = "attitude", "服务态度", "Attitude";
        Result = "result", "办理结果不实", "The result is not what was done";
        Privacy = "privacy", "泄露个人信息", "Personal data were given away";
        Solicited = "solicited", "被要求给好评", "Asked for a good rating";
        Other = "other", "其他", "Other";
    }
}

words! {
    /// How a submission is confirmed.
    ConfirmationDelivery {
        /// 当面核对: the summary is shown, and the token of this answer sent back.
        Shown = "shown";
        /// 邮件验证码: a code was sent by mail and is sent back with the token.
        Email = "email";
    }
}

words! {
    /// A step of the way, as a citizen sees it.
    StepName {
        Received = "received", "收到并登记", "Received";
        Assigned = "assigned", "确定承办单位", "Given to a unit";
        Handling = "handling", "单位办理", "Being handled";
        Review = "review", "中心审核", "Checked by the centre";
        Callback = "callback", "中心回访", "You are called back";
        Done = "done", "办结", "Done";
    }
}

words! {
    /// Where a step stands.
    StepState {
        Done = "done", "已完成", "Done";
        Current = "current", "正在进行", "Now";
        ToCome = "to_come", "待进行", "To come";
    }
}

/// Who submits. The names of a citizen are in no answer of this side.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CitizenContact {
    /// 姓名.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "李示例")]
    pub name: String,
    /// 联系电话.
    #[validate(length(min = 3, max = 40), custom(function = "not_blank"))]
    #[schema(min_length = 3, max_length = 40, example = "13800001234")]
    pub phone: String,
    /// 居住详址.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub address: Option<String>,
}

/// A matter as a citizen submits it. Needs `applicant`, or `anonymous`.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "has_applicant"))]
#[schema(example = json!({
    "narrative": "楼上卫生间防水失效，多次漏水，协商未果。",
    "region_id": "018f0000-0000-7000-8000-000000000001",
    "applicant": { "name": "李示例", "phone": "13800001234" }
}))]
pub struct SubmitCaseRequest {
    /// 标题; the beginning of the words unless given.
    #[validate(length(min = 1, max = 60), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 60)]
    pub title: Option<String>,
    /// 事情经过.
    #[validate(length(min = 5, max = 5_000), custom(function = "not_blank"))]
    #[schema(min_length = 5, max_length = 5_000)]
    pub narrative: String,
    /// 诉求.
    #[validate(length(max = 1_000))]
    #[schema(max_length = 1_000)]
    pub demand: Option<String>,
    /// Where it happened: a region of `GET /public/centers`. Its centre takes it in.
    pub region_id: Uuid,
    /// 详址.
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    pub address: Option<String>,
    /// 发生日期, from 1900 to today.
    pub occurred_on: Option<NaiveDate>,
    /// 涉及人数.
    #[validate(range(min = 1, max = 10_000))]
    #[schema(minimum = 1, maximum = 10_000)]
    pub people_count: Option<i32>,
    /// 是否愿意调解.
    pub willing_to_mediate: Option<bool>,
    /// Without naming anybody: nobody can be called back then.
    #[serde(default)]
    pub anonymous: bool,
    /// Who submits.
    #[validate(nested)]
    pub applicant: Option<CitizenContact>,
    /// 对方当事人, as far as known.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub respondent: Option<String>,
    /// Where to send the code, where the county sends mail. Nothing else is sent there and it is not
    /// kept, unless `notify_by_email` asks for it.
    #[validate(email, length(max = 200))]
    #[schema(max_length = 200)]
    pub email: Option<String>,
    /// Whether to be told there when the matter stands still or its limit is extended. Where the county
    /// sends mail the address is kept for that, until the case has ended.
    #[serde(default)]
    pub notify_by_email: bool,
}

fn has_applicant(request: &SubmitCaseRequest) -> Result<(), Invalid> {
    if request.applicant.is_some() != request.anonymous {
        return Ok(());
    }
    let mut invalid = Invalid::new(ErrorCode::CasePartyRequired.as_str());
    invalid.add_param("pointer".into(), &"/applicant");
    Err(invalid)
}

/// The centre of a region, as everybody may know it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicUnit {
    /// Its name.
    #[schema(example = "东岭镇综治中心")]
    pub name: String,
    /// Its telephone.
    #[schema(example = "0990-8800001")]
    pub phone: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// When it is open.
    #[schema(example = "工作日 9:00—17:30")]
    pub opening_hours: Option<String>,
}

/// Somebody to call before anything else.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EmergencyNotice {
    /// What cannot wait.
    pub kind: EmergencyKind,
    /// In plain words.
    #[schema(example = "如果有人正在受到伤害或者威胁，请马上报警")]
    pub text: String,
    /// Whom to call.
    #[schema(example = json!(["110"]))]
    pub phones: Vec<String>,
}

/// By when an urgent matter is reported upwards (紧急信息报送).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EmergencyReport {
    /// By telephone.
    pub by_phone_until: DateTime<Utc>,
    /// In writing.
    pub in_writing_until: DateTime<Utc>,
    /// What it rests on.
    pub source: String,
}

/// A submission that waits for its confirmation. Nothing of what was written is repeated.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PendingSubmission {
    /// To be sent back once the citizen has looked at the summary. Good for one case.
    pub confirmation_token: String,
    /// Whether a code sent by mail is needed as well.
    pub delivery: ConfirmationDelivery,
    /// Until when; after that it is deleted.
    pub expires_at: DateTime<Utc>,
    /// Who will take it in.
    pub center: PublicUnit,
    /// Where it happened.
    #[schema(example = "东岭镇柳树村")]
    pub region_name: String,
    /// Whom to call first, where the words sound like something that cannot wait; it is then confirmed
    /// with `not_an_emergency`.
    pub emergencies: Vec<EmergencyNotice>,
}

/// The citizen has looked at the summary and means it.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "confirmation_token": "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE" }))]
pub struct ConfirmSubmissionRequest {
    /// From the first answer.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub confirmation_token: String,
    /// From the mail, where one was sent.
    #[validate(length(min = 1, max = 20), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 20)]
    pub code: Option<String>,
    /// Whoever had to be called was called, or it is none: needed where the first answer named
    /// `emergencies`.
    #[serde(default)]
    pub not_an_emergency: bool,
}

/// The receipt (回执): number and code, told once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicReceipt {
    /// 一案一码.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// 查询码: with the number it opens the tracking page; it is not stored.
    #[schema(example = "48151623")]
    pub code: String,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// Who has it.
    pub center: PublicUnit,
    /// What happens next.
    pub next: NextStep,
}

/// What happens next, and by when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NextStep {
    /// In plain words.
    #[schema(example = "综治中心确定由哪个单位办理")]
    pub text: String,
    /// Until when, where there is a limit that runs.
    pub by: Option<DateTime<Utc>>,
    /// Whether that instant has passed.
    pub is_late: bool,
}

/// Number and code of the receipt.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "case_no": "990101-20260302-000001", "code": "48151623" }))]
pub struct TrackRequest {
    /// 一案一码.
    #[validate(length(min = 1, max = 40), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 40)]
    pub case_no: String,
    /// 查询码.
    #[validate(length(min = 1, max = 20), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 20)]
    pub code: String,
    /// `event_count` of the last look from this device, so that what is new can be marked; without it,
    /// what is new since the last look from any device.
    #[validate(range(min = 0))]
    #[schema(minimum = 0)]
    pub seen: Option<i32>,
}

macro_rules! said {
    ($(#[$doc:meta])* $name:ident { $($body:tt)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// 一案一码.
            #[validate(length(min = 1, max = 40), custom(function = "not_blank"))]
            #[schema(min_length = 1, max_length = 40, example = "990101-20260302-000001")]
            pub case_no: String,
            /// 查询码.
            #[validate(length(min = 1, max = 20), custom(function = "not_blank"))]
            #[schema(min_length = 1, max_length = 20, example = "48151623")]
            pub code: String,
            $($body)*
        }
    };
}

said! {
    /// 补充说明.
    TrackCommentRequest {
        /// What to add.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000, example = "昨天又漏了一次，有照片。")]
        pub text: String,
    }
}

said! {
    /// 撤回.
    TrackWithdrawalRequest {
        /// Why, where the citizen wants to say so.
        #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 500)]
        pub text: Option<String>,
    }
}

said! {
    /// 评价: two questions, once a case.
    TrackRatingRequest {
        /// Whether it is solved.
        #[schema(example = true)]
        pub solved: bool,
        /// Whether the citizen feels fairly treated.
        #[schema(example = true)]
        pub fairly_treated: bool,
        /// In the citizen's own words.
        #[validate(length(min = 1, max = 1_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 1_000)]
        pub text: Option<String>,
        /// The number over the window they were served at, where they say so.
        #[validate(length(min = 1, max = 20), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 20, example = "A05")]
        pub window_no: Option<String>,
        /// The day they were there.
        #[validate(custom(function = "in_calendar"))]
        #[schema(example = "2026-03-02")]
        pub visited_on: Option<NaiveDate>,
    }
}

said! {
    /// 投诉.
    TrackComplaintRequest {
        /// What it is about.
        pub about: ComplaintAbout,
        /// What happened.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000, example = "有人打电话要求给好评。")]
        pub text: String,
    }
}

said! {
    /// 未解决.
    TrackReopeningRequest {
        /// What is not solved.
        #[validate(length(min = 1, max = 2_000), custom(function = "not_blank"))]
        #[schema(min_length = 1, max_length = 2_000, example = "修了以后还在漏。")]
        pub text: String,
    }
}

/// One step of the way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrackStep {
    /// Which.
    pub name: StepName,
    /// In words.
    #[schema(example = "单位办理")]
    pub text: String,
    /// Where it stands.
    pub state: StepState,
    /// When it was done.
    pub at: Option<DateTime<Utc>>,
}

/// Something that happened, in plain words and without names.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrackChange {
    /// Its place in the ledger of the case.
    #[schema(minimum = 1, example = 3)]
    pub seq: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    #[schema(example = "已转给县住房和城乡建设局办理")]
    pub text: String,
    /// Whether it happened since the last look.
    pub is_new: bool,
}

/// What a unit answered, in its own words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrackReply {
    /// When.
    pub at: DateTime<Utc>,
    /// Who answers: a unit, never a person.
    #[schema(example = "县住房和城乡建设局")]
    pub unit: String,
    /// What it says.
    #[schema(example = "您补充的照片已收到，维修安排在本周五上午。")]
    pub text: String,
}

/// A complaint of the citizen, and what came of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrackComplaint {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// What those outside the handling unit answered; none while they look into it.
    #[schema(example = "已核实并约谈经办人员，感谢您的监督。")]
    pub answer: Option<String>,
    /// When they did.
    pub answered_at: Option<DateTime<Utc>>,
}

/// A notice to the citizen: that the matter stands still, or that its limit was extended.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrackNotice {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Its heading.
    #[schema(example = "延长办理期限告知书")]
    pub title: String,
    /// What it says: unit, reason, new day.
    pub paragraphs: Vec<String>,
    /// Until when it stands still, or the new last day.
    pub until_on: Option<NaiveDate>,
}

/// How it ended, and which door is open next.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrackOutcome {
    /// The code.
    pub outcome: Outcome,
    /// In words.
    #[schema(example = "已解决")]
    pub text: String,
    /// What a citizen can do from here.
    #[schema(example = "如未解决，可在期限内点击“没有解决”，由中心重新办理")]
    pub next_door: String,
}

/// Why it waits.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrackWaiting {
    /// In plain words.
    #[schema(example = "等待鉴定结果")]
    pub text: String,
    /// Until which day, where one was named.
    pub until_on: Option<NaiveDate>,
}

/// A case as the citizen sees it. Names no person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrackView {
    /// 一案一码.
    #[schema(example = "990101-20260302-000001")]
    pub case_no: String,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// What kind of matter it is, once it was classified.
    pub type_name: Option<String>,
    /// Where it stands, in one sentence.
    #[schema(example = "县住房和城乡建设局正在办理")]
    pub summary: String,
    /// The way, step by step.
    pub steps: Vec<TrackStep>,
    /// Who has it now: a unit. None once it has ended.
    pub with: Option<PublicUnit>,
    /// What happens next.
    pub next: Option<NextStep>,
    /// Why it waits, while it does.
    pub waiting: Option<TrackWaiting>,
    /// How it ended.
    pub outcome: Option<TrackOutcome>,
    /// Until when "not solved" reopens it.
    pub reopen_until: Option<DateTime<Utc>>,
    /// What happened, the last first.
    pub changes: Vec<TrackChange>,
    /// What was answered, the last first.
    pub replies: Vec<TrackReply>,
    /// What the citizen complained of and was answered, the last first.
    pub complaints: Vec<TrackComplaint>,
    /// What the citizen has to know: stops and extensions, the last first.
    pub notices: Vec<TrackNotice>,
    /// How many of them are new since `seen`, or since the last look.
    #[schema(minimum = 0, example = 0)]
    pub new_count: u32,
    /// To be given as `seen` at the next look.
    #[schema(minimum = 1, example = 3)]
    pub event_count: i32,
    /// When it was looked at.
    pub as_of: DateTime<Utc>,
    /// When somebody with number and code looked before.
    pub last_looked_at: Option<DateTime<Utc>>,
    /// What the citizen may do now.
    pub allowed_actions: Vec<CitizenAct>,
    /// What not, and the code of the reason.
    #[schema(example = json!({ "rate": "public.not_rateable" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A region in a centre's charge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicRegion {
    /// Its id, for `region_id`.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "柳树村")]
    pub name: String,
}

/// A centre as everybody may know it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicCenterView {
    /// Its id.
    pub id: Uuid,
    /// `county` or `township`.
    #[schema(example = "township")]
    pub level: String,
    /// Its region.
    pub region: PublicRegion,
    /// Where to find it.
    pub unit: PublicUnit,
    /// Regions below whose matters it takes in.
    pub regions: Vec<PublicRegion>,
    /// The days of the next weeks on which a leader receives people, the earliest first.
    pub reception_days: Vec<PublicReceptionDay>,
}

/// A day on which a leader receives people (领导接访日), as it is published.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicReceptionDay {
    /// When.
    pub held_on: NaiveDate,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// Who receives: the leader, or who stands in. Published beforehand, as the rules ask.
    #[schema(example = "陈示例")]
    pub leader_name: String,
    /// The leader's post; none when somebody stands in.
    #[schema(example = "副县长")]
    pub leader_title: Option<String>,
    /// Where.
    #[schema(example = "县综治中心一楼接访室")]
    pub place: String,
    /// Nobody receives: another day is named.
    pub is_called_off: bool,
}
