//! What fills a place of the dossier.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::FillerKind;
use crate::features::attachments::dto::AttachmentState;
use crate::features::attachments::entity::attachment;
use crate::features::attachments::repo;
use crate::platform::error::{AppError, AppResult};
use crate::platform::files::FileKind;

/// A paper of the case. Documents that the system issues (文书) become the second kind of it: a
/// variant here, read in [`of_case`], and nothing else of the dossier has to know.
#[derive(Debug, Clone)]
pub(super) enum Filler {
    /// 附件.
    Attachment(attachment::Model),
}

/// What a manifest says of a paper.
#[derive(Debug, Clone)]
pub(super) struct Paper {
    /// Which kind.
    pub(super) kind: FillerKind,
    /// Its id.
    pub(super) id: Uuid,
    /// The place it fills.
    pub(super) document_code: Option<String>,
    /// What it is called.
    pub(super) file_name: String,
    /// What it is.
    pub(super) media_type: String,
    /// Its size in bytes.
    pub(super) size_bytes: i64,
    /// SHA-256 of its content.
    pub(super) sha256: String,
    /// Whether it names a party.
    pub(super) is_identity: bool,
    /// Under which key the content is kept.
    pub(super) key: Uuid,
    /// The ending of a name of ours.
    pub(super) ending: &'static str,
}

impl Filler {
    pub(super) fn paper(self) -> AppResult<Paper> {
        let Self::Attachment(row) = self;
        let unkept = || AppError::internal("an attachment without its content");
        let media_type = row.media_type.ok_or_else(unkept)?;
        Ok(Paper {
            kind: FillerKind::Attachment,
            id: row.id,
            document_code: row.document_code,
            file_name: row.file_name,
            size_bytes: row.size_bytes,
            sha256: row.sha256.ok_or_else(unkept)?,
            is_identity: row.is_identity,
            key: row.storage_key.ok_or_else(unkept)?,
            ending: FileKind::of_media_type(&media_type).map_or("bin", FileKind::ending),
            media_type,
        })
    }
}

/// Every paper of a case, by the place it fills and then as it came; what fills none comes last.
pub(super) async fn of_case(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<Vec<Paper>> {
    let attachments = repo::list(db, case_id, &[AttachmentState::Kept]).await?;
    let fillers = attachments.into_iter().map(Filler::Attachment);
    let mut papers = fillers.map(Filler::paper).collect::<AppResult<Vec<_>>>()?;
    // Stable: within a place as they came.
    papers.sort_by_key(|paper| (paper.document_code.is_none(), paper.document_code.clone()));
    Ok(papers)
}
