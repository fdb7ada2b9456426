//! An attachment as one reader may see it.

use std::collections::{BTreeMap, HashMap};

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{AttachmentState, AttachmentView, ScanState, UploadTarget};
use super::entity::attachment::Model;
use super::rights;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::service::facts_of;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::files::FileKind;
use crate::policy::{Action, Actor, holds};

/// Who reads the attachments of a case.
pub struct Reader<'a> {
    actor: &'a Actor,
    case: &'a Loaded,
    assists: Vec<Uuid>,
    names: HashMap<Uuid, String>,
    mentions: Mentions,
}

impl<'a> Reader<'a> {
    /// For these rows: the names of the people in them, in one query.
    pub async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        case: &'a Loaded,
        rows: &[Model],
    ) -> AppResult<Self> {
        let people: std::collections::HashSet<_> = rows.iter().map(|row| row.added_by_id).collect();
        let names = personnel::repo::list_names(db, people).await?;
        let assists = case.state.assist_department_ids();
        // A file may be called after a party.
        let sees = rights::sees_identity(actor, &facts_of(case, &assists));
        let mentions = if sees || rows.is_empty() {
            Mentions::default()
        } else {
            let parties = cases::parties(db, case.row.id).await?;
            Mentions::read_by(actor, &facts_of(case, &assists), &parties)
        };
        Ok(Self { actor, case, assists, names, mentions })
    }

    /// Whether the reader may know of it.
    pub fn sees(&self, row: &Model) -> bool {
        let facts = facts_of(self.case, &self.assists);
        !row.is_identity || rights::sees_identity(self.actor, &facts)
    }

    /// As the reader may see it.
    pub fn view(&self, row: &Model) -> AppResult<AttachmentView> {
        let unreadable = || AppError::internal("unknown word in the database");
        let state = AttachmentState::parse(&row.state).ok_or_else(unreadable)?;
        let (allowed_actions, refused_actions) = self.actions(row);
        let kind = row.media_type.as_deref().and_then(FileKind::of_media_type);
        let upload = (state == AttachmentState::Awaiting).then(|| UploadTarget {
            method: "PUT".to_owned(),
            url: content_url(row),
            expires_at: row.expires_at,
        });
        let name = self.names.get(&row.added_by_id).cloned().unwrap_or_default();
        Ok(AttachmentView {
            id: row.id,
            case_id: row.case_id,
            state,
            file_name: self.mentions.hide(&row.file_name),
            size_bytes: row.size_bytes,
            media_type: row.media_type.clone(),
            sha256: row.sha256.clone(),
            scan: ScanState::parse(&row.scan).ok_or_else(unreadable)?,
            is_identity: row.is_identity,
            document_code: row.document_code.clone(),
            has_thumbnail: shows_thumbnail(row),
            is_shown: kind.is_some_and(FileKind::is_shown),
            added_by: PersonRef { id: row.added_by_id, name },
            upload,
            kept_at: row.kept_at,
            removed_at: row.removed_at,
            remove_reason: self.mentions.hide_some(row.remove_reason.as_ref()),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    fn actions(&self, row: &Model) -> (Vec<String>, BTreeMap<String, String>) {
        let facts = facts_of(self.case, &self.assists);
        let right = |action| {
            if holds(self.actor, action, &facts) {
                Ok(())
            } else {
                Err(AppError::from(ErrorCode::AuthNotAllowed))
            }
        };
        let kept = || rights::is_kept(row);
        let state = &self.case.state;
        let verbs = [
            ("open", kept()),
            (
                "file",
                right(Action::CaseAttach)
                    .and_then(|()| rights::may_add(state))
                    .and_then(|()| kept()),
            ),
            (
                "remove",
                right(Action::CaseRemoveAttachment)
                    .and_then(|()| rights::may_remove(state))
                    .and_then(|()| kept()),
            ),
        ];
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for (verb, said) in verbs {
            match said {
                Ok(()) => allowed.push(verb.to_owned()),
                Err(error) => {
                    refused.insert(verb.to_owned(), error.code().as_str().to_owned());
                }
            }
        }
        (allowed, refused)
    }
}

/// A small picture of an identity card is an identity card.
pub fn shows_thumbnail(row: &Model) -> bool {
    row.has_thumbnail && !row.is_identity && row.state == AttachmentState::Kept.as_str()
}

/// The address of its content.
pub fn content_url(row: &Model) -> String {
    format!("/api/v1/cases/{}/attachments/{}/content", row.case_id, row.id)
}
