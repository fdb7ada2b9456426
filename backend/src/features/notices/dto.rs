use std::collections::BTreeMap;
use std::str::FromStr as _;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::delivery::ChannelName;
use super::entity::notice;
use super::kind::{NoticeGroup, NoticeKind};
use super::params::Params;
use super::preferences::Digest;
use crate::platform::error::Invalid;
use crate::platform::http::{Count, present};
use crate::platform::lang::Lang;

/// Which notices to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoticeFilter {
    /// Only those not read yet, or only those read.
    pub is_unread: Option<bool>,
    /// Of one of these kinds.
    #[serde(default)]
    pub kind: Vec<NoticeKind>,
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

/// What a notice leads to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeAbout {
    /// `case`, `supervision_order`, `substitution`, `case_task` or `reception_day`.
    /// `assessment` or `assessment_appeal`.
    #[schema(example = "case")]
    pub kind: String,
    /// Its id.
    pub id: Uuid,
}

/// One fact, told to me.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeView {
    /// Its id.
    pub id: Uuid,
    /// What it tells.
    pub kind: NoticeKind,
    /// The same in a word, in the language asked for.
    #[schema(example = "转办待签收")]
    pub kind_name: &'static str,
    /// The group it belongs to.
    pub group: NoticeGroup,
    /// The same in one sentence.
    #[schema(example = "案件 330102-20261123-000001 已转办到县住建局，请签收")]
    pub text: String,
    /// What it leads to.
    pub about: Option<NoticeAbout>,
    /// The capacity in which it concerns me: mine, or one I replace somebody in.
    pub capacity_id: Option<Uuid>,
    /// The case number, the names of units and the dates of the sentence.
    #[schema(example = json!({ "case_no": "330102-20261123-000001", "department": "县住建局" }))]
    pub params: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When I read it; nobody else is told.
    pub read_at: Option<DateTime<Utc>>,
    /// 1 while unread, 2 from then on; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do: `read`, while unread.
    #[schema(example = json!(["read"]))]
    pub allowed_actions: Vec<&'static str>,
}

impl NoticeView {
    /// `row` for its reader; none for a kind that is unknown here.
    pub fn of(row: notice::Model, lang: Lang) -> Option<Self> {
        let kind = NoticeKind::parse(&row.kind)?;
        let params = Params::read(&row.params);
        let about = row.about_kind.zip(row.about_id);
        Some(Self {
            id: row.id,
            kind,
            kind_name: kind.name(lang),
            group: kind.group(),
            text: kind.sentence(&params, lang),
            about: about.map(|(kind, id)| NoticeAbout { kind, id }),
            capacity_id: row.capacity_id,
            params: params.0,
            created_at: row.created_at,
            read_at: row.read_at,
            version: row.row_version,
            allowed_actions: if row.read_at.is_none() { vec!["read"] } else { Vec::new() },
        })
    }
}

/// How many notices wait for me.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeCounts {
    /// Not read yet; 100 stands for that many or more.
    #[schema(example = 3)]
    pub unread: usize,
    /// When it was counted.
    pub as_of: DateTime<Utc>,
}

/// Up to where to read.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadAllRequest {
    /// The newest notice I was shown: what came after it stays unread.
    pub until_id: Uuid,
}

/// How many were read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadAllView {
    /// Notices that were unread until now.
    #[schema(example = 3)]
    pub read: u64,
}

/// What I want beside the inbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreferencesView {
    /// Where mails go; none: no mails.
    #[schema(example = "chen@county.example.cn")]
    pub email: Option<String>,
    /// The groups I want by mail.
    #[schema(example = json!(["to_do", "to_decide"]))]
    pub email_groups: Vec<NoticeGroup>,
    /// How often.
    pub digest: Digest,
    /// Whether this server sends mails at all.
    pub is_email_available: bool,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes, 0 before the first; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do: `update`.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
}

/// What to change; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePreferencesRequest {
    /// Where mails go; null stops them.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 3, max = 254), custom(function = "is_address"))]
    #[schema(
        min_length = 3,
        max_length = 254,
        pattern = "^[!-?A-~]+@[0-9A-Za-z.-]+$",
        example = "chen@county.example.cn"
    )]
    pub email: Option<Option<String>>,
    /// The groups wanted by mail.
    #[validate(length(max = 10))]
    #[schema(max_items = 10, example = json!(["to_do", "to_decide"]))]
    pub email_groups: Option<Vec<NoticeGroup>>,
    /// How often.
    pub digest: Option<Digest>,
}

/// A plain address: what an old mail server takes too.
fn is_address(address: &str) -> Result<(), Invalid> {
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain && lettre::Address::from_str(address).is_ok() {
        Ok(())
    } else {
        Err(Invalid::new("pattern"))
    }
}

/// How a channel fares.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelView {
    /// The channel.
    pub name: ChannelName,
    /// Whether this server uses it.
    pub is_enabled: bool,
    /// Since when nothing leaves over it; none while it works.
    pub silent_since: Option<DateTime<Utc>>,
    /// Attempts that failed since the last that did not.
    #[schema(example = 0)]
    pub failures_in_row: i32,
    /// Why the last one failed.
    #[schema(example = "smtp.timeout")]
    pub last_error: Option<String>,
    /// When it did.
    pub last_failed_at: Option<DateTime<Utc>>,
    /// When one last left.
    pub last_sent_at: Option<DateTime<Utc>>,
    /// Notices by the state of their delivery: `pending`, `sent`, `failed`, `given_up`.
    #[schema(example = json!({ "pending": 2, "sent": 40, "failed": 0, "given_up": 0 }))]
    pub counts: BTreeMap<&'static str, i64>,
}
