//! A document as one reader may see it.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::access;
use super::dto::DocumentView;
use super::entity::document;
use super::kind::{DocumentKind, DocumentState};
use crate::features::attachments::rights::sees_identity;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::repo::{self as cases, Names};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{DepartmentRef, PersonRef};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, holds};

/// Digits of the hash that are printed (校验码).
const CHECKED: usize = 16;

/// The first digits of the hash of the content, as printed.
pub fn check_code(content_hash: &str) -> &str {
    content_hash.get(..CHECKED).unwrap_or(content_hash)
}

/// The kind of a row.
pub fn kind_of(row: &document::Model) -> AppResult<DocumentKind> {
    DocumentKind::parse(&row.kind).ok_or_else(|| AppError::internal("unknown kind of document"))
}

/// The state of a row.
pub fn state_of(row: &document::Model) -> AppResult<DocumentState> {
    let state = DocumentState::parse(&row.state);
    state.ok_or_else(|| AppError::internal("unknown state of a document"))
}

/// Who reads, and what is known of the case.
pub struct Reader<'a> {
    /// The reader.
    pub actor: &'a Actor,
    /// What the rights table looks at.
    pub facts: &'a Facts<'a>,
    /// The organisation.
    pub directory: &'a Directory,
    /// Why nothing of the dossier changes any more; none while it does.
    pub sealed: Option<ErrorCode>,
    /// The language names are in.
    pub lang: Lang,
}

impl Reader<'_> {
    /// Documents of one case with the names of who issued them, in one statement; and one more where a
    /// reason has to be told without the parties.
    pub async fn views(
        &self,
        db: &impl ConnectionTrait,
        rows: &[document::Model],
    ) -> AppResult<Vec<DocumentView>> {
        let issuers = rows.iter().map(|row| row.issued_by_id);
        let names = personnel::repo::list_names(db, issuers).await?;
        let voided = rows.iter().find(|row| row.void_reason.is_some());
        let mentions = match voided {
            Some(row) if !sees_identity(self.actor, self.facts) => {
                let parties = cases::parties(db, row.case_id).await?;
                Mentions::read_by(self.actor, self.facts, &parties)
            }
            Some(_) | None => Mentions::default(),
        };
        rows.iter().map(|row| self.view(row, &names, &mentions)).collect()
    }

    /// One document.
    pub async fn one(
        &self,
        db: &impl ConnectionTrait,
        row: &document::Model,
    ) -> AppResult<DocumentView> {
        let view = self.views(db, std::slice::from_ref(row)).await?.pop();
        view.ok_or_else(|| AppError::internal("a document was lost while it was read"))
    }

    fn view(
        &self,
        row: &document::Model,
        names: &Names,
        mentions: &Mentions,
    ) -> AppResult<DocumentView> {
        let kind = kind_of(row)?;
        let (allowed_actions, refused_actions) = self.actions(row, kind);
        let addressee = row.addressee_id.map(|id| self.department(id));
        Ok(DocumentView {
            id: row.id,
            case_id: row.case_id,
            kind,
            name: kind.name(self.lang).to_owned(),
            document_no: row.document_no.clone(),
            edition: row.edition,
            state: state_of(row)?,
            template_id: row.template_id,
            template_version: row.template_version,
            about_id: row.about_id,
            addressee,
            names_parties: row.names_parties,
            content_hash: row.content_hash.clone(),
            file_hash: row.file_hash.clone(),
            check_code: check_code(&row.content_hash).to_owned(),
            verify_url: row.verify_url.clone(),
            issued_at: row.issued_at,
            issued_by: PersonRef {
                id: row.issued_by_id,
                name: names.get(&row.issued_by_id).cloned().unwrap_or_default(),
            },
            replaced_by_id: row.replaced_by_id,
            voided_at: row.voided_at,
            void_reason: mentions.hide_some(row.void_reason.as_ref()),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    /// A department by name.
    pub fn department(&self, id: Uuid) -> DepartmentRef {
        DepartmentRef { id, name: self.directory.department_name(id) }
    }

    fn actions(
        &self,
        row: &document::Model,
        kind: DocumentKind,
    ) -> (Vec<String>, BTreeMap<String, String>) {
        let is_valid = row.state == DocumentState::Valid.as_str();
        let stale = self.sealed.or((!is_valid).then_some(ErrorCode::DocumentNotValid));
        let may_void = holds(self.actor, Action::DocumentVoid, self.facts);
        let void = (!may_void).then_some(ErrorCode::AuthNotAllowed);
        let replace = access::refusal_to_issue(self.actor, self.facts, kind, row.names_parties);
        let read = access::refusal_to_read(self.actor, self.facts, row.names_parties);
        let verbs = [("read", read), ("replace", replace.or(stale)), ("void", void.or(stale))];
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for (verb, refusal) in verbs {
            match refusal {
                None => allowed.push(verb.to_owned()),
                Some(code) => {
                    refused.insert(verb.to_owned(), code.as_str().to_owned());
                }
            }
        }
        (allowed, refused)
    }
}
