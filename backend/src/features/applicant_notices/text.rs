//! What a notice says, in plain words and without names: for the tracking page, the mail and the
//! printed notice. Pure.

use super::entity::notice;
use super::kind::ApplicantNoticeKind;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::model::Procedure;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::platform::lang::Lang;

/// Where names are looked up.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The organisation.
    pub directory: &'a Directory,
    /// The code sets.
    pub codes: &'a Codes,
    /// The reader's language.
    pub lang: Lang,
}

impl Told<'_> {
    /// The unit the matter is with: the one that leads, or the centre.
    pub fn unit(&self, row: &notice::Model) -> String {
        match row.department_id {
            Some(id) => self.directory.department_name(id),
            None => self.center(row),
        }
    }

    fn center(&self, row: &notice::Model) -> String {
        let center = self.directory.centers.get(&row.center_id);
        center.map(|center| center.name.clone()).unwrap_or_default()
    }

    /// Why, in words; nothing where a notice gives no reason.
    pub fn reason(&self, row: &notice::Model) -> String {
        if ApplicantNoticeKind::parse(&row.kind).is_some_and(ApplicantNoticeKind::is_mail_only) {
            return String::new();
        }
        if let Some(procedure) = row.procedure.as_deref().and_then(Procedure::parse) {
            return self
                .lang
                .pick("进入{procedure}程序", "it waits for this procedure: {procedure}")
                .replace("{procedure}", procedure.name(self.lang));
        }
        if let Some(reason) = row.reason.as_deref() {
            return reason.trim_end_matches(['。', '.']).to_owned();
        }
        let Some(code) = row.reason_code.as_deref() else {
            // 因情况复杂，经批准可以延长.
            let words = ("情况复杂，在原定期限内不能办结", "it is complex and needs more time");
            return self.lang.pick(words.0, words.1).to_owned();
        };
        match (self.lang, self.codes.item("suspend_reason", code)) {
            (Lang::En, Some(item)) => item.name_en.clone().unwrap_or_else(|| item.name.clone()),
            (Lang::Zh, Some(item)) => item.name.clone(),
            (_, None) => code.to_owned(),
        }
    }

    /// The heading.
    pub fn title(&self, kind: ApplicantNoticeKind) -> &'static str {
        kind.name(self.lang)
    }

    /// The paragraphs, for the case of that number.
    pub fn paragraphs(
        &self,
        row: &notice::Model,
        kind: ApplicantNoticeKind,
        case_no: &str,
    ) -> Vec<String> {
        let filled = |text: &str| {
            let day = |on: Option<chrono::NaiveDate>| on.map(|on| on.to_string());
            text.replace("{no}", case_no)
                .replace("{unit}", &self.unit(row))
                .replace("{center}", &self.center(row))
                .replace("{why}", &self.reason(row))
                .replace("{on}", &local_date(row.created_at).to_string())
                .replace("{days}", &row.days.unwrap_or_default().to_string())
                .replace("{until}", &day(row.until_on).unwrap_or_default())
        };
        let said = [Some(opening(kind)), Some(what(kind)), by_when(kind, row.until_on.is_some())];
        let mut told: Vec<_> =
            said.into_iter().flatten().map(|(zh, en)| filled(self.lang.pick(zh, en))).collect();
        told.push(self.where_to_ask(row));
        told
    }

    fn where_to_ask(&self, row: &notice::Model) -> String {
        let center = self.directory.centers.get(&row.center_id);
        let phone = center.and_then(|center| center.phone.as_deref()).unwrap_or_default();
        let (zh, en) = if phone.is_empty() {
            (
                "凭编号和查询码可以随时查询进展，也可以到{center}窗口询问。",
                "Look it up with number and code at any time, or ask at {center}.",
            )
        } else {
            (
                "凭编号和查询码可以随时查询进展，也可以到{center}窗口或拨打 {phone} 询问。",
                "Look it up with number and code at any time, or ask at {center}, telephone {phone}.",
            )
        };
        self.lang.pick(zh, en).replace("{center}", &self.center(row)).replace("{phone}", phone)
    }
}

/// The same in Chinese and in English.
type Said = (&'static str, &'static str);

/// Whom the matter is with.
const fn opening(kind: ApplicantNoticeKind) -> Said {
    match kind {
        ApplicantNoticeKind::Accepted => (
            "您反映的事项（编号 {no}）已由{center}受理。",
            "Your matter (number {no}) was accepted by {center}.",
        ),
        ApplicantNoticeKind::Suspended
        | ApplicantNoticeKind::Extended
        | ApplicantNoticeKind::Dispatched
        | ApplicantNoticeKind::Resolved
        | ApplicantNoticeKind::Closed => {
            ("您反映的事项（编号 {no}）由{unit}办理。", "Your matter (number {no}) is with {unit}.")
        }
    }
}

/// What happened.
const fn what(kind: ApplicantNoticeKind) -> Said {
    match kind {
        ApplicantNoticeKind::Suspended => (
            "原因：{why}。自 {on} 起暂停办理，暂停的时间不计入办理期限。",
            "Reason: {why}. From {on} on it stands still; that time does not count towards the limit.",
        ),
        ApplicantNoticeKind::Extended => (
            "原因：{why}。经{center}批准，办理期限延长 {days} 天。",
            "Reason: {why}. {center} has agreed to extend the limit by {days} days.",
        ),
        ApplicantNoticeKind::Accepted => (
            "登记日期为 {on}，下一步由{center}确定承办单位。",
            "It was registered on {on}; {center} now decides which unit handles it.",
        ),
        ApplicantNoticeKind::Dispatched => {
            ("{center}已于 {on} 转交办理。", "{center} handed it over on {on}.")
        }
        ApplicantNoticeKind::Resolved => (
            "办理结果已报告，{center}于 {on} 审核通过。",
            "A result was reported, and {center} accepted it on {on}.",
        ),
        ApplicantNoticeKind::Closed => ("已于 {on} 结案。", "It was closed on {on}."),
    }
}

/// Until when, or what can be done now.
const fn by_when(kind: ApplicantNoticeKind, is_until: bool) -> Option<Said> {
    Some(match (kind, is_until) {
        (ApplicantNoticeKind::Accepted, _) => return None,
        (ApplicantNoticeKind::Suspended, true) => (
            "预计 {until} 恢复办理，办理期限相应顺延。",
            "Work is to go on by {until}; the limit moves accordingly.",
        ),
        (ApplicantNoticeKind::Suspended, false) => (
            "等待的事项有结果后恢复办理，届时查询页面会显示。",
            "Work goes on when what it waits for is settled; the tracking page will say so.",
        ),
        (ApplicantNoticeKind::Extended, true) => {
            ("新的办理期限为 {until}。", "The new last day is {until}.")
        }
        (ApplicantNoticeKind::Extended, false) => {
            ("新的办理期限见查询页面。", "The new last day is on the tracking page.")
        }
        (ApplicantNoticeKind::Dispatched, true) => {
            ("办理期限至 {until}。", "It is to be handled by {until}.")
        }
        (ApplicantNoticeKind::Dispatched, false) => {
            ("办理期限见查询页面。", "The tracking page says by when it is to be handled.")
        }
        (ApplicantNoticeKind::Resolved, _) => (
            "结果请凭编号和查询码查看；是否解决、是否受到公正对待，可以在查询页面评价。",
            "Look the result up with number and code; there you can say whether it is solved and whether \
             you were treated fairly.",
        ),
        (ApplicantNoticeKind::Closed, _) => (
            "如问题没有解决，可以在查询页面所示的期限内反映，重新办理。",
            "If it is not solved, say so on the tracking page within the time shown there, and it is taken \
             up again.",
        ),
    })
}
