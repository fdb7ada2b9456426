//! Which notices an event of a case makes, and for whom. Pure.
//!
//! Assignment always notifies. Who only looks on is not told: what waits for them is in their
//! queue.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::kind::NoticeKind;
use crate::features::agreements::workflow::PerformanceState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::{AgreementThen, Change, OrderThen, SessionThen};
use crate::features::cases::model::{CaseStatus, OwnerKind, ReferralState};
use crate::features::cases::projection::{CaseState, Referral};
use crate::policy::Role;

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
    /// A person, as the mediator they are (调解员).
    Mediator(Uuid),
    /// The leaders of a centre (县乡领导).
    Leaders(Uuid),
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
    /// A supervision order.
    Order(String),
    /// A supervision order, and the last day for its reply.
    OrderDue(String, NaiveDate),
    /// A supervision order, and the department that replied.
    OrderReply(String, Uuid),
    /// Working days by which a limit was exceeded.
    Over(u32),
    /// A rule's name.
    Rule(String),
    /// When a session begins.
    At(DateTime<Utc>),
    /// An agreement.
    Agreement(String),
    /// An agreement, and a day.
    AgreementOn(String, NaiveDate),
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
    /// The supervision order it is about; none: its case.
    pub order: Option<AboutOrder>,
    /// The session or agreement it is about.
    pub mediated: Option<AboutMediated>,
}

/// A session or an agreement something happened to: who mediates it may read it, whatever their
/// department's part in the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutMediated {
    /// Which.
    pub id: Uuid,
    /// Whether it is an agreement.
    pub is_agreement: bool,
    /// Who mediates.
    pub people: Vec<Uuid>,
}

/// A supervision order something happened to: one fact, told once for all of its cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutOrder {
    /// The order.
    pub id: Uuid,
    /// What makes the fact one: several events tell it, one in each case.
    pub fact: String,
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
        // Told to whose part it was, with every other end of one.
        | Change::AssistRemoved { .. }
        | Change::ProcedureRecorded { .. }
        | Change::ResolutionAccepted { .. }
        | Change::Closed { .. }
        | Change::Archived { .. }
        | Change::Declined { .. }
        // Who calls back sees it in the queue.
        | Change::Rated { solved: true, .. }
        // Its parts are told of by their own events.
        | Change::Split { .. }
        // Tasks are told of where they are set (`notices/direct.rs`): their units need not see the
        // case.
        | Change::LeaderReceived { .. }
        | Change::PromiseMade { .. }
        | Change::MeetingDecided { .. }
        | Change::TaskCompleted { .. }
        | Change::TaskOverdue { .. }
        | Change::TaskWithdrawn { .. }
        // A paper is handed over, not announced.
        | Change::DocumentIssued { .. }
        | Change::DocumentVoided { .. }
        | Change::Revealed { .. }
        | Change::TrackingCodeReplaced { .. }
        // Words beside the work: who works on the case reads them there.
        | Change::PartyAdded { .. }
        | Change::PartyCorrected { .. }
        | Change::NoteWritten { .. }
        | Change::StaffReplied { .. }
        | Change::ApplicantTold { .. }
        // Papers wait for nobody.
        | Change::AttachmentAdded { .. }
        | Change::AttachmentFiled { .. }
        | Change::AttachmentOpened { .. }
        | Change::AttachmentRemoved { .. }
        | Change::DossierSealed { .. }
        // Who may know of it sees it on the case; to the others it is not to be told.
        | Change::Restricted { .. }
        | Change::RestrictionLifted { .. }
        // What is said and written in the room is no news to who is there.
        | Change::MediationConsentRecorded { .. }
        | Change::MediationStarted { .. }
        | Change::MediationMinutesSigned { .. }
        | Change::AgreementCancelled { .. }
        | Change::PerformanceRecorded {
            state: PerformanceState::Performed | PerformanceState::Partly,
            ..
        }
        | Change::ConfirmationApplied { .. } => {}
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
        Change::AssistReturned { assist, .. } => {
            let by = Some(Detail::Department(assist.department_id));
            said.tell_lead(NoticeKind::AssistReturned, lead, by.clone());
            said.tell(NoticeKind::AssistReturned, Audience::Dispatchers(center), by);
        }
        Change::Suspended { .. } => said.tell_all(NoticeKind::Suspended, after),
        Change::SuspensionRequested { .. } => {
            let by = lead.map(Detail::Department);
            let kind = NoticeKind::SuspensionRequested;
            said.tell(kind, Audience::Supervisors(center), by.clone());
            // Of a restricted matter it is the director who decides.
            said.tell(kind, Audience::Directors(center), by);
        }
        Change::SuspensionRefused { .. } => {
            said.tell_lead(NoticeKind::SuspensionRefused, lead, None);
        }
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
        Change::Merged { into_case_no, .. } | Change::Unsplit { into_case_no, .. } => {
            let detail = Some(Detail::OtherCase(into_case_no.clone()));
            said.tell_lead(NoticeKind::Merged, lead, detail.clone());
            said.tell(NoticeKind::Merged, Audience::Dispatchers(center), detail);
        }
        Change::Unmerged { .. } => {
            said.tell_lead(NoticeKind::Unmerged, lead, None);
            said.tell_assistants(NoticeKind::Unmerged, after);
            said.tell(NoticeKind::Unmerged, Audience::Dispatchers(center), None);
        }
        Change::Resolved { .. } => {
            let by = lead.map(Detail::Department);
            said.tell(NoticeKind::Resolved, Audience::Dispatchers(center), by);
        }
        Change::ResolutionRejected { .. } => {
            said.tell_lead(NoticeKind::ResolutionRejected, lead, None);
            said.tell_assistants(NoticeKind::ResolutionRejected, after);
        }
        Change::CallbackRecorded { .. } => {
            if after.status == CaseStatus::InProgress {
                said.tell_lead(NoticeKind::Rework, lead, None);
                said.tell_assistants(NoticeKind::Rework, after);
            }
        }
        Change::Reopened { .. } => {
            said.tell_lead(NoticeKind::Reopened, lead, None);
            said.tell(NoticeKind::Reopened, Audience::Dispatchers(center), None);
        }
        Change::Withdrawn { .. } => said.tell_all(NoticeKind::Withdrawn, before),
        Change::RuleNoted { rule_name, department_id, role, .. } => {
            for to in of_note(*department_id, *role, center) {
                said.tell(NoticeKind::RuleNoted, to, Some(Detail::Rule(rule_name.clone())));
            }
        }
        Change::LimitRebased { .. } => said.tell_lead(NoticeKind::LimitRebased, lead, None),
        Change::Reminded { limit } => {
            let by = Some(Detail::On(local_date(limit.due_at)));
            said.tell(NoticeKind::Reminded, Audience::Department(limit.department_id), by);
        }
        Change::Urged { limit } => {
            let by = Some(Detail::Over(limit.working_days_over));
            said.tell(NoticeKind::Urged, Audience::Department(limit.department_id), by);
        }
        Change::BulletinListed { limit } => {
            let by = Some(Detail::Over(limit.working_days_over));
            let kind = NoticeKind::BulletinListed;
            said.tell(kind, Audience::Department(limit.department_id), by.clone());
            said.tell(kind, Audience::Directors(center), by);
        }
        Change::SupervisionOrdered { order, reply_due_on, .. } => {
            let detail = Detail::OrderDue(order.order_no.clone(), *reply_due_on);
            said.of_order(NoticeKind::SupervisionOrdered, order, 0, detail);
        }
        Change::SupervisionReplied { order, round, .. } => {
            let detail = Detail::OrderReply(order.order_no.clone(), order.department_id);
            let kind = NoticeKind::SupervisionReplied;
            said.about(kind, order, *round, (Audience::Supervisors(center), detail));
        }
        Change::SupervisionReplyAccepted { order, round } => {
            let detail = Detail::Order(order.order_no.clone());
            said.of_order(NoticeKind::SupervisionReplyAccepted, order, *round, detail);
        }
        Change::SupervisionReplyRejected { order, round, reply_due_on } => {
            let detail = Detail::OrderDue(order.order_no.clone(), *reply_due_on);
            said.of_order(NoticeKind::SupervisionReplyRejected, order, *round, detail);
        }
        Change::SupervisionCancelled { order } => {
            let detail = Detail::Order(order.order_no.clone());
            said.of_order(NoticeKind::SupervisionCancelled, order, 0, detail);
        }
        Change::CitizenCommented { .. } => {
            said.tell_lead(NoticeKind::CitizenCommented, lead, None);
            if lead.is_none() {
                let to = Audience::Dispatchers(center);
                said.tell(NoticeKind::CitizenCommented, to, None);
            }
        }
        Change::CitizenComplained { .. } => {
            said.tell(NoticeKind::CitizenComplained, Audience::Supervisors(center), None);
            said.tell(NoticeKind::CitizenComplained, Audience::Directors(center), None);
        }
        // Whether it is opened again is told by its own event; that it was not solved concerns those
        // who supervise, within the window and after it.
        Change::Rated { solved: false, .. } => {
            said.tell(NoticeKind::RatedUnsolved, Audience::Supervisors(center), None);
        }
        Change::MediationBooked { session, .. } => {
            said.of_session(NoticeKind::MediationBooked, session, lead);
        }
        Change::MediationRebooked { session, .. } => {
            said.of_session(NoticeKind::MediationMoved, session, lead);
        }
        Change::MediationCancelled { session, .. } => {
            said.of_session(NoticeKind::MediationCancelled, session, lead);
        }
        Change::MediatorRecused { session, .. } => {
            said.of_session(NoticeKind::MediatorMissing, session, lead);
            let detail = Some(Detail::At(session.starts_at));
            said.tell(NoticeKind::MediatorMissing, Audience::Dispatchers(center), detail);
        }
        Change::MediationAdjourned { next, .. } => {
            if let Some(next) = next {
                said.of_session(NoticeKind::MediationBooked, next, lead);
            }
        }
        Change::MediationConcluded { session, .. } => {
            said.of_session(NoticeKind::MediationConcluded, session, lead);
            let kind = NoticeKind::MediationConcluded;
            said.tell(kind, Audience::Dispatchers(center), None);
        }
        Change::AgreementReached { agreement, confirmation_due_on, .. } => {
            let detail = Detail::AgreementOn(agreement.agreement_no.clone(), *confirmation_due_on);
            said.of_agreement(NoticeKind::AgreementReached, agreement, lead, &detail);
        }
        Change::PerformanceRecorded { agreement, state: PerformanceState::Breached, .. } => {
            let detail = Detail::Agreement(agreement.agreement_no.clone());
            let kind = NoticeKind::PerformanceBreached;
            said.of_agreement(kind, agreement, lead, &detail);
            said.tell(kind, Audience::Dispatchers(center), Some(detail));
        }
        Change::PerformanceReminded { agreement, due_on, .. } => {
            let detail = Detail::AgreementOn(agreement.agreement_no.clone(), *due_on);
            said.of_agreement(NoticeKind::PerformanceReminded, agreement, lead, &detail);
        }
        Change::PerformanceOverdue { agreement, due_on, .. } => {
            let detail = Detail::AgreementOn(agreement.agreement_no.clone(), *due_on);
            said.of_agreement(NoticeKind::PerformanceOverdue, agreement, lead, &detail);
        }
        Change::ConfirmationReminded { agreement, due_on } => {
            let detail = Detail::AgreementOn(agreement.agreement_no.clone(), *due_on);
            said.of_agreement(NoticeKind::ConfirmationReminded, agreement, lead, &detail);
        }
        Change::ConfirmationAnswered { agreement, .. } => {
            let detail = Detail::Agreement(agreement.agreement_no.clone());
            said.of_agreement(NoticeKind::ConfirmationAnswered, agreement, lead, &detail);
        }
    }
    for assist in ended(change, before, after) {
        said.tell_department(NoticeKind::AssistEnded, assist);
    }
    said.0
}

/// The departments whose part as an assistant, not done yet, ended with `change` by what others did:
/// a return by the lead, another level, a withdrawal, a merge, or that it is not needed.
fn ended(change: &Change, before: &CaseState, after: &CaseState) -> Vec<Uuid> {
    let is_merged = matches!(change, Change::Merged { .. });
    let is_over = |assist: &&Referral| {
        let now = after.referrals.iter().find(|referral| referral.id == assist.id);
        is_merged || now.is_some_and(|now| now.state == ReferralState::Superseded)
    };
    let open = before.assists().filter(|assist| assist.state.is_open());
    open.filter(is_over).map(|assist| assist.department_id).collect()
}

/// Whom a rule asks to look at a case of `center`: the department it names, and the post.
pub fn of_note(
    department_id: Option<Uuid>,
    role: Option<Role>,
    center: Uuid,
) -> impl Iterator<Item = Audience> {
    let post = role.and_then(|role| at_center(role, center));
    department_id.map(Audience::Department).into_iter().chain(post)
}

/// Those of a centre who hold `role`; whoever else a rule names finds it in the time line.
fn at_center(role: Role, center: Uuid) -> Option<Audience> {
    match role {
        Role::Dispatcher => Some(Audience::Dispatchers(center)),
        Role::CenterDirector => Some(Audience::Directors(center)),
        Role::Supervisor => Some(Audience::Supervisors(center)),
        Role::Clerk
        | Role::Handler
        | Role::Mediator
        | Role::Leader
        | Role::VillageOfficer
        | Role::SystemAdmin
        | Role::SecurityAdmin
        | Role::Auditor => None,
    }
}

struct Said(Vec<Draft>);

impl Draft {
    /// The department whose part has just ended: it is told so as one that had it, because it may not
    /// read the case any more, and is led nowhere.
    pub fn left_by(&self) -> Option<&Uuid> {
        match (self.kind, &self.to) {
            (NoticeKind::AssistEnded, Audience::Department(id)) => Some(id),
            (_, _) => None,
        }
    }
}

impl Said {
    /// To the department an order is addressed to.
    fn of_order(&mut self, kind: NoticeKind, order: &OrderThen, round: i32, detail: Detail) {
        self.about(kind, order, round, (Audience::Department(order.department_id), detail));
    }

    fn about(
        &mut self,
        kind: NoticeKind,
        order: &OrderThen,
        round: i32,
        (to, detail): (Audience, Detail),
    ) {
        let fact = format!("{}:{}:{round}", order.order_id, kind.as_str());
        let order = Some(AboutOrder { id: order.order_id, fact });
        self.0.push(Draft { kind, to, detail: Some(detail), order, mediated: None });
    }

    /// To who mediates, and to the department that leads the case.
    fn of_session(&mut self, kind: NoticeKind, session: &SessionThen, lead: Option<Uuid>) {
        let about = AboutMediated {
            id: session.mediation_id,
            is_agreement: false,
            people: session.mediator_person_ids.clone(),
        };
        self.of_mediated(kind, lead, &Detail::At(session.starts_at), &about);
    }

    fn of_agreement(
        &mut self,
        kind: NoticeKind,
        agreement: &AgreementThen,
        lead: Option<Uuid>,
        detail: &Detail,
    ) {
        let about = AboutMediated {
            id: agreement.agreement_id,
            is_agreement: true,
            people: agreement.mediator_person_ids.clone(),
        };
        self.of_mediated(kind, lead, detail, &about);
    }

    fn of_mediated(
        &mut self,
        kind: NoticeKind,
        lead: Option<Uuid>,
        detail: &Detail,
        about: &AboutMediated,
    ) {
        let people = about.people.iter().copied().map(Audience::Mediator);
        for to in people.chain(lead.map(Audience::Department)) {
            self.0.push(Draft {
                kind,
                to,
                detail: Some(detail.clone()),
                order: None,
                mediated: Some(about.clone()),
            });
        }
    }

    fn tell(&mut self, kind: NoticeKind, to: Audience, detail: Option<Detail>) {
        self.0.push(Draft { kind, to, detail, order: None, mediated: None });
    }

    fn tell_department(&mut self, kind: NoticeKind, id: Uuid) {
        self.tell(kind, Audience::Department(id), Some(Detail::Department(id)));
    }

    fn tell_lead(&mut self, kind: NoticeKind, lead: Option<Uuid>, detail: Option<Detail>) {
        if let Some(id) = lead {
            self.tell(kind, Audience::Department(id), detail);
        }
    }

    /// The assistants who still have something to do.
    fn tell_assistants(&mut self, kind: NoticeKind, state: &CaseState) {
        for assist in state.assists().filter(|assist| assist.state.is_open()) {
            self.tell(kind, Audience::Department(assist.department_id), None);
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
