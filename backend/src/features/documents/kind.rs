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
        OralAgreement = "oral_agreement", "口头协议登记表", "Record of an oral agreement";
        BackCover = "back_cover", "卷宗封底", "Back cover";
        PerformanceRecord = "performance_record", "协议履行情况记录", "Record of performance";
        CallbackRecord = "callback_record", "人民调解回访记录", "Record of callbacks";
        MeetingMinutes = "meeting_minutes", "研判会议纪要", "Minutes of a review meeting";
        CoverageReport = "coverage_report", "派驻到岗情况月报", "Monthly report on coverage";
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
        /// A session of mediation that is over; none where there was none in the system.
        Mediation = "mediation";
        /// A recorded agreement; likewise.
        Agreement = "agreement";
        /// A review meeting, which is of many cases: its paper is issued on its own page.
        ReviewMeeting = "review_meeting";
        /// A department's month at a centre: its paper is taken on its own page.
        StationedDepartment = "stationed_department";
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
            Self::MediationRecord => AboutKind::Mediation,
            Self::Agreement | Self::OralAgreement | Self::PerformanceRecord => AboutKind::Agreement,
            Self::MeetingMinutes => AboutKind::ReviewMeeting,
            Self::CoverageReport => AboutKind::StationedDepartment,
            Self::IntakeForm
            | Self::RightsNotice
            | Self::Receipt
            | Self::Reply
            | Self::ClosingReport
            | Self::DossierCover
            | Self::DossierContents
            | Self::CallbackRecord
            | Self::BackCover => AboutKind::Case,
        }
    }

    /// Whether a case may have several at once about nothing in particular: of sessions and
    /// agreements the system does not know. About one it knows there is one.
    pub const fn is_repeatable(self) -> bool {
        self.about().is_optional()
    }

    /// Whether it is a paper of one case.
    pub const fn is_of_case(self) -> bool {
        !matches!(self.about(), AboutKind::ReviewMeeting | AboutKind::StationedDepartment)
    }
}

impl AboutKind {
    /// Whether a document is issued without it where the case has none: the issuer writes what was
    /// said and agreed elsewhere.
    pub const fn is_optional(self) -> bool {
        match self {
            Self::Mediation | Self::Agreement => true,
            Self::Case
            | Self::LeadReferral
            | Self::AssistReferral
            | Self::SupervisionStep
            | Self::SupervisionOrder
            | Self::ReviewMeeting
            | Self::StationedDepartment => false,
        }
    }
}
