//! What an applicant is told, where the telling stands, and how they were told. Pure.

use crate::features::cases::change::Change;
use crate::features::cases::model::CaseStatus;
use crate::platform::words::words;

words! {
    /// What the applicant is told.
    ApplicantNoticeKind {
        Suspended = "suspended", "暂停办理告知书", "Notice that a matter stands still";
        Extended = "extended", "延长办理期限告知书", "Notice that a limit was extended";
        Accepted = "accepted", "受理通知", "Notice that a matter was accepted";
        Dispatched = "dispatched", "转办通知", "Notice of who handles a matter";
        Resolved = "resolved", "办理结果通知", "Notice of a result";
        Closed = "closed", "结案通知", "Notice that a matter was closed";
    }
}

words! {
    /// Where the telling stands.
    ApplicantNoticeState {
        ToSend = "to_send", "待发送", "To be sent";
        Sent = "sent", "已发送", "Sent";
        ToTell = "to_tell", "待窗口告知", "To be told by the window";
        Told = "told", "已告知", "Told";
        Published = "published", "仅在查询页面公布", "On the tracking page only";
    }
}

words! {
    /// How the applicant was told.
    ToldWay {
        Email = "email", "电子邮件", "By e-mail";
        Phone = "phone", "电话", "By telephone";
        InPerson = "in_person", "当面", "In person";
        Post = "post", "邮寄", "By post";
    }
}

words! {
    /// How people of a centre or a unit tell an applicant.
    TellWay {
        Phone = "phone", "电话", "By telephone";
        InPerson = "in_person", "当面", "In person";
        Post = "post", "邮寄", "By post";
    }
}

impl From<TellWay> for ToldWay {
    fn from(way: TellWay) -> Self {
        match way {
            TellWay::Phone => Self::Phone,
            TellWay::InPerson => Self::InPerson,
            TellWay::Post => Self::Post,
        }
    }
}

impl ApplicantNoticeKind {
    /// Whether it goes to those alone who asked for mail: the tracking page says the same to everybody,
    /// and no law wants it told, so that the window is not kept busy with it.
    pub const fn is_mail_only(self) -> bool {
        match self {
            Self::Suspended | Self::Extended => false,
            Self::Accepted | Self::Dispatched | Self::Resolved | Self::Closed => true,
        }
    }
}

/// What of a change the applicant is told, which left the case in `status`; most are none of it.
pub fn told_of(change: &Change, status: CaseStatus) -> Option<ApplicantNoticeKind> {
    if let Change::Suspended { .. } = change {
        return Some(ApplicantNoticeKind::Suspended);
    }
    if let Change::ExtensionDecided { approved: true, .. } = change {
        return Some(ApplicantNoticeKind::Extended);
    }
    if let Change::Dispatched { .. } | Change::Ruled { .. } = change {
        return Some(ApplicantNoticeKind::Dispatched);
    }
    if let Change::ResolutionAccepted { .. } = change {
        return Some(ApplicantNoticeKind::Resolved);
    }
    // A callback closes it, or its citizen's own answer, or nobody who could be reached.
    if let Change::CallbackRecorded { .. } | Change::Closed { .. } = change {
        return (status == CaseStatus::Closed).then_some(ApplicantNoticeKind::Closed);
    }
    None
}

/// Whether it waits for somebody to tell the applicant, or was not told yet by any way.
pub const fn is_open(state: ApplicantNoticeState) -> bool {
    match state {
        ApplicantNoticeState::ToSend
        | ApplicantNoticeState::ToTell
        | ApplicantNoticeState::Published => true,
        ApplicantNoticeState::Sent | ApplicantNoticeState::Told => false,
    }
}
