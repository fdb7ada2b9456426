//! The state of a case as a fold over its events: `state = events.fold(apply)`.
//!
//! The row in `cases` is this projection, stored. A test rebuilds it from the ledger and compares.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

mod handover;
mod parts;
mod watch;

pub use parts::{
    Basis, Charge, ClockSpan, Extension, Handed, Owner, Referral, Restriction, Suspension,
    SuspensionRequest,
};

use super::change::{AssistTask, Change, Referred, RestrictionThen};
use super::clocks::ClockKind;
use super::model::{CaseStatus, Level, Outcome, OwnerKind, ReferralKind, ReferralState};
use crate::features::calendars::civil_day::local_date;

/// Returns that led to the director when events did not say whom they led to.
const RETURNS_ONCE: i32 = 2;

const fn decides_after(returns: i32, max_returns: i32) -> OwnerKind {
    if returns >= max_returns { OwnerKind::Director } else { OwnerKind::Dispatcher }
}

/// All that the events of a case decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseState {
    /// Where it stands.
    pub status: CaseStatus,
    /// Who has it.
    pub owner: Owner,
    /// 类型 (GB/T 31000-2015).
    pub type_code: Option<String>,
    /// 规模 (GB/T 31000-2015).
    pub scale_code: Option<String>,
    /// 等级.
    pub level: Option<Level>,
    /// 主办单位.
    pub lead_department_id: Option<Uuid>,
    /// 分流去向.
    pub route: Option<String>,
    /// How often it was returned, at whatever level.
    pub return_count: i32,
    /// Whether a ruling settled who leads.
    pub is_ruled: bool,
    /// Every referral ever sent.
    pub referrals: Vec<Referral>,
    /// Every clock ever started.
    pub clocks: Vec<ClockSpan>,
    /// When the result was reported, last.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed, last.
    pub closed_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// 化解方式.
    pub method_code: Option<String>,
    /// Days on which a callback failed.
    pub failed_callbacks: i32,
    /// The last such day.
    pub last_failed_callback_on: Option<NaiveDate>,
    /// The centre in charge.
    pub center_id: Uuid,
    /// The last hand-over between levels.
    pub handed: Option<Handed>,
    /// Why it stands still, while it does.
    pub suspension: Option<Suspension>,
    /// A stop that was asked for and not decided yet.
    pub suspension_request: Option<SuspensionRequest>,
    /// An extension that was asked for and not decided yet.
    pub extension: Option<Extension>,
    /// 包案.
    pub charge: Option<Charge>,
    /// The case it goes on in.
    pub merged_into_id: Option<Uuid>,
    /// The case it was split from.
    pub split_from_id: Option<Uuid>,
    /// When its dossier was sealed, while it is.
    pub dossier_sealed_at: Option<DateTime<Utc>>,
    /// Why few may know of it, while that is so.
    pub restriction: Option<Restriction>,
}

impl CaseState {
    /// The state after registration; every other change needs one before it.
    pub fn registered(change: &Change, at: DateTime<Utc>) -> Option<Self> {
        let Change::Registered {
            type_code,
            scale_code,
            level,
            center_id,
            split_from_id,
            restriction,
            ..
        } = change
        else {
            return None;
        };
        let restricted = |said: &RestrictionThen| Restriction {
            class: said.class,
            reason: said.reason.clone(),
            since: at,
        };
        let mut state = Self {
            status: CaseStatus::Registered,
            owner: Owner { kind: OwnerKind::Dispatcher, department_id: None, since: at },
            type_code: type_code.clone(),
            scale_code: scale_code.clone(),
            level: *level,
            lead_department_id: None,
            route: None,
            return_count: 0,
            is_ruled: false,
            referrals: Vec::new(),
            clocks: Vec::new(),
            resolved_at: None,
            closed_at: None,
            outcome: None,
            method_code: None,
            failed_callbacks: 0,
            last_failed_callback_on: None,
            center_id: *center_id,
            handed: None,
            suspension: None,
            suspension_request: None,
            extension: None,
            charge: None,
            merged_into_id: None,
            split_from_id: *split_from_id,
            dossier_sealed_at: None,
            restriction: restriction.as_ref().map(restricted),
        };
        state.start(ClockKind::Triage, None, at);
        Some(state)
    }

    /// The state after `change`, which `actor_id` made `at` that instant. No setting has a part in it:
    /// what was decided by one is in the event.
    #[expect(clippy::too_many_lines, reason = "one arm a kind of event")]
    pub fn apply(&mut self, change: &Change, at: DateTime<Utc>, actor_id: Option<Uuid>) {
        match change {
            Change::Registered { .. }
            | Change::Revealed { .. }
            | Change::TrackingCodeReplaced { .. }
            | Change::Reminded { .. }
            | Change::Urged { .. }
            | Change::BulletinListed { .. }
            | Change::SupervisionOrdered { .. }
            | Change::SupervisionReplied { .. }
            | Change::SupervisionReplyAccepted { .. }
            | Change::SupervisionReplyRejected { .. }
            | Change::SupervisionCancelled { .. }
            | Change::RuleNoted { .. }
            | Change::CitizenCommented { .. }
            | Change::CitizenComplained { .. }
            | Change::Rated { .. }
            | Change::MediationBooked { .. }
            | Change::MediationRebooked { .. }
            | Change::MediationCancelled { .. }
            | Change::MediationConsentRecorded { .. }
            | Change::MediatorRecused { .. }
            | Change::MediationStarted { .. }
            | Change::MediationAdjourned { .. }
            | Change::MediationConcluded { .. }
            | Change::MediationMinutesSigned { .. }
            | Change::AgreementReached { .. }
            | Change::AgreementCancelled { .. }
            | Change::PerformanceRecorded { .. }
            | Change::PerformanceReminded { .. }
            | Change::PerformanceOverdue { .. }
            | Change::ConfirmationReminded { .. }
            | Change::ConfirmationApplied { .. }
            | Change::ConfirmationAnswered { .. }
            | Change::LeaderReceived { .. }
            | Change::PromiseMade { .. }
            | Change::MeetingDecided { .. }
            | Change::TaskCompleted { .. }
            | Change::TaskOverdue { .. }
            | Change::TaskWithdrawn { .. }
            | Change::DocumentIssued { .. }
            | Change::DocumentVoided { .. }
            | Change::AttachmentAdded { .. }
            | Change::AttachmentFiled { .. }
            | Change::AttachmentOpened { .. }
            | Change::AttachmentRemoved { .. }
            | Change::PartyAdded { .. }
            | Change::PartyCorrected { .. }
            | Change::NoteWritten { .. }
            | Change::StaffReplied { .. }
            | Change::ApplicantTold { .. }
            | Change::Split { .. }
            | Change::ProgressReported { .. } => {}
            Change::Classified { type_code, level, scale_code, .. } => {
                self.type_code = Some(type_code.clone());
                self.level = Some(*level);
                self.scale_code = scale_code.clone().or_else(|| self.scale_code.take());
            }
            Change::Dispatched { lead, assists, level, route, note, tasks } => {
                self.level = level.or(self.level);
                self.route = route.clone().or_else(|| self.route.take());
                self.send(lead, (assists, tasks), note.as_deref(), at);
            }
            Change::Ruled { lead, .. } => {
                self.is_ruled = true;
                self.send(lead, (&[], &[]), None, at);
            }
            Change::Signed { referral_id, .. } => self.sign(*referral_id, at, actor_id),
            Change::Returned { ground_code, suggested_department_id, next_owner, .. } => {
                let next = next_owner.unwrap_or_else(|| self.owner_after_return_once());
                self.take_back(ground_code, *suggested_department_id, next, at);
            }
            Change::AssistAdded { assist, task, due_on } => {
                self.add_assist(assist, Some(task), *due_on, None, at);
            }
            Change::AssistCompleted { referral_id, result } => {
                self.complete_assist(*referral_id, result, at);
            }
            Change::AssistReturned { assist, ground_code, .. } => {
                self.end_assist(assist.referral_id, Some(ground_code.as_str()), at);
            }
            Change::AssistRemoved { assist, .. } => self.end_assist(assist.referral_id, None, at),
            Change::Suspended {
                reason_code,
                procedure,
                external_no,
                accepted_on,
                until_on,
                is_own,
                ..
            } => {
                self.suspend(Suspension {
                    reason_code: reason_code.clone(),
                    procedure: *procedure,
                    external_no: external_no.clone(),
                    accepted_on: *accepted_on,
                    until_on: *until_on,
                    is_own: *is_own,
                    since: at,
                });
            }
            Change::SuspensionRequested {
                reason_code,
                procedure,
                external_no,
                accepted_on,
                until_on,
                reason,
            } => {
                self.suspension_request = Some(SuspensionRequest {
                    reason_code: reason_code.clone(),
                    procedure: *procedure,
                    external_no: external_no.clone(),
                    accepted_on: *accepted_on,
                    until_on: *until_on,
                    reason: reason.clone(),
                    asked_at: at,
                });
            }
            Change::SuspensionRefused { .. } => self.suspension_request = None,
            Change::ProcedureRecorded {
                accepted_on,
                external_no,
                extended_days,
                extended_on,
                ..
            } => {
                let extended = extended_days.zip(*extended_on);
                self.record_procedure(*accepted_on, external_no.as_deref(), extended);
            }
            Change::Resumed { .. } => self.resume(at),
            Change::ExtensionRequested { days, .. } => {
                self.extension = Some(Extension { days: *days, asked_at: at });
            }
            Change::ExtensionDecided { approved, days, .. } => {
                if let Some(asked) = self.extension.take().filter(|_| *approved) {
                    self.extend_handling(*days, asked.asked_at);
                }
            }
            Change::LevelTransferred { from_center_id, to_center_id, direction, .. } => {
                let handed = Handed { direction: *direction, from_center_id: *from_center_id, at };
                self.hand_over(*to_center_id, handed);
            }
            Change::TakenInCharge { leader_id, plan, next_review_on } => {
                self.charge = Some(Charge {
                    leader_id: *leader_id,
                    plan: plan.clone(),
                    next_review_on: *next_review_on,
                    since: at,
                });
            }
            Change::LimitRebased { limits, .. } => self.rebase(limits, at),
            Change::Merged { into_case_id, .. } | Change::Unsplit { into_case_id, .. } => {
                self.merge(*into_case_id, at);
            }
            Change::Unmerged { .. } => self.unmerge(at),
            Change::Resolved { outcome, method_code, .. } => {
                self.outcome = Some(*outcome);
                self.method_code = Some(method_code.clone());
                self.resolved_at = Some(at);
                // What was not decided by now has nothing left to decide.
                self.extension = None;
                self.suspension_request = None;
                // An imported matter was resolved elsewhere without ever being dispatched.
                self.finish(ClockKind::Triage, at);
                self.finish(ClockKind::Handling, at);
                self.stop_waiting_for_assistants(at);
                self.start(ClockKind::Review, None, at);
                self.hand_to(CaseStatus::Resolved, OwnerKind::Dispatcher, None, at);
            }
            Change::ResolutionAccepted { .. } => {
                self.finish(ClockKind::Review, at);
                self.start(ClockKind::Callback, None, at);
                self.failed_callbacks = 0;
                self.last_failed_callback_on = None;
                self.hand_to(CaseStatus::InCallback, OwnerKind::Window, None, at);
            }
            Change::ResolutionRejected { .. } => {
                self.finish(ClockKind::Review, at);
                self.forget_result();
                self.resume_handling();
                self.wait_for_assistants_again(at);
                self.back_to_lead(at);
            }
            Change::CallbackRecorded { reached, solved, .. } => {
                self.called_back(*reached, *solved, at);
            }
            Change::Closed { .. } => self.close(at),
            Change::Archived { .. } => {
                self.hand_to(CaseStatus::Archived, OwnerKind::Center, None, at);
            }
            Change::Reopened { .. } => {
                // What comes of it belongs into the dossier: a new one is sealed after it.
                self.dossier_sealed_at = None;
                self.rework(at);
            }
            Change::DossierSealed { .. } => self.dossier_sealed_at = Some(at),
            Change::Restricted { class, reason } => {
                let reason = Some(reason.clone());
                self.restriction = Some(Restriction { class: *class, reason, since: at });
            }
            Change::RestrictionLifted { .. } => self.restriction = None,
            Change::Declined { .. } => self.end(CaseStatus::NotAccepted, at),
            Change::Withdrawn { .. } => {
                self.outcome = Some(Outcome::Withdrawn);
                self.end(CaseStatus::Withdrawn, at);
            }
        }
    }

    /// Who decides once it is returned now, where the director rules after `max_returns` returns.
    pub fn owner_after_return(&self, max_returns: i32) -> OwnerKind {
        decides_after(self.returns_here() + 1, max_returns)
    }

    /// The same for an event that does not say it: every return counted then, wherever it was made.
    const fn owner_after_return_once(&self) -> OwnerKind {
        decides_after(self.return_count + 1, RETURNS_ONCE)
    }

    /// Returns made under the centre in charge. [`Self::return_count`] has them all; but what was
    /// returned at another level must not keep anybody here from contesting.
    pub fn returns_here(&self) -> i32 {
        let since = self.handed.map(|handed| handed.at);
        let returned = self.referrals.iter().filter(|referral| {
            referral.kind == ReferralKind::Lead
                && referral.state == ReferralState::Returned
                && since.is_none_or(|since| referral.sent_at > since)
        });
        i32::try_from(returned.count()).unwrap_or(i32::MAX)
    }

    /// The referral of the department that leads now.
    pub fn lead_referral(&self) -> Option<&Referral> {
        self.referrals
            .iter()
            .rev()
            .find(|referral| referral.kind == ReferralKind::Lead && referral.state.is_in_force())
    }

    /// The assisting departments whose referral is in force.
    pub fn assist_department_ids(&self) -> Vec<Uuid> {
        self.assists().map(|referral| referral.department_id).collect()
    }

    /// The assisting referrals in force.
    pub fn assists(&self) -> impl Iterator<Item = &Referral> {
        self.referrals.iter().filter(|r| r.kind == ReferralKind::Assist && r.state.is_in_force())
    }

    fn hand_to(
        &mut self,
        status: CaseStatus,
        kind: OwnerKind,
        department_id: Option<Uuid>,
        at: DateTime<Utc>,
    ) {
        self.status = status;
        if (self.owner.kind, self.owner.department_id) != (kind, department_id) {
            self.owner = Owner { kind, department_id, since: at };
        }
    }

    /// To the lead, or, where a matter from elsewhere never had one, to whoever finds one.
    fn back_to_lead(&mut self, at: DateTime<Utc>) {
        let lead = self.lead_department_id;
        if lead.is_some() {
            self.hand_to(CaseStatus::InProgress, OwnerKind::Department, lead, at);
        } else {
            self.start(ClockKind::Triage, None, at);
            self.hand_to(CaseStatus::Registered, OwnerKind::Dispatcher, None, at);
        }
    }

    fn send(
        &mut self,
        lead: &Referred,
        (assists, tasks): (&[Referred], &[AssistTask]),
        note: Option<&str>,
        at: DateTime<Utc>,
    ) {
        self.supersede_referrals();
        self.finish(ClockKind::Triage, at);
        self.finish(ClockKind::Ruling, at);
        self.refer(lead, ReferralKind::Lead, note, at);
        self.start(ClockKind::Handling, Some(lead.referral_id), at);
        for assist in assists {
            let asked = tasks.iter().find(|task| task.referral_id == assist.referral_id);
            let task = asked.map(|asked| asked.task.as_str());
            self.add_assist(assist, task, asked.and_then(|asked| asked.due_on), note, at);
        }
        self.lead_department_id = Some(lead.department_id);
        let department = Some(lead.department_id);
        self.hand_to(CaseStatus::Dispatched, OwnerKind::Department, department, at);
    }

    /// A department has a part in the case from now on, and a limit to sign for it.
    fn refer(
        &mut self,
        referred: &Referred,
        kind: ReferralKind,
        note: Option<&str>,
        at: DateTime<Utc>,
    ) {
        self.referrals.push(Referral {
            id: referred.referral_id,
            kind,
            department_id: referred.department_id,
            state: ReferralState::Sent,
            sent_at: at,
            signed_at: None,
            signed_by_id: None,
            note: note.map(ToOwned::to_owned),
            task: None,
            due_on: None,
            done_at: None,
            result: None,
            ground_code: None,
            suggested_department_id: None,
            own_stop_days: 0,
        });
        self.start(ClockKind::Sign, Some(referred.referral_id), at);
    }

    fn sign(&mut self, referral_id: Uuid, at: DateTime<Utc>, by: Option<Uuid>) {
        let Some(referral) = self.referrals.iter_mut().find(|r| r.id == referral_id) else {
            return;
        };
        referral.state = ReferralState::Signed;
        referral.signed_at = Some(at);
        referral.signed_by_id = by;
        let is_lead = referral.kind == ReferralKind::Lead;
        self.finish_where(at, |clock| {
            clock.kind == ClockKind::Sign && clock.referral_id == Some(referral_id)
        });
        if is_lead && self.status == CaseStatus::Dispatched {
            self.status = CaseStatus::InProgress;
        }
    }

    fn take_back(
        &mut self,
        ground_code: &str,
        suggested_department_id: Option<Uuid>,
        next: OwnerKind,
        at: DateTime<Utc>,
    ) {
        for referral in self.referrals.iter_mut().filter(|r| r.state.is_in_force()) {
            match referral.kind {
                ReferralKind::Lead => {
                    referral.state = ReferralState::Returned;
                    referral.ground_code = Some(ground_code.to_owned());
                    referral.suggested_department_id = suggested_department_id;
                }
                ReferralKind::Assist => referral.state = ReferralState::Superseded,
            }
        }
        self.return_count += 1;
        self.lead_department_id = None;
        self.cancel_all(at);
        let clock = if next == OwnerKind::Director { ClockKind::Ruling } else { ClockKind::Triage };
        self.start(clock, None, at);
        self.hand_to(CaseStatus::Returned, next, None, at);
    }

    fn called_back(&mut self, reached: bool, solved: Option<bool>, at: DateTime<Utc>) {
        if !reached {
            let day = local_date(at);
            if self.last_failed_callback_on != Some(day) {
                self.failed_callbacks += 1;
                self.last_failed_callback_on = Some(day);
            }
            return;
        }
        if solved == Some(false) {
            self.rework(at);
        } else {
            self.close(at);
        }
    }

    fn close(&mut self, at: DateTime<Utc>) {
        self.finish(ClockKind::Callback, at);
        self.closed_at = Some(at);
        for referral in &mut self.referrals {
            if referral.state.is_in_force() {
                referral.state = ReferralState::Done;
            }
        }
        self.hand_to(CaseStatus::Closed, OwnerKind::Window, None, at);
    }

    /// 二次办理: the lead works on it again under a new limit.
    fn rework(&mut self, at: DateTime<Utc>) {
        self.finish(ClockKind::Callback, at);
        self.forget_result();
        self.closed_at = None;
        let lead =
            self.referrals.iter_mut().rev().find(|referral| {
                referral.kind == ReferralKind::Lead && referral.state.is_in_force()
            });
        let referral_id = lead.map(|referral| {
            referral.state = ReferralState::Signed;
            referral.id
        });
        if self.lead_department_id.is_some() {
            self.start(ClockKind::Handling, referral_id, at);
        }
        self.wait_for_assistants_again(at);
        self.back_to_lead(at);
    }

    fn end(&mut self, status: CaseStatus, at: DateTime<Utc>) {
        self.cancel_all(at);
        self.suspension = None;
        self.suspension_request = None;
        self.extension = None;
        self.closed_at = Some(at);
        self.supersede_referrals();
        self.hand_to(status, OwnerKind::Center, None, at);
    }

    /// A result that did not hold is none.
    fn forget_result(&mut self) {
        self.resolved_at = None;
        self.outcome = None;
        self.method_code = None;
    }
}
