//! What changes do to those who have a part in a case: assistants, stops, other levels, merges.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{CaseState, Handed, Suspension};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Referred;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::model::{CaseStatus, OwnerKind, ReferralKind, ReferralState};

impl CaseState {
    /// 协办: a referral, a limit to sign for it, and one to do it.
    pub(super) fn add_assist(
        &mut self,
        assist: &Referred,
        task: Option<&str>,
        due_on: Option<NaiveDate>,
        note: Option<&str>,
        at: DateTime<Utc>,
    ) {
        self.refer(assist, ReferralKind::Assist, note, at);
        if let Some(referral) = self.referrals.last_mut() {
            referral.task = task.map(ToOwned::to_owned);
            referral.due_on = due_on;
        }
        self.start_assist(assist.referral_id, due_on, at);
    }

    pub(super) fn complete_assist(&mut self, referral_id: Uuid, result: &str, at: DateTime<Utc>) {
        let Some(referral) = self.referrals.iter_mut().find(|r| r.id == referral_id) else {
            return;
        };
        referral.state = ReferralState::Done;
        referral.done_at = Some(at);
        referral.result = Some(result.to_owned());
        self.finish_where(at, |clock| {
            clock.kind == ClockKind::Assist && clock.referral_id == Some(referral_id)
        });
    }

    /// 退回协办, with its ground, or 撤销协办: the part ends undone, and with it its limits.
    pub(super) fn end_assist(
        &mut self,
        referral_id: Uuid,
        ground_code: Option<&str>,
        at: DateTime<Utc>,
    ) {
        let Some(referral) = self.referrals.iter_mut().find(|r| r.id == referral_id) else {
            return;
        };
        referral.state = match ground_code {
            Some(_) => ReferralState::Returned,
            None => ReferralState::Superseded,
        };
        referral.ground_code = ground_code.map(ToOwned::to_owned);
        self.cancel_where(at, |clock| clock.referral_id == Some(referral_id));
    }

    /// 中止: the department keeps the case, its limits stand still, that of the law runs.
    pub(super) fn suspend(&mut self, suspension: Suspension) {
        let at = suspension.since;
        self.stop_work(&suspension.reason_code, at);
        if let Some(procedure) = suspension.procedure {
            self.start_statutory(procedure, suspension.accepted_on, at);
        }
        if !suspension.is_own {
            self.suspension_request = None;
        }
        self.suspension = Some(suspension);
        self.status = CaseStatus::Suspended;
    }

    /// 恢复.
    pub(super) fn resume(&mut self, at: DateTime<Utc>) {
        self.resume_work(at);
        self.finish(ClockKind::Statutory, at);
        if let Some(stop) = self.suspension.take().filter(|stop| stop.is_own) {
            let days = (local_date(at) - local_date(stop.since)).num_days();
            let lead = self.referrals.iter_mut().rev();
            let mut leads = lead.filter(|r| r.kind == ReferralKind::Lead && r.state.is_in_force());
            if let Some(referral) = leads.next() {
                referral.own_stop_days += u32::try_from(days).unwrap_or(0);
            }
        }
        self.status = CaseStatus::InProgress;
    }

    /// 上报、下派: the other centre begins anew, and is bound by nothing this one had come to: no ruling,
    /// no stop, no result that was still to be reviewed or called back about. The ledger keeps them.
    pub(super) fn hand_over(&mut self, to_center_id: Uuid, handed: Handed) {
        self.supersede_referrals();
        self.cancel_all(handed.at);
        self.start(ClockKind::Triage, None, handed.at);
        self.center_id = to_center_id;
        self.lead_department_id = None;
        self.is_ruled = false;
        self.extension = None;
        self.suspension = None;
        self.suspension_request = None;
        self.forget_result();
        self.failed_callbacks = 0;
        self.last_failed_callback_on = None;
        self.hand_to(CaseStatus::Registered, OwnerKind::Dispatcher, None, handed.at);
        // The dispatcher of another centre is another owner.
        self.owner.since = handed.at;
        self.handed = Some(handed);
    }

    /// 并案: ended here, untouched, so that it can be undone.
    pub(super) fn merge(&mut self, into_case_id: Uuid, at: DateTime<Utc>) {
        self.cancel_all(at);
        self.closed_at = Some(at);
        self.merged_into_id = Some(into_case_id);
        self.hand_to(CaseStatus::Merged, OwnerKind::Center, None, at);
    }

    /// 撤销并案: where it stood follows from what was left untouched.
    pub(super) fn unmerge(&mut self, at: DateTime<Utc>) {
        if let Some(merged_at) = self.closed_at.take() {
            self.uncancel(merged_at);
        }
        self.merged_into_id = None;
        let (status, owner) = match self.lead_referral().map(|lead| lead.state) {
            None => (CaseStatus::Registered, OwnerKind::Dispatcher),
            Some(ReferralState::Sent) => (CaseStatus::Dispatched, OwnerKind::Department),
            Some(
                ReferralState::Signed
                | ReferralState::Done
                | ReferralState::Returned
                | ReferralState::Superseded,
            ) => (CaseStatus::InProgress, OwnerKind::Department),
        };
        let department = self.lead_department_id.filter(|_| owner == OwnerKind::Department);
        self.hand_to(status, owner, department, at);
    }

    /// Days the lead has stopped the matter for by itself while it was with it.
    pub fn own_stop_days(&self) -> u32 {
        self.lead_referral().map_or(0, |referral| referral.own_stop_days)
    }

    pub(super) fn supersede_referrals(&mut self) {
        for referral in self.referrals.iter_mut().filter(|r| r.state.is_in_force()) {
            referral.state = ReferralState::Superseded;
        }
    }
}
