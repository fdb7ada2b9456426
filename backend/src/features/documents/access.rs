//! Who may issue, read and void which document. Pure: the rights are those of `policy`, put together
//! as the paper needs them.
//!
//! A document that names a party is a look at personal data: whoever reads or issues it could look at
//! the same field of the case, and an assisting department never can (domain 3.4, PIPL art. 6). Of
//! the others such a department reads what is addressed to it.

use uuid::Uuid;

use super::kind::{AboutKind, DocumentKind};
use crate::features::cases::guards::only_assists;
use crate::platform::error::ErrorCode;
use crate::policy::{Action, Actor, Facts, holds};

/// The reason `actor` may not issue a document of `kind`.
pub fn refusal_to_issue(
    actor: &Actor,
    facts: &Facts<'_>,
    kind: DocumentKind,
    names_parties: bool,
) -> Option<ErrorCode> {
    let may = |action| holds(actor, action, facts);
    // A letter of supervision is for whoever may supervise.
    let supervises = match kind.about() {
        AboutKind::SupervisionStep | AboutKind::SupervisionOrder => {
            may(Action::SupervisionOrderIssue)
        }
        AboutKind::Case
        | AboutKind::LeadReferral
        | AboutKind::AssistReferral
        | AboutKind::Mediation
        | AboutKind::Agreement => true,
        // They are of many cases or of none, and are taken on their own pages.
        AboutKind::ReviewMeeting | AboutKind::StationedDepartment => false,
    };
    let sees = !names_parties || may(Action::CaseReveal);
    let is_granted =
        may(Action::DocumentIssue) && supervises && sees && !only_assists(actor, facts);
    (!is_granted).then_some(ErrorCode::AuthNotAllowed)
}

/// Whether `actor`, who may see the case, may know that there is a document.
pub fn may_see(
    actor: &Actor,
    facts: &Facts<'_>,
    names_parties: bool,
    addressee_id: Option<Uuid>,
) -> bool {
    if !only_assists(actor, facts) {
        return true;
    }
    !names_parties && addressee_id.is_some() && addressee_id == actor.department_id
}

/// The reason `actor`, who may see that it is there, may not read what it says.
pub fn refusal_to_read(actor: &Actor, facts: &Facts<'_>, names_parties: bool) -> Option<ErrorCode> {
    let sees = !names_parties || holds(actor, Action::CaseReveal, facts);
    (!sees).then_some(ErrorCode::AuthNotAllowed)
}
