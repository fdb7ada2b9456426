//! Events of mediation and agreements in words. No names of parties: numbers and roles only.

use super::Teller;
use crate::features::calendars::civil_day::OFFSET_CN;
use crate::features::cases::change::{Change, SessionThen};
use crate::platform::lang::Lang;

impl Teller<'_> {
    fn said(&self, zh: String, en: String) -> String {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Which session, and when: `第 1 次调解（2026-03-04 09:00）`.
    fn session(&self, session: &SessionThen) -> String {
        let at = (session.starts_at + OFFSET_CN).format("%Y-%m-%d %H:%M");
        let no = session.session_no;
        self.said(format!("第 {no} 次调解（{at}）"), format!("Session {no} ({at})"))
    }

    pub(super) fn of_mediation(&self, change: &Change) -> String {
        let said = |zh: String, en: String| self.said(zh, en);
        if let Change::MediationBooked { session, .. } = change {
            let which = self.session(session);
            return said(format!("预约{which}"), format!("{which} was booked"));
        }
        if let Change::MediationRebooked { session, .. } = change {
            let which = self.session(session);
            return said(format!("{which}已改期或换室换人"), format!("{which} was moved"));
        }
        if let Change::MediationCancelled { session, reason_code } = change {
            let which = self.session(session);
            let why = self.code("mediation_cancel_reason", reason_code);
            return said(format!("取消{which}：{why}"), format!("{which} was cancelled: {why}"));
        }
        if let Change::MediationConsentRecorded { side, party_no, agrees, .. } = change {
            let who = side.name(self.lang);
            let no = party_no.map(|no| self.said(format!("（{no} 号）"), format!(" ({no})")));
            let no = no.unwrap_or_default();
            return if *agrees {
                said(format!("{who}{no}同意调解"), format!("{who}{no} consents to mediation"))
            } else {
                said(format!("{who}{no}不同意调解"), format!("{who}{no} refuses mediation"))
            };
        }
        if let Change::MediatorRecused { session, ground_code, .. } = change {
            let (which, why) = (self.session(session), self.code("recusal_ground", ground_code));
            return said(
                format!("{which}一名调解员回避：{why}"),
                format!("A mediator of {which} withdrew: {why}"),
            );
        }
        if let Change::MediationStarted { session } = change {
            let which = self.session(session);
            return said(format!("{which}开始"), format!("{which} began"));
        }
        if let Change::MediationAdjourned { session, next } = change {
            let which = self.session(session);
            let next = next.as_ref().map(|next| self.session(next));
            return match next {
                Some(next) => said(
                    format!("{which}休会，续开{next}"),
                    format!("{which} was adjourned; it goes on in {next}"),
                ),
                None => said(format!("{which}休会"), format!("{which} was adjourned")),
            };
        }
        if let Change::MediationConcluded { session, outcome, guided_to } = change {
            let (which, what) = (self.session(session), outcome.name(self.lang));
            let way = guided_to.map(|procedure| procedure.name(self.lang));
            return match way {
                Some(way) => said(
                    format!("{which}：{what}，引导{way}"),
                    format!("{which}: {what}, guided to {way}"),
                ),
                None => said(format!("{which}：{what}"), format!("{which}: {what}")),
            };
        }
        if let Change::MediationMinutesSigned { session, party_nos, .. } = change {
            let (which, count) = (self.session(session), party_nos.len());
            return said(
                format!("{which}笔录已由 {count} 名当事人签字"),
                format!("The minutes of {which} were signed by {count} parties"),
            );
        }
        String::new()
    }

    pub(super) fn of_agreement(&self, change: &Change) -> String {
        let said = |zh: String, en: String| self.said(zh, en);
        if let Change::AgreementReached { agreement, form, item_count, .. } = change {
            let (no, form) = (&agreement.agreement_no, form.name(self.lang));
            return said(
                format!("达成{form} {no}，共 {item_count} 项"),
                format!("Agreement {no} ({form}) with {item_count} items"),
            );
        }
        if let Change::AgreementCancelled { agreement } = change {
            let no = &agreement.agreement_no;
            return said(format!("撤销协议记录 {no}"), format!("Agreement {no} was taken back"));
        }
        if let Change::PerformanceRecorded { agreement, item_no, state, .. } = change {
            let (no, state) = (&agreement.agreement_no, state.name(self.lang));
            return said(
                format!("协议 {no} 第 {item_no} 项{state}"),
                format!("Agreement {no}, item {item_no}: {state}"),
            );
        }
        if let Change::PerformanceReminded { agreement, item_no, due_on } = change {
            let no = &agreement.agreement_no;
            return said(
                format!("协议 {no} 第 {item_no} 项将于 {due_on} 到期"),
                format!("Agreement {no}, item {item_no} is due on {due_on}"),
            );
        }
        if let Change::PerformanceOverdue { agreement, item_no, due_on, next_step } = change {
            let no = &agreement.agreement_no;
            let (zh, en) = next_step.map_or_else(Default::default, |step| {
                let then = (step.name(Lang::Zh), step.name(Lang::En));
                (format!("，下一步：{}", then.0), format!("; next: {}", then.1))
            });
            return said(
                format!("协议 {no} 第 {item_no} 项应于 {due_on} 履行，至今未履行{zh}"),
                format!("Agreement {no}, item {item_no} was due on {due_on} and is still owed{en}"),
            );
        }
        if let Change::ConfirmationReminded { agreement, due_on } = change {
            let no = &agreement.agreement_no;
            return said(
                format!("协议 {no} 申请司法确认的期限将于 {due_on} 届满"),
                format!("The court can be asked to confirm agreement {no} until {due_on}"),
            );
        }
        if let Change::ConfirmationApplied { agreement, applied_on } = change {
            let no = &agreement.agreement_no;
            return said(
                format!("协议 {no} 已于 {applied_on} 申请司法确认"),
                format!("Confirmation of agreement {no} was applied for on {applied_on}"),
            );
        }
        if let Change::ConfirmationAnswered { agreement, answer, answered_on } = change {
            let (no, answer) = (&agreement.agreement_no, answer.name(self.lang));
            return said(
                format!("协议 {no} 司法确认：{answered_on} {answer}"),
                format!("Confirmation of agreement {no}: {answer} on {answered_on}"),
            );
        }
        String::new()
    }
}
