//! Which notices an event of a case makes, and for whom. Pure.
//!
//! Assignment always notifies. Who only looks on is not told: what waits for them is in their
//! queue.

use chrono::NaiveDate;
use uuid::Uuid;

use super::kind::NoticeKind;
use crate::features::cases::change::Change;
use crate::features::cases::model::{CaseStatus, OwnerKind};
use crate::features::cases::projection::CaseState;

/// Whose work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Those who handle cases at a department (承办人、调解员).
    Department(Uuid),
    /// The dispatchers of a centre (分流岗).
    Dispatchers(Uuid),
    /// The directors of a centre (主任).
    Directors(Uuid),
    /// The supervisors of a centre (督办岗).
    Supervisors(Uuid),
}

/// What the sentence names beside the case itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A department.
    Department(Uuid),
    /// A centre.
    Center(Uuid),
    /// Days.
    Days(u16),
    /// A day.
    On(NaiveDate),
    /// Another case.
    OtherCase(String),
}

/// A notice before it is known who reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it tells.
    pub kind: NoticeKind,
    /// Whom.
    pub to: Audience,
    /// What it names.
    pub detail: Option<Detail>,
}

/// The notices of `change`, the most telling first: nobody gets two of them.
#[expect(clippy::too_many_lines, reason = "one arm a kind of event")]
pub fn drafts(change: &Change, before: &CaseState, after: &CaseState) -> Vec<Draft> {
    let mut said = Said(Vec::new());
    let center = after.center_id;
    let lead = after.lead_department_id;
    match change {
        // Who registered it knows; the dispatchers have it in their queue. What follows is the
        // centre's own paperwork.
        Change::Registered { .. }
        | Change::Classified { .. }
        | Change::Signed { by_system: false, .. }
        | Change::ProgressReported { .. }
        | Change::ResolutionAccepted { .. }
        | Change::Closed { .. }
        | Change::Archived { .. }
        | Change::Declined { .. }
        | Change::Revealed { .. } => {}
        Change::Dispatched { lead, assists, .. } => {
            said.tell_department(NoticeKind::Assigned, lead.department_id);
            for assist in assists {
                said.tell_department(NoticeKind::AssistAssigned, assist.department_id);
            }
        }
        Change::Signed { by_system: true, referral_id, .. } => {
            let referral = after.referrals.iter().find(|referral| referral.id == *referral_id);
            if let Some(referral) = referral {
                said.tell_department(NoticeKind::AutoSigned, referral.department_id);
            }
        }
        Change::Returned { .. } => {
            let by = before.lead_department_id.map(Detail::Department);
            if after.owner.kind == OwnerKind::Director {
                said.tell(NoticeKind::AwaitingRuling, Audience::Directors(center), None);
            }
            said.tell(NoticeKind::Returned, Audience::Dispatchers(center), by);
        }
        Change::Ruled { lead, .. } => {
            let by = Some(Detail::Department(lead.department_id));
            said.tell_department(NoticeKind::Ruled, lead.department_id);
            said.tell(NoticeKind::Ruled, Audience::Dispatchers(center), by);
        }
        Change::AssistAdded { assist, .. } => {
            said.tell_department(NoticeKind::AssistAssigned, assist.department_id);
        }
        Change::AssistCompleted { referral_id, .. } => {
            let referral = after.referrals.iter().find(|referral| referral.id == *referral_id);
            let by = referral.map(|referral| Detail::Department(referral.department_id));
            said.tell_lead(NoticeKind::AssistCompleted, lead, by);
        }
        Change::Suspended { .. } => said.tell_all(NoticeKind::Suspended, after),
        Change::Resumed { .. } => said.tell_all(NoticeKind::Resumed, after),
        Change::ExtensionRequested { days, .. } => {
            let detail = Some(Detail::Days(*days));
            let kind = NoticeKind::ExtensionRequested;
            said.tell(kind, Audience::Supervisors(center), detail.clone());
            said.tell(kind, Audience::Directors(center), detail);
        }
        Change::ExtensionDecided { .. } => {
            said.tell_lead(NoticeKind::ExtensionDecided, lead, None);
        }
        Change::LevelTransferred { to_center_id, .. } => {
            let detail = Some(Detail::Center(*to_center_id));
            let to = Audience::Dispatchers(*to_center_id);
            said.tell(NoticeKind::LevelTransferred, to, detail);
        }
        Change::TakenInCharge { next_review_on, .. } => {
            let detail = Some(Detail::On(*next_review_on));
            said.tell_lead(NoticeKind::TakenInCharge, lead, detail.clone());
            said.tell(NoticeKind::TakenInCharge, Audience::Dispatchers(center), detail);
        }
        Change::Merged { into_case_no, .. } => {
            let detail = Some(Detail::OtherCase(into_case_no.clone()));
            said.tell_lead(NoticeKind::Merged, lead, detail.clone());
            said.tell(NoticeKind::Merged, Audience::Dispatchers(center), detail);
        }
        Change::Unmerged { .. } => {
            said.tell_lead(NoticeKind::Unmerged, lead, None);
            said.tell(NoticeKind::Unmerged, Audience::Dispatchers(center), None);
        }
        Change::Resolved { .. } => {
            let by = lead.map(Detail::Department);
            said.tell(NoticeKind::Resolved, Audience::Dispatchers(center), by);
        }
        Change::ResolutionRejected { .. } => {
            said.tell_lead(NoticeKind::ResolutionRejected, lead, None);
        }
        Change::CallbackRecorded { .. } => {
            if after.status == CaseStatus::InProgress {
                said.tell_lead(NoticeKind::Rework, lead, None);
            }
        }
        Change::Reopened { .. } => {
            said.tell_lead(NoticeKind::Reopened, lead, None);
            said.tell(NoticeKind::Reopened, Audience::Dispatchers(center), None);
        }
        Change::Withdrawn { .. } => said.tell_all(NoticeKind::Withdrawn, before),
    }
    said.0
}

struct Said(Vec<Draft>);

impl Said {
    fn tell(&mut self, kind: NoticeKind, to: Audience, detail: Option<Detail>) {
        self.0.push(Draft { kind, to, detail });
    }

    fn tell_department(&mut self, kind: NoticeKind, id: Uuid) {
        self.tell(kind, Audience::Department(id), Some(Detail::Department(id)));
    }

    fn tell_lead(&mut self, kind: NoticeKind, lead: Option<Uuid>, detail: Option<Detail>) {
        if let Some(id) = lead {
            self.tell(kind, Audience::Department(id), detail);
        }
    }

    /// Everybody who works on it: lead, assistants, dispatchers.
    fn tell_all(&mut self, kind: NoticeKind, state: &CaseState) {
        self.tell_lead(kind, state.lead_department_id, None);
        for assist in state.assists() {
            self.tell(kind, Audience::Department(assist.department_id), None);
        }
        self.tell(kind, Audience::Dispatchers(state.center_id), None);
    }
}
