//! What fills a place of the dossier.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::FillerKind;
use super::rules::Volume;
use crate::features::attachments;
use crate::features::attachments::dto::AttachmentState;
use crate::features::attachments::entity::attachment;
use crate::features::documents;
use crate::features::documents::kind::DocumentKind;
use crate::features::documents::repo::Kept;
use crate::platform::error::{AppError, AppResult};
use crate::platform::files::FileKind;
use crate::platform::lang::Lang;

/// A paper of the case.
#[derive(Debug, Clone)]
enum Filler {
    /// 附件.
    Attachment(Box<attachment::Model>),
    /// 文书, as it was issued and still counts.
    Document(Box<Kept>),
}

/// Of an issued document: what its paper says of itself.
#[derive(Debug, Clone)]
pub(super) struct Issued {
    /// Which paper.
    pub(super) kind: DocumentKind,
    /// Its number.
    pub(super) document_no: String,
    /// Its edition.
    pub(super) edition: i32,
    /// SHA-256 of its canonical content, which the ledger knows.
    pub(super) content_hash: String,
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
    /// Of an attachment: under which key the content is kept.
    pub(super) key: Option<Uuid>,
    /// Of an issued document: what it says of itself.
    pub(super) issued: Option<Issued>,
    /// The ending of a name of ours.
    pub(super) ending: &'static str,
}

impl Paper {
    /// Whether it stands before the places: 封面, 卷内目录.
    pub(super) fn is_front(&self) -> bool {
        let kind = self.issued.as_ref().map(|issued| issued.kind);
        matches!(kind, Some(DocumentKind::DossierCover | DocumentKind::DossierContents))
    }

    /// The folder-free beginning of its name in the archive.
    pub(super) fn place(&self) -> &str {
        match (&self.document_code, self.issued.as_ref().map(|issued| issued.kind)) {
            (Some(code), _) => code,
            (None, Some(DocumentKind::DossierCover)) => "cover",
            (None, Some(DocumentKind::DossierContents)) => "contents",
            (None, _) => "other",
        }
    }

    /// Cover, contents, the places in their order, the rest.
    fn order(&self) -> (u8, Option<String>) {
        match self.place() {
            "cover" => (0, None),
            "contents" => (1, None),
            "other" => (3, None),
            code => (2, Some(code.to_owned())),
        }
    }
}

impl Filler {
    fn paper(self, volume: &Volume) -> AppResult<Paper> {
        match self {
            Self::Attachment(row) => attached(*row),
            Self::Document(kept) => issued(*kept, volume),
        }
    }
}

fn attached(row: attachment::Model) -> AppResult<Paper> {
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
        key: Some(row.storage_key.ok_or_else(unkept)?),
        issued: None,
        ending: FileKind::of_media_type(&media_type).map_or("bin", FileKind::ending),
        media_type,
    })
}

fn issued(Kept { row, size_bytes }: Kept, volume: &Volume) -> AppResult<Paper> {
    let kind = documents::view::kind_of(&row)?;
    let place = volume.place_of(kind.as_str());
    Ok(Paper {
        kind: FillerKind::Document,
        id: row.id,
        document_code: place.map(|rule| rule.code.clone()),
        file_name: format!("{}-{}.docx", kind.name(Lang::Zh), row.document_no),
        media_type: FileKind::Docx.media_type().to_owned(),
        size_bytes,
        sha256: row.file_hash,
        is_identity: row.names_parties,
        key: None,
        issued: Some(Issued {
            kind,
            document_no: row.document_no,
            edition: row.edition,
            content_hash: row.content_hash,
        }),
        ending: FileKind::Docx.ending(),
    })
}

/// Every paper of a case: cover and contents, then by the place it fills and as it came; what fills
/// none comes last. A document that was replaced or voided is none.
pub(super) async fn of_case(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    volume: &Volume,
) -> AppResult<Vec<Paper>> {
    let documents = documents::repo::kept(db, case_id).await?;
    let attachments = attachments::repo::list(db, case_id, &[AttachmentState::Kept]).await?;
    let documents = documents.into_iter().map(|kept| Filler::Document(Box::new(kept)));
    let attachments = attachments.into_iter().map(|row| Filler::Attachment(Box::new(row)));
    let fillers = documents.chain(attachments);
    let mut papers = fillers.map(|one| one.paper(volume)).collect::<AppResult<Vec<_>>>()?;
    // Stable: within a place documents first, each as they came.
    papers.sort_by_key(Paper::order);
    Ok(papers)
}
