//! What an event names, as it was then: sessions, agreements, tasks, documents, attachments. Shapes
//! of the ledger, as those of [`super::change`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::RestrictionClass;

/// 限制知悉, as it was said when the case was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictionThen {
    /// What kind of matter it is.
    pub class: RestrictionClass,
    /// Why, where the kind does not say.
    pub reason: Option<String>,
}

/// A session of mediation, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionThen {
    /// The session.
    pub mediation_id: Uuid,
    /// 1 for the first of the case.
    pub session_no: i32,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Who mediates.
    pub mediator_person_ids: Vec<Uuid>,
}

/// An agreement, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementThen {
    /// The agreement.
    pub agreement_id: Uuid,
    /// Its number.
    pub agreement_no: String,
    /// Who mediated it.
    pub mediator_person_ids: Vec<Uuid>,
}

/// A task on a case (交办任务), as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskThen {
    /// The task.
    pub task_id: Uuid,
    /// Who is to do it.
    pub department_id: Uuid,
    /// By when.
    pub due_on: NaiveDate,
    /// SHA-256 over its text.
    pub text_hash: String,
}

/// A document (文书), as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentThen {
    /// The document.
    pub document_id: Uuid,
    /// Its number.
    pub document_no: String,
    /// 版次.
    pub edition: i32,
}

/// An attachment, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentThen {
    /// The attachment.
    pub attachment_id: Uuid,
    /// SHA-256 over its content.
    pub sha256: String,
    /// Its size in bytes.
    pub size_bytes: i64,
    /// What its content is.
    pub media_type: String,
    /// Whether it names a party.
    pub is_identity: bool,
}

/// A case split from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The case.
    pub case_id: Uuid,
    /// Its number.
    pub case_no: String,
}

/// Where a case lies, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionThen {
    /// The region.
    pub id: Uuid,
    /// Its code.
    pub code: String,
}

/// What an assistant is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistTask {
    /// Its referral.
    pub referral_id: Uuid,
    /// In words.
    pub task: String,
    /// By when, where a day was agreed.
    pub due_on: Option<NaiveDate>,
}

/// A department a case is referred to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referred {
    /// The referral this creates.
    pub referral_id: Uuid,
    /// To whom.
    pub department_id: Uuid,
}
