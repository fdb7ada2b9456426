//! The papers a centre makes out of a case (文书种类), and what each is about. Pure.

use crate::platform::words::words;

words! {
    /// A kind of document (文书).
    DocumentKind {
        IntakeForm = "intake_form", "矛盾纠纷受理登记表", "Intake form";
        RightsNotice = "rights_notice", "当事人权利义务告知书", "Notice of rights and duties";
        MediationRecord = "mediation_record", "调解笔录", "Mediation record";
        Agreement = "agreement", "调解协议书", "Mediation agreement";
        Receipt = "receipt", "受理回执", "Receipt";
        TransferSheet = "transfer_sheet", "转办单", "Transfer sheet";
        AssistSheet = "assist_sheet", "协办函", "Request for assistance";
        ReminderLetter = "reminder_letter", "催办函", "Reminder letter";
        SupervisionLetter = "supervision_letter", "督办函", "Supervision letter";
        Reply = "reply", "答复意见书", "Reply";
        ClosingReport = "closing_report", "结案报告", "Closing report";
        DossierCover = "dossier_cover", "卷宗封面", "Dossier cover";
        DossierContents = "dossier_contents", "卷内目录", "Dossier contents";
    }
}

words! {
    /// What a document is about beside its case.
    AboutKind {
        /// Nothing else.
        Case = "case";
        /// A referral to the leading department (主办).
        LeadReferral = "lead_referral";
        /// A referral to an assisting department (协办).
        AssistReferral = "assist_referral";
        /// A step of the supervision ladder (提醒、催办).
        SupervisionStep = "supervision_step";
        /// A supervision order (督办件).
        SupervisionOrder = "supervision_order";
    }
}

words! {
    /// Where a document stands.
    DocumentState {
        Valid = "valid", "有效", "Valid";
        Replaced = "replaced", "已被新版替代", "Replaced by a later edition";
        Void = "void", "已作废", "Void";
    }
}

impl DocumentKind {
    /// What it is about beside the case.
    pub const fn about(self) -> AboutKind {
        match self {
            Self::TransferSheet => AboutKind::LeadReferral,
            Self::AssistSheet => AboutKind::AssistReferral,
            Self::ReminderLetter => AboutKind::SupervisionStep,
            Self::SupervisionLetter => AboutKind::SupervisionOrder,
            Self::IntakeForm
            | Self::RightsNotice
            | Self::MediationRecord
            | Self::Agreement
            | Self::Receipt
            | Self::Reply
            | Self::ClosingReport
            | Self::DossierCover
            | Self::DossierContents => AboutKind::Case,
        }
    }

    /// Whether a case may have several at once: one a session, one an agreement.
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Self::MediationRecord | Self::Agreement)
    }
}

/// A line of the contents of a mediation dossier (人民调解卷宗卷内目录).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DossierLine {
    /// What it is called there.
    pub name: &'static str,
    /// 必须, or only where there is one (按需).
    pub is_required: bool,
    /// The kinds that are it; none: a paper that is added by hand.
    pub kinds: &'static [DocumentKind],
}

const fn line(
    name: &'static str,
    is_required: bool,
    kinds: &'static [DocumentKind],
) -> DossierLine {
    DossierLine { name, is_required, kinds }
}

/// The thirteen lines in their order (司法部人民调解文书格式 卷内目录; domain 3.8).
pub const DOSSIER: [DossierLine; 13] = [
    line("人民调解申请书或受理登记表", true, &[DocumentKind::IntakeForm]),
    line("人民调解当事人权利义务告知书", true, &[DocumentKind::RightsNotice]),
    line("当事人身份证明", true, &[]),
    line("授权委托书", false, &[]),
    line("人民调解调查记录", false, &[]),
    line("人民调解证据材料", false, &[]),
    line("人民调解记录", true, &[DocumentKind::MediationRecord]),
    line("人民调解协议书", true, &[DocumentKind::Agreement]),
    line("收条或汇款单等履行凭证", false, &[]),
    line("人民调解回访记录", false, &[]),
    line("司法确认有关材料", false, &[]),
    line("卷宗情况说明", false, &[DocumentKind::ClosingReport]),
    line("封底", true, &[]),
];
