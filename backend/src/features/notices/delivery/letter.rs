//! What a mail says: one or many facts, a link each, no personal data. Pure.

use uuid::Uuid;

use crate::features::notices::entity::notice;
use crate::features::notices::kind::NoticeKind;
use crate::features::notices::params::Params;
use crate::platform::lang::Lang;

/// A message ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same for every attempt, so that a receiver can tell a second copy.
    pub id: Uuid,
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// The letter about `notices`, oldest first, to `to`.
pub fn letter(id: Uuid, to: String, notices: &[&notice::Model], link_base: &str) -> Letter {
    let base = link_base.trim_end_matches('/');
    let told: Vec<_> = notices.iter().filter_map(|notice| told(notice, base)).collect();
    let subject = match told.as_slice() {
        [(kind, _)] => format!("【综治】{}", kind.name(Lang::Zh)),
        many => format!("【综治】{} 条通知", many.len()),
    };
    let facts: Vec<_> =
        told.iter().zip(1..).map(|((_, text), number)| format!("{number}. {text}\n")).collect();
    let body = format!(
        "您好：\n\n以下事项与您的工作有关：\n\n{}\n请登录后办理：{base}/inbox\n\n\
         本邮件由系统自动发送，请勿回复。可在“通知设置”中停收或改为每日一封。\n",
        facts.concat()
    );
    Letter { id, to, subject, body }
}

fn told(notice: &notice::Model, base: &str) -> Option<(NoticeKind, String)> {
    let kind = NoticeKind::parse(&notice.kind)?;
    let sentence = kind.sentence(&Params::read(&notice.params), Lang::Zh);
    let link = match (notice.about_kind.as_deref(), notice.about_id) {
        (Some("case"), Some(id)) => format!("\n   {base}/cases/{id}"),
        (Some("supervision_order"), Some(id)) => format!("\n   {base}/supervision/orders/{id}"),
        (Some("mediation"), Some(id)) => format!("\n   {base}/mediations/{id}"),
        (Some("agreement"), Some(id)) => format!("\n   {base}/agreements/{id}"),
        _ => String::new(),
    };
    Some((kind, format!("{sentence}。{link}")))
}
