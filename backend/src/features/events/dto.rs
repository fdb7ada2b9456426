//! Changes on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::seen::Notice;

/// Where to read on, and how much.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ChangesFilter {
    /// `next_cursor` of the answer before. Without it nothing is answered but a first cursor.
    #[validate(length(min = 1, max = 1000))]
    #[param(pattern = "^[A-Za-z0-9_-]{1,1000}$")]
    pub since: Option<String>,
    /// Changes an answer, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
}

/// The kind of object a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangedObject {
    /// 案件
    Case,
}

/// What became of an object for the caller. Cases are never deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectChange {
    /// It is new or changed: read it.
    Upserted,
    /// The caller could read it and can no longer: forget it.
    LeftScope,
}

/// One object that has changed, or left the caller's sight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ObjectChangeView {
    /// What it is.
    pub object: ChangedObject,
    /// Its id.
    pub id: Uuid,
    /// Its version; of what left, the last the caller could read.
    pub version: i32,
    /// What became of it.
    pub change: ObjectChange,
    /// When that was recorded.
    pub at: DateTime<Utc>,
}

impl From<Notice> for ObjectChangeView {
    fn from(notice: Notice) -> Self {
        let change = if notice.is_left { ObjectChange::LeftScope } else { ObjectChange::Upserted };
        Self {
            object: ChangedObject::Case,
            id: notice.case_id,
            version: notice.version,
            change,
            at: notice.at,
        }
    }
}

/// What has changed since a cursor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangesView {
    /// Each object once, in the order of its last change.
    pub items: Vec<ObjectChangeView>,
    /// Give it back as `since`; there always is one.
    pub next_cursor: String,
    /// Whether more is known already: ask again at once, even where `items` is empty.
    pub has_more: bool,
}

/// One event of the stream. It is sent as lines (WHATWG HTML 9.2), not as JSON: OpenAPI before 3.2 can
/// only say what one event holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StreamEvent {
    /// What happened.
    pub event: StreamEventKind,
    /// Where to go on after it, as `Last-Event-ID`.
    pub id: String,
    /// JSON: a `LiveEvent`; of `missed` an empty object.
    pub data: String,
    /// Milliseconds to wait before another stream is opened.
    pub retry: Option<u32>,
}

/// What an event of the stream tells.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StreamEventKind {
    /// A case that the caller may read is new or changed.
    Case,
    /// A case that the caller could read is out of their sight.
    LeftScope,
    /// Events are not told one by one: read everything anew.
    Missed,
}

/// What an event of the stream says: an object to read again under one's own rights.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LiveEvent {
    /// What it is.
    pub object: ChangedObject,
    /// Its id.
    pub id: Uuid,
    /// Its version.
    pub version: i32,
}
