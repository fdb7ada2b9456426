//! A case in plain words for its citizen. Pure: from the state and the events, never from free text,
//! which may name people.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::dto::{NextStep, StepName, StepState, TrackOutcome, TrackStep, TrackWaiting};
use super::words::Words;
use crate::features::agreements::workflow::{ConfirmationAnswer, PerformanceState};
use crate::features::cases::change::Change;
use crate::features::cases::model::{CaseStatus, Outcome, Procedure};
use crate::features::cases::projection::CaseState;
use crate::features::mediations::workflow::MediationOutcome;

impl Words<'_> {
    fn say(&self, zh: &str, en: &str, unit: Option<Uuid>) -> String {
        let unit = unit.map(|id| self.department(id)).filter(|name| !name.is_empty());
        let unit = unit.unwrap_or_else(|| self.pick("承办单位", "the unit in charge").to_owned());
        self.pick(zh, en).replace("{unit}", &unit)
    }

    /// What an event means to the citizen; none where it is the centre's own paperwork. `lead` is the
    /// department that led when it happened.
    #[expect(clippy::too_many_lines, reason = "one arm a kind of event")]
    pub(super) fn event(&self, change: &Change, lead: Option<Uuid>) -> Option<String> {
        let say = |zh: &str, en: &str| Some(self.say(zh, en, lead));
        match change {
            Change::Registered { .. } => say("已收到并登记", "Received and registered"),
            Change::Dispatched { lead, .. } => {
                Some(self.say("已转给{unit}办理", "Given to {unit}", Some(lead.department_id)))
            }
            Change::Ruled { lead, .. } => Some(self.say(
                "综治中心裁定由{unit}办理",
                "The centre ruled that {unit} handles it",
                Some(lead.department_id),
            )),
            Change::Signed { .. } => say("{unit}已接收", "{unit} has taken it over"),
            Change::Returned { .. } => say(
                "{unit}认为不属于其职责，综治中心正在重新安排",
                "{unit} holds that it is not competent; the centre finds another",
            ),
            Change::ProgressReported { .. } => {
                say("{unit}报告了新的进展", "{unit} reported progress")
            }
            // Whom the citizen was told of as a helper helps no more.
            Change::AssistReturned { assist, .. } | Change::AssistRemoved { assist, .. } => {
                let unit = Some(assist.department_id);
                Some(self.say("{unit}不再参与协助办理", "{unit} no longer helps", unit))
            }
            Change::AssistAdded { assist, .. } => {
                Some(self.say("{unit}参与协助办理", "{unit} helps", Some(assist.department_id)))
            }
            Change::Suspended { reason_code, procedure, .. } => {
                let why = self.why(reason_code, procedure.map(|p| p.name(self.lang)));
                Some(self.pick("暂停办理：{why}", "Stands still: {why}").replace("{why}", &why))
            }
            Change::ProcedureRecorded { extended_days: Some(days), .. } => Some(
                self.pick(
                    "法定程序的期限由受理机关延长 {days} 天",
                    "The organ in charge made the limit of the procedure {days} days longer",
                )
                .replace("{days}", &days.to_string()),
            ),
            Change::Resumed { .. } => say("恢复办理", "Goes on"),
            Change::ExtensionDecided { approved: true, days, .. } => Some(
                self.pick("办理期限延长 {days} 天", "The limit was extended by {days} days")
                    .replace("{days}", &days.to_string()),
            ),
            Change::LevelTransferred { to_center_id, .. } => {
                let text = self.pick("已移交{center}负责", "Handed over to {center}");
                Some(text.replace("{center}", &self.center(*to_center_id)))
            }
            Change::TakenInCharge { .. } => say("已由领导包案", "A leader has taken charge of it"),
            Change::Merged { .. } => say(
                "与同一事项合并办理",
                "Goes on together with another case about the same matter",
            ),
            Change::Unmerged { .. } => say("恢复单独办理", "Goes on by itself again"),
            Change::Resolved { .. } => say(
                "{unit}报告已办结，综治中心正在审核",
                "{unit} says it is done; the centre checks",
            ),
            Change::ResolutionAccepted { .. } => say(
                "综治中心审核通过，将由中心回访您",
                "The centre has checked it and will call you back",
            ),
            Change::ResolutionRejected { .. } => say(
                "综治中心审核未通过，退回继续办理",
                "The centre did not accept the result; work goes on",
            ),
            Change::CallbackRecorded { reached: false, .. } => say(
                "综治中心回访，未能联系上您",
                "The centre tried to call you and did not reach you",
            ),
            Change::CallbackRecorded { solved: Some(false), .. } => {
                say("您反映没有解决，已退回继续办理", "You said it is not solved; work goes on")
            }
            Change::CallbackRecorded { .. } => {
                say("您已答复回访，事项办结", "You have answered; the case is closed")
            }
            Change::Closed { .. } => say("已结案", "Closed"),
            Change::Archived { .. } => say("已归档", "Archived"),
            Change::Reopened { .. } => say("重新办理", "Opened again"),
            Change::Declined { ground_code, .. } => {
                let why = self.code("decline_ground", ground_code);
                Some(self.pick("不予受理：{why}", "Not accepted: {why}").replace("{why}", &why))
            }
            Change::Withdrawn { .. } => say("已撤回", "Withdrawn"),
            Change::Urged { .. } => {
                say("综治中心已催办", "The centre has urged the unit in charge")
            }
            Change::SupervisionOrdered { .. } => {
                say("综治中心已督办", "The centre has put it under a supervision order")
            }
            Change::CitizenCommented { .. } => say("您补充了说明", "You added something"),
            Change::CitizenComplained { .. } => {
                say("您提出了投诉，由综治中心处理", "You complained; the centre looks into it")
            }
            Change::Rated { .. } => say("您作出了评价", "You rated it"),
            Change::MediationBooked { .. } => say(
                "已安排调解，时间地点由综治中心通知您",
                "Mediation is arranged; the centre tells you when and where",
            ),
            Change::MediationRebooked { .. } => say(
                "调解时间或地点有变，由综治中心通知您",
                "The mediation was moved; the centre tells you when and where",
            ),
            Change::MediationCancelled { .. } => {
                say("原定的调解已取消", "The mediation was called off")
            }
            Change::MediationStarted { .. } => say("开始调解", "Mediation began"),
            Change::MediationAdjourned { .. } => {
                say("调解休会，将另行安排", "The mediation was adjourned and goes on another day")
            }
            Change::MediationConcluded { outcome, guided_to, .. } => {
                Some(self.mediated(*outcome, *guided_to))
            }
            Change::AgreementReached { .. } => say("达成调解协议", "An agreement was reached"),
            Change::PerformanceRecorded { item_no, state, .. } => {
                Some(self.performed(*item_no, *state))
            }
            Change::ConfirmationApplied { .. } => {
                say("已申请司法确认", "The court was asked to confirm the agreement")
            }
            Change::ConfirmationAnswered { answer, .. } => {
                let (zh, en) = answered(*answer);
                say(zh, en)
            }
            Change::LeaderReceived { .. } => {
                say("领导接访时听取了您的诉求", "A leader received you and heard the matter")
            }
            Change::PromiseMade { task, .. } => {
                let text = self.say(
                    "领导接访时承诺，由{unit}在{on}前办理",
                    "A leader promised that {unit} sees to it by {on}",
                    Some(task.department_id),
                );
                Some(text.replace("{on}", &task.due_on.to_string()))
            }
            Change::StaffReplied { department_id: Some(id), .. } => {
                Some(self.say("{unit}答复了您", "{unit} replied to you", Some(*id)))
            }
            Change::StaffReplied { department_id: None, .. } => {
                say("综治中心答复了您", "The centre replied to you")
            }
            Change::Split { parts, .. } => Some(self.divided(parts.len())),
            Change::Unsplit { .. } => {
                say("与原事项合并，一起办理", "It is one with the matter it was taken from again")
            }
            Change::LimitRebased { .. } => say(
                "办理时限的规定有变，办理期限已重新计算",
                "The rule of the limit changed; it is counted anew",
            ),
            Change::PartyAdded { .. } => {
                say("登记了新的当事人", "Somebody was added to those it is about")
            }
            Change::PartyCorrected { .. } => {
                say("更正了当事人信息", "What is known of a party was corrected")
            }
            Change::TrackingCodeReplaced { .. } => say(
                "综治中心补发了查询码，原查询码不再有效",
                "The centre gave out another code; the old one is void",
            ),
            Change::MediatorRecused { .. } => say(
                "有调解员回避，综治中心另行安排",
                "A mediator withdrew; the centre names somebody else",
            ),
            Change::MediationMinutesSigned { .. } => {
                say("调解笔录已签字", "The minutes of the mediation were signed")
            }
            Change::AgreementCancelled { .. } => say(
                "调解协议的登记已撤销，请向综治中心窗口了解",
                "The record of the agreement was cancelled; ask at the centre",
            ),
            Change::PerformanceReminded { item_no, due_on, .. } => {
                Some(self.owed(*item_no, *due_on, false))
            }
            Change::PerformanceOverdue { item_no, due_on, .. } => {
                Some(self.owed(*item_no, *due_on, true))
            }
            Change::ConfirmationReminded { due_on, .. } => Some(self.askable_until(*due_on)),
            Change::TaskCompleted { task, .. } => Some(self.say(
                "{unit}已完成综治中心交办的事项",
                "{unit} did what the centre had asked of it",
                Some(task.department_id),
            )),
            Change::SupervisionCancelled { .. } => {
                say("综治中心已撤销督办", "The centre has cancelled the supervision order")
            }
            Change::DocumentIssued { document_kind, .. } => self.paper(document_kind, true),
            Change::DocumentVoided { document_kind, .. } => self.paper(document_kind, false),
            // The centre's own paperwork, and what is kept from who looks over a shoulder: each named
            // with its reason in `tests/it/guard/citizens.rs`.
            Change::Classified { .. }
            | Change::AssistCompleted { .. }
            | Change::SuspensionRequested { .. }
            | Change::ProcedureRecorded { .. }
            | Change::SuspensionRefused { .. }
            | Change::ExtensionRequested { .. }
            | Change::ExtensionDecided { .. }
            | Change::Revealed { .. }
            | Change::Reminded { .. }
            | Change::BulletinListed { .. }
            | Change::SupervisionReplied { .. }
            | Change::SupervisionReplyAccepted { .. }
            | Change::SupervisionReplyRejected { .. }
            | Change::RuleNoted { .. }
            | Change::MediationConsentRecorded { .. }
            | Change::NoteWritten { .. }
            | Change::ApplicantTold { .. }
            | Change::MeetingDecided { .. }
            | Change::TaskOverdue { .. }
            | Change::TaskWithdrawn { .. }
            | Change::AttachmentAdded { .. }
            | Change::AttachmentFiled { .. }
            | Change::AttachmentOpened { .. }
            | Change::AttachmentRemoved { .. }
            | Change::DossierSealed { .. }
            | Change::Restricted { .. }
            | Change::RestrictionLifted { .. } => None,
        }
    }

    /// How a mediation ended; where it failed, the next door (人民调解法 art. 26).
    fn mediated(&self, outcome: MediationOutcome, guided_to: Option<Procedure>) -> String {
        let (zh, en) = match (outcome, guided_to) {
            (MediationOutcome::Agreed, _) => {
                ("调解结束，双方达成一致", "Mediation ended with an agreement")
            }
            (MediationOutcome::PartlyAgreed, _) => (
                "调解结束，双方就部分事项达成一致",
                "Mediation ended with an agreement on a part of it",
            ),
            (MediationOutcome::Failed, Some(_)) => (
                "调解没有达成一致，可以通过{way}解决，综治中心窗口可以告诉您怎么办理",
                "No agreement was reached; the way on is: {way}. The centre tells you how",
            ),
            (MediationOutcome::Failed, None) => (
                "调解没有达成一致，可以到综治中心窗口询问还有哪些途径",
                "No agreement was reached; ask at the centre which ways are left",
            ),
        };
        let way = guided_to.map_or("", |procedure| procedure.name(self.lang));
        self.pick(zh, en).replace("{way}", way)
    }

    /// What became of an item of the agreement, by its number: what it says may name people.
    fn performed(&self, item_no: i32, state: PerformanceState) -> String {
        let (zh, en) = match state {
            PerformanceState::Performed => {
                ("调解协议第 {no} 项已履行", "Item {no} of the agreement was performed")
            }
            PerformanceState::Partly => {
                ("调解协议第 {no} 项已部分履行", "Item {no} of the agreement was partly performed")
            }
            PerformanceState::Breached => (
                "调解协议第 {no} 项没有按约履行，综治中心会督促，也可以到窗口询问法律途径",
                "Item {no} of the agreement was not performed; the centre urges it, and tells you \
                 which ways the law leaves",
            ),
        };
        self.pick(zh, en).replace("{no}", &item_no.to_string())
    }

    fn why(&self, reason_code: &str, procedure: Option<&str>) -> String {
        procedure.map_or_else(|| self.code("suspend_reason", reason_code), ToOwned::to_owned)
    }

    /// Where it stands, in one sentence.
    pub(super) fn summary(&self, state: &CaseState) -> String {
        let (zh, en) = match state.status {
            CaseStatus::Registered => (
                "已登记，综治中心正在确定由哪个单位办理",
                "Registered; the centre decides which unit handles it",
            ),
            CaseStatus::Returned => {
                ("综治中心正在重新确定承办单位", "The centre decides again which unit handles it")
            }
            CaseStatus::Dispatched => ("已转给{unit}，等待接收", "With {unit}, to be taken over"),
            CaseStatus::InProgress => ("{unit}正在办理", "{unit} is handling it"),
            CaseStatus::Suspended => ("暂停办理", "It stands still"),
            CaseStatus::Resolved => {
                ("{unit}报告已办结，综治中心正在审核", "{unit} says it is done; the centre checks")
            }
            CaseStatus::InCallback => {
                ("已办结，等待综治中心回访您", "Done; the centre will call you back")
            }
            CaseStatus::Closed | CaseStatus::Archived => ("已办结", "Closed"),
            CaseStatus::NotAccepted => ("不予受理", "Not accepted"),
            CaseStatus::Withdrawn => ("已撤回", "Withdrawn"),
            CaseStatus::Merged => (
                "已与同一事项合并办理",
                "It goes on together with another case about the same matter",
            ),
        };
        self.say(zh, en, state.lead_department_id)
    }

    /// What happens next, and by when.
    pub(super) fn next(
        &self,
        state: &CaseState,
        due_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Option<NextStep> {
        let (zh, en) = match state.status {
            CaseStatus::Registered | CaseStatus::Returned => {
                ("综治中心确定由哪个单位办理", "The centre decides which unit handles it")
            }
            CaseStatus::Dispatched => ("{unit}接收并开始办理", "{unit} takes it over and begins"),
            CaseStatus::InProgress => ("{unit}办理并报告结果", "{unit} reports a result"),
            CaseStatus::Suspended => ("等待结束后恢复办理", "Work goes on when the wait is over"),
            CaseStatus::Resolved => ("综治中心审核办理结果", "The centre checks the result"),
            CaseStatus::InCallback => (
                "综治中心工作人员回访您，承办单位不参与回访",
                "The centre calls you back; the unit that handled it does not",
            ),
            CaseStatus::NotAccepted => {
                ("可到综治中心窗口询问应由哪里办理", "Ask at the centre who is competent")
            }
            CaseStatus::Closed
            | CaseStatus::Archived
            | CaseStatus::Withdrawn
            | CaseStatus::Merged => return None,
        };
        let text = self.say(zh, en, state.lead_department_id);
        let by = due_at.filter(|_| state.suspension.is_none());
        Some(NextStep { text, by, is_late: by.is_some_and(|by| by < now) })
    }

    /// Why it waits.
    pub(super) fn waiting(&self, state: &CaseState) -> Option<TrackWaiting> {
        let stop = state.suspension.as_ref()?;
        let text = self.why(&stop.reason_code, stop.procedure.map(|p| p.name(self.lang)));
        Some(TrackWaiting { text, until_on: stop.until_on })
    }

    /// How it ended, with the next door (行政复议法：六十日；劳动争议调解仲裁法：一年).
    pub(super) fn outcome(&self, state: &CaseState) -> Option<TrackOutcome> {
        let is_told = state.status.is_final()
            || [CaseStatus::InCallback, CaseStatus::Closed].contains(&state.status);
        let outcome = state.outcome.filter(|_| is_told)?;
        let (zh, en) = match outcome {
            Outcome::Solved | Outcome::Other => (
                "如果没有解决，可在期限内选择“没有解决”，由综治中心重新办理",
                "If it is not solved, say so in time and the centre opens it again",
            ),
            Outcome::PartlySolved => (
                "没有解决的部分，可在期限内选择“没有解决”并写明",
                "For what is left, choose “not solved” in time and say what it is",
            ),
            Outcome::Explained => (
                "对说明有疑问，可向综治中心窗口咨询，也可在期限内选择“没有解决”",
                "If the explanation leaves a doubt, ask at the centre or choose “not solved” in time",
            ),
            Outcome::ReferredToCourt => (
                "可向有管辖权的人民法院起诉；经济困难的可拨打 12348 申请法律援助",
                "You may go to court; for legal aid call 12348",
            ),
            Outcome::ReferredToArbitration => (
                "可向劳动人事争议仲裁委员会申请仲裁，一般应在一年内提出",
                "You may apply for labour arbitration, as a rule within one year",
            ),
            Outcome::ReferredToReview => (
                "可申请行政复议，一般应在知道之日起六十日内提出",
                "You may apply for administrative review, as a rule within sixty days",
            ),
            Outcome::ReferredToPolice => (
                "已移送公安机关，进展请向受案的公安机关查询，紧急情况请拨打 110",
                "The police have it: ask them how it goes; in an emergency call 110",
            ),
            Outcome::ReferredToPublicSecurity => (
                "已移送公安机关按治安案件处理，进展请向受案的公安机关查询，紧急情况请拨打 110",
                "The police deal with it as an offence against public order: ask them how it goes; \
                 in an emergency call 110",
            ),
            Outcome::NotOurs => (
                "不属于本级职责，请到综治中心窗口询问应由谁办理",
                "It is not for this level; ask at the centre who is competent",
            ),
            Outcome::Withdrawn => {
                ("如仍需办理，可以重新提交", "If you need it after all, you may submit it again")
            }
        };
        let text = outcome.name(self.lang).to_owned();
        Some(TrackOutcome { outcome, text, next_door: self.pick(zh, en).to_owned() })
    }

    /// The way, with what is done, what happens now and what is to come.
    pub(super) fn steps(&self, state: &CaseState, events: &[Happened]) -> Vec<TrackStep> {
        let current = place(state.status);
        let step = |(at, name): (usize, &StepName)| {
            let is_ended = state.status.is_final() || state.status == CaseStatus::Closed;
            let step_state = match current {
                Some(now) if at < now || (is_ended && at <= now) => StepState::Done,
                Some(now) if at == now => StepState::Current,
                // Ended early: what was not done will not be.
                Some(_) | None => StepState::ToCome,
            };
            let is_done = step_state == StepState::Done || at == 0;
            let done_at = events.iter().rev().find(|event| event.step == Some(*name));
            TrackStep {
                name: *name,
                text: name.name(self.lang).to_owned(),
                state: if at == 0 { StepState::Done } else { step_state },
                at: done_at.filter(|_| is_done).map(|event| event.at),
            }
        };
        StepName::ALL.iter().enumerate().map(step).collect()
    }
}

/// What the court said, and what follows from it (民事诉讼法 art. 206).
const fn answered(answer: ConfirmationAnswer) -> (&'static str, &'static str) {
    match answer {
        ConfirmationAnswer::Confirmed => (
            "法院确认调解协议有效，对方不履行的，可以向法院申请强制执行",
            "The court confirmed the agreement; if it is not performed, ask the court to enforce it",
        ),
        ConfirmationAnswer::Rejected => (
            "法院没有确认调解协议，可以重新调解，也可以向法院起诉",
            "The court did not confirm the agreement; mediate again or go to court",
        ),
        ConfirmationAnswer::Withdrawn => {
            ("司法确认申请已撤回", "The application to confirm the agreement was withdrawn")
        }
    }
}

/// When something happened, and the step it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Happened {
    pub(super) step: Option<StepName>,
    pub(super) at: DateTime<Utc>,
}

/// The step an event ends.
pub(super) fn step_of(change: &Change) -> Option<StepName> {
    let ends = [
        (StepName::Received, matches!(change, Change::Registered { .. })),
        (StepName::Assigned, matches!(change, Change::Dispatched { .. } | Change::Ruled { .. })),
        (StepName::Handling, matches!(change, Change::Resolved { .. })),
        (StepName::Review, matches!(change, Change::ResolutionAccepted { .. })),
        (StepName::Callback, matches!(change, Change::CallbackRecorded { reached: true, .. })),
        (StepName::Done, matches!(change, Change::Closed { .. })),
    ];
    ends.into_iter().find(|(_, is_it)| *is_it).map(|(name, _)| name)
}

/// Which step it is at; none once it has ended early.
fn place(status: CaseStatus) -> Option<usize> {
    match status {
        CaseStatus::Registered | CaseStatus::Returned => Some(1),
        CaseStatus::Dispatched | CaseStatus::InProgress | CaseStatus::Suspended => Some(2),
        CaseStatus::Resolved => Some(3),
        CaseStatus::InCallback => Some(4),
        CaseStatus::Closed | CaseStatus::Archived => Some(5),
        CaseStatus::NotAccepted | CaseStatus::Withdrawn | CaseStatus::Merged => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_every_status_is_known_or_it_ended_early() {
        for status in CaseStatus::ALL {
            let ended_early = [CaseStatus::NotAccepted, CaseStatus::Withdrawn, CaseStatus::Merged];
            assert_eq!(place(*status).is_none(), ended_early.contains(status), "{status:?}");
        }
    }
}
