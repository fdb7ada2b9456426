//! Plain words for events that come with a figure, a day or a paper. Pure.

use chrono::NaiveDate;

use super::words::Words;
use crate::features::documents::kind::DocumentKind;

impl Words<'_> {
    /// That parts of the matter go their own way.
    pub(super) fn divided(&self, parts: usize) -> String {
        let text = self.pick(
            "其中 {n} 项已分开登记，由各自的单位办理",
            "{n} parts of it were registered by themselves, each with a unit of its own",
        );
        text.replace("{n}", &parts.to_string())
    }

    /// That an item of the agreement will be due, or is and was not performed; by its number: what it
    /// says may name people.
    pub(super) fn owed(&self, item_no: i32, due_on: NaiveDate, is_over: bool) -> String {
        let text = if is_over {
            self.pick(
                "调解协议第 {no} 项应于 {on} 前履行，尚未登记履行，可向综治中心反映",
                "Item {no} of the agreement was due by {on} and is not known to be performed; \
                 tell the centre",
            )
        } else {
            self.pick(
                "调解协议第 {no} 项将于 {on} 到期",
                "Item {no} of the agreement is due by {on}",
            )
        };
        text.replace("{no}", &item_no.to_string()).replace("{on}", &due_on.to_string())
    }

    /// Until when the court may be asked (民事诉讼法 art. 205: both together, within thirty days).
    pub(super) fn askable_until(&self, due_on: NaiveDate) -> String {
        let text = self.pick(
            "双方可以共同向法院申请司法确认，最迟 {on}",
            "Both sides together may ask the court to confirm the agreement until {on}",
        );
        text.replace("{on}", &due_on.to_string())
    }

    /// That a paper for the citizen was issued, or counts no more; nothing of the centre's own papers.
    pub(super) fn paper(&self, kind: &str, is_issued: bool) -> Option<String> {
        let kind = DocumentKind::parse(kind).filter(|kind| is_for_citizens(*kind))?;
        let text = if is_issued {
            self.pick(
                "已出具{paper}，可到综治中心领取",
                "{paper} was issued; fetch it at the centre",
            )
        } else {
            self.pick("原出具的{paper}已作废", "{paper} counts no more")
        };
        Some(text.replace("{paper}", kind.name(self.lang)))
    }
}

/// Whether a paper is handed to the citizen.
const fn is_for_citizens(kind: DocumentKind) -> bool {
    match kind {
        DocumentKind::RightsNotice
        | DocumentKind::MediationRecord
        | DocumentKind::Agreement
        | DocumentKind::OralAgreement
        | DocumentKind::Receipt
        | DocumentKind::Reply => true,
        DocumentKind::IntakeForm
        | DocumentKind::TransferSheet
        | DocumentKind::AssistSheet
        | DocumentKind::ReminderLetter
        | DocumentKind::SupervisionLetter
        | DocumentKind::ClosingReport
        | DocumentKind::DossierCover
        | DocumentKind::DossierContents
        | DocumentKind::BackCover
        | DocumentKind::PerformanceRecord
        | DocumentKind::CallbackRecord
        | DocumentKind::MeetingMinutes
        | DocumentKind::CoverageReport => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_for_citizens;
    use crate::features::documents::kind::DocumentKind;

    #[test]
    fn papers_between_units_are_not_told() {
        assert!(is_for_citizens(DocumentKind::Reply));
        assert!(!is_for_citizens(DocumentKind::SupervisionLetter));
    }
}
