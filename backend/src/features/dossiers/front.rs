//! Whether cover and contents (封面、卷内目录) say what is in the dossier: they are frozen when they are
//! issued, and a paper that comes or goes afterwards is not on them. Told from the ledger, in whose order
//! nothing is in doubt.

use std::collections::{BTreeMap, HashSet};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use uuid::Uuid;

use super::filler::Paper;
use super::rules::Volume;
use crate::features::cases::change::Change;
use crate::features::cases::entity::event;
use crate::features::cases::ledger::change_of;
use crate::features::documents::kind::DocumentKind;
use crate::platform::error::AppResult;

/// What a paper that comes or goes leaves in the ledger.
const KINDS: [&str; 5] = [
    "document_issued",
    "document_voided",
    "attachment_added",
    "attachment_filed",
    "attachment_removed",
];

/// The fronts among `papers` that were issued before the dossier changed last, in their order.
pub(super) async fn outdated(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    volume: &Volume,
    papers: &[Paper],
) -> AppResult<Vec<DocumentKind>> {
    let fronts: Vec<_> = papers.iter().filter(|paper| paper.is_front()).collect();
    if fronts.is_empty() {
        return Ok(Vec::new());
    }
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Kind.is_in(KINDS))
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let mut told = Told::default();
    for row in &rows {
        if let Some(change) = change_of(row) {
            told.hear(volume, row.seq, &change);
        }
    }
    let is_old = |paper: &&&Paper| told.issued.get(&paper.id).is_some_and(|seq| *seq < told.last);
    let kind = |paper: &&Paper| paper.issued.as_ref().map(|issued| issued.kind);
    Ok(fronts.iter().filter(is_old).filter_map(kind).collect())
}

/// What the ledger said so far.
#[derive(Debug, Default)]
struct Told {
    /// When each front was issued.
    issued: BTreeMap<Uuid, i32>,
    /// Attachments that fill a place.
    filed: HashSet<Uuid>,
    /// When what fills a place changed last.
    last: i32,
}

impl Told {
    fn hear(&mut self, volume: &Volume, seq: i32, change: &Change) {
        if self.is_about_a_place(volume, seq, change) {
            self.last = seq;
        }
    }

    fn is_about_a_place(&mut self, volume: &Volume, seq: i32, change: &Change) -> bool {
        if let Change::DocumentIssued { document, document_kind, .. } = change {
            let kind = DocumentKind::parse(document_kind);
            let fronts = [DocumentKind::DossierCover, DocumentKind::DossierContents];
            if kind.is_some_and(|kind| fronts.contains(&kind)) {
                self.issued.insert(document.document_id, seq);
            }
            volume.place_of(document_kind).is_some()
        } else if let Change::DocumentVoided { document_kind, .. } = change {
            volume.place_of(document_kind).is_some()
        } else if let Change::AttachmentAdded { attachment, document_code } = change {
            self.file(attachment.attachment_id, document_code.is_some())
        } else if let Change::AttachmentFiled { attachment_id, document_code, .. } = change {
            self.file(*attachment_id, document_code.is_some())
        } else if let Change::AttachmentRemoved { attachment, .. } = change {
            self.file(attachment.attachment_id, false)
        } else {
            false
        }
    }

    /// An attachment comes to a place, or has none any more; whether that is about one.
    fn file(&mut self, id: Uuid, is_filed: bool) -> bool {
        let was_filed = self.filed.remove(&id);
        if is_filed {
            self.filed.insert(id);
        }
        was_filed || is_filed
    }
}
