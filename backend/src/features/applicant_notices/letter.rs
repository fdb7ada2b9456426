//! A notice as a mail. Pure.

use super::entity::{contact, notice};
use super::kind::ApplicantNoticeKind;
use super::text::Told;
use crate::features::notices::delivery::letter::Letter;

/// The mail about a notice: what it says, and nothing of what the matter is about.
pub(super) fn letter(
    told: &Told<'_>,
    row: &notice::Model,
    kind: ApplicantNoticeKind,
    case_no: &str,
    to: &contact::Model,
) -> Letter {
    let subject = told.lang.pick("【综治】{title}", "{title}").replace("{title}", told.title(kind));
    let body = told
        .lang
        .pick(
            "您好：\n\n{text}\n\n本邮件由系统自动发送，请勿回复。您提交诉求时选择了接收此类通知。\n",
            "Hello,\n\n{text}\n\nThis mail was sent automatically because you asked for such notices \
             when you submitted the matter. Please do not reply.\n",
        )
        .replace("{text}", &told.paragraphs(row, kind, case_no).join("\n"));
    Letter { id: row.id, to: to.email.clone(), subject, body }
}
