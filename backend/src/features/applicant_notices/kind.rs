//! What an applicant is told, where the telling stands, and how they were told. Pure.

use crate::features::cases::change::Change;
use crate::platform::words::words;

words! {
    /// What the applicant is told.
    ApplicantNoticeKind {
        Suspended = "suspended", "暂停办理告知书", "Notice that a matter stands still";
        Extended = "extended", "延长办理期限告知书", "Notice that a limit was extended";
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

/// What of a change the applicant is told; most are none of it.
pub fn told_of(change: &Change) -> Option<ApplicantNoticeKind> {
    if let Change::Suspended { .. } = change {
        return Some(ApplicantNoticeKind::Suspended);
    }
    if let Change::ExtensionDecided { approved: true, .. } = change {
        return Some(ApplicantNoticeKind::Extended);
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
