//! Events in words.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Teller, papers};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::{
    AssistTask, Change, OrderThen, Rebased, Referred, WatchedLimit,
};
use crate::features::cases::model::{PartyRole, Procedure};
use crate::features::documents::kind::DocumentKind;
use crate::platform::lang::Lang;

impl Teller<'_> {
    fn department(&self, id: Uuid) -> String {
        self.viewer.department(id).name
    }

    pub(super) fn code(&self, set: &str, code: &str) -> String {
        match (self.lang, self.codes.item(set, code)) {
            (Lang::En, Some(item)) => item.name_en.clone().unwrap_or_else(|| item.name.clone()),
            (_, Some(item)) => item.name.clone(),
            (_, None) => code.to_owned(),
        }
    }

    /// A limit that is counted by something else, such as "办理，规则第 1 版改为第 2 版，届满日由
    /// 2026-03-09 变为 2026-03-06".
    fn rebased(&self, limit: &Rebased) -> String {
        let (from, to) = (&limit.from, &limit.to);
        let (what, was, is) = if from.rule_id == to.rule_id {
            let what = self.lang.pick("日历", "calendar");
            (what, from.calendar_version, to.calendar_version)
        } else {
            (self.lang.pick("规则", "rule"), from.rule_version, to.rule_version)
        };
        let day = |due: Option<DateTime<Utc>>| match due {
            Some(at) => local_date(at).to_string(),
            None => self.lang.pick("暂停中", "stopped").to_owned(),
        };
        self.lang
            .pick(
                "{clock}，{what}第 {was} 版改为第 {is} 版，届满日由 {old} 变为 {new}",
                "{clock}, {what} version {was} to {is}, due {old} becomes {new}",
            )
            .replace("{clock}", limit.clock.name(self.lang))
            .replace("{what}", what)
            .replace("{was}", &was.to_string())
            .replace("{is}", &is.to_string())
            .replace("{old}", &day(from.due_at))
            .replace("{new}", &day(to.due_at))
    }

    #[expect(clippy::too_many_lines, reason = "one arm a kind of event")]
    pub(super) fn sentence(&self, change: &Change) -> String {
        let pick = |zh: String, en: String| match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        let added = |text: &Option<String>| match text.as_deref().map(str::trim) {
            Some(text) if !text.is_empty() => pick(format!("。{text}"), format!(". {text}")),
            _ => String::new(),
        };
        match change {
            Change::Registered { case_no, channel, .. } => {
                let channel = channel.name(self.lang);
                pick(
                    format!("{channel}登记，编号 {case_no}"),
                    format!("Registered ({channel}) as {case_no}"),
                )
            }
            Change::Classified { type_code, level, reason, .. } => {
                let kind = self.code("case_type", type_code);
                let level = level.name(self.lang);
                pick(
                    format!("分类为“{kind}”，等级{level}"),
                    format!("Classified as {kind}, {level}"),
                ) + &added(reason)
            }
            Change::Dispatched { lead, assists, note, tasks, .. } => {
                let lead = self.department(lead.department_id);
                let named = |assist: &Referred| {
                    let name = self.department(assist.department_id);
                    let asked = tasks.iter().find(|task| task.referral_id == assist.referral_id);
                    let Some(AssistTask { task, due_on, .. }) = asked else { return name };
                    let by = due_on.map(|day| pick(format!("，{day} 前"), format!(" by {day}")));
                    let by = by.unwrap_or_default();
                    pick(format!("{name}（{task}{by}）"), format!("{name} ({task}{by})"))
                };
                let names: Vec<_> = assists.iter().map(named).collect();
                let with = match names.as_slice() {
                    [] => String::new(),
                    names => pick(
                        format!("，{}协办", names.join("、")),
                        format!(" with {}", names.join(", ")),
                    ),
                };
                pick(format!("转办，{lead}主办{with}"), format!("Dispatched to {lead}{with}"))
                    + &added(note)
            }
            Change::Signed { by_system: true, .. } => pick(
                "签收时限已到，自动签收".to_owned(),
                "Signed automatically at the limit".to_owned(),
            ),
            Change::Signed { note, .. } => {
                pick("已签收".to_owned(), "Signed for".to_owned()) + &added(note)
            }
            Change::Returned { ground_code, note, suggested_department_id, .. } => {
                let ground = self.code("return_ground", ground_code);
                let to = suggested_department_id.map(|id| self.department(id));
                let to = to
                    .map(|name| pick(format!("，建议由{name}办理"), format!("; suggests {name}")));
                pick(format!("退回，理由：{ground}"), format!("Returned: {ground}"))
                    + &to.unwrap_or_default()
                    + &added(&Some(note.clone()))
            }
            Change::Ruled { lead, reason, fallback } => {
                let lead = self.department(lead.department_id);
                let fallback = if *fallback {
                    pick("（兜底）".to_owned(), " (fallback)".to_owned())
                } else {
                    String::new()
                };
                pick(
                    format!("裁定由{lead}主办{fallback}"),
                    format!("Ruled: {lead} leads{fallback}"),
                ) + &added(&Some(reason.clone()))
            }
            Change::AssistAdded { assist, task, due_on } => {
                let name = self.department(assist.department_id);
                let by = due_on.map(|day| pick(format!("，{day} 前"), format!(" by {day}")));
                let by = by.unwrap_or_default();
                pick(format!("增加{name}协办{by}：{task}"), format!("{name} assists{by}: {task}"))
            }
            Change::AssistCompleted { result, .. } => {
                pick(format!("协办办结：{result}"), format!("Assistance completed: {result}"))
            }
            Change::AssistReturned { assist, ground_code, note } => {
                let name = self.department(assist.department_id);
                let ground = self.code("return_ground", ground_code);
                pick(
                    format!("{name}退回协办，理由：{ground}"),
                    format!("{name} returned its assistance: {ground}"),
                ) + &added(&Some(note.clone()))
            }
            Change::AssistRemoved { assist, reason } => {
                let name = self.department(assist.department_id);
                pick(format!("撤销{name}协办：{reason}"), format!("{name} taken off: {reason}"))
            }
            Change::Suspended {
                reason_code,
                procedure,
                external_no,
                until_on,
                note,
                decision,
                ..
            } => {
                let stop = self.stop(reason_code, *procedure, external_no.as_deref(), *until_on);
                pick(format!("中止：{stop}"), format!("Suspended: {stop}"))
                    + &added(note)
                    + &added(decision)
            }
            Change::SuspensionRequested {
                reason_code,
                procedure,
                external_no,
                until_on,
                reason,
                ..
            } => {
                let stop = self.stop(reason_code, *procedure, external_no.as_deref(), *until_on);
                pick(format!("申请中止：{stop}"), format!("Asked for a stop: {stop}"))
                    + &added(&Some(reason.clone()))
            }
            Change::SuspensionRefused { reason } => {
                pick("不同意中止".to_owned(), "Stop refused".to_owned())
                    + &added(&Some(reason.clone()))
            }
            Change::ProcedureRecorded {
                accepted_on,
                external_no,
                extended_days,
                extended_on,
                note,
            } => {
                let accepted = accepted_on
                    .map(|on| pick(format!("，{on} 受理"), format!(", accepted on {on}")));
                let no = external_no
                    .as_deref()
                    .map(|no| pick(format!("，案号 {no}"), format!(", number {no}")));
                let longer = extended_days.zip(*extended_on).map(|(days, on)| {
                    pick(
                        format!("，{on} 决定延长 {days} 天"),
                        format!(", made {days} days longer on {on}"),
                    )
                });
                let told = [accepted, no, longer].into_iter().flatten().collect::<String>();
                pick(format!("登记法定程序{told}"), format!("Procedure recorded{told}"))
                    + &added(note)
            }
            Change::Resumed { by_system: true, .. } => {
                pick("中止期限已到，自动恢复".to_owned(), "Resumed on the named day".to_owned())
            }
            Change::Resumed { note, .. } => {
                pick("恢复办理".to_owned(), "Resumed".to_owned()) + &added(note)
            }
            Change::ExtensionRequested { days, reason } => {
                pick(format!("申请延期 {days} 天"), format!("Asked for {days} more days"))
                    + &added(&Some(reason.clone()))
            }
            Change::ExtensionDecided { approved: true, days, reason } => {
                pick(format!("同意延期 {days} 天"), format!("Extended by {days} days"))
                    + &added(&Some(reason.clone()))
            }
            Change::ExtensionDecided { reason, .. } => {
                pick("不同意延期".to_owned(), "Extension refused".to_owned())
                    + &added(&Some(reason.clone()))
            }
            Change::LevelTransferred { to_center_id, direction, reason, .. } => {
                let to = self.viewer.center(*to_center_id).name;
                let way = direction.name(self.lang);
                pick(format!("{way}至{to}"), format!("{way} to {to}"))
                    + &added(&Some(reason.clone()))
            }
            Change::TakenInCharge { plan, next_review_on, .. } => pick(
                format!("领导包案，{next_review_on} 前复查。{plan}"),
                format!("A leader takes charge, next review on {next_review_on}. {plan}"),
            ),
            Change::Merged { into_case_no, reason, .. } => {
                pick(format!("并入案件 {into_case_no}"), format!("Merged into {into_case_no}"))
                    + &added(reason)
            }
            Change::Unmerged { reason } => {
                pick("撤销并案".to_owned(), "Merge undone".to_owned()) + &added(reason)
            }
            Change::Split { parts, reason } => {
                let numbers: Vec<_> = parts.iter().map(|part| part.case_no.as_str()).collect();
                pick(
                    format!("拆分出案件 {}", numbers.join("、")),
                    format!("Split into {}", numbers.join(", ")),
                ) + &added(reason)
            }
            Change::Unsplit { into_case_no, reason, .. } => {
                pick(
                    format!("撤销拆分，并回案件 {into_case_no}"),
                    format!("Split undone, back into {into_case_no}"),
                ) + &added(reason)
            }
            Change::ProgressReported { note } => note.clone(),
            Change::Resolved { outcome, method_code, override_reason, .. } => {
                let outcome = outcome.name(self.lang);
                let method = self.code("resolution_method", method_code);
                pick(
                    format!("申报办结：{outcome}，方式：{method}"),
                    format!("Resolved: {outcome} by {method}"),
                ) + &added(override_reason)
            }
            Change::ResolutionAccepted { reason } => {
                pick("审核通过，待回访".to_owned(), "Resolution accepted".to_owned())
                    + &added(reason)
            }
            Change::ResolutionRejected { reason } => {
                pick("审核退回".to_owned(), "Resolution rejected".to_owned())
                    + &added(&Some(reason.clone()))
            }
            Change::CallbackRecorded { reached: false, comment, .. } => {
                pick("回访未联系上".to_owned(), "Callback: not reached".to_owned())
                    + &added(comment)
            }
            Change::CallbackRecorded { solved, fairly_treated, comment, .. } => {
                let answer = |yes: Option<bool>| match (yes, self.lang) {
                    (Some(true), Lang::Zh) => "是",
                    (Some(false), Lang::Zh) => "否",
                    (None, Lang::Zh) => "未答",
                    (Some(true), Lang::En) => "yes",
                    (Some(false), Lang::En) => "no",
                    (None, Lang::En) => "no answer",
                };
                let (solved, fair) = (answer(*solved), answer(*fairly_treated));
                pick(
                    format!("回访：是否解决 {solved}，是否受到公正对待 {fair}"),
                    format!("Callback: solved {solved}, fairly treated {fair}"),
                ) + &added(comment)
            }
            Change::Closed { reason } => {
                pick("结案".to_owned(), "Closed".to_owned()) + &added(&Some(reason.clone()))
            }
            Change::Archived { note } => {
                pick("归档".to_owned(), "Archived".to_owned()) + &added(note)
            }
            Change::Reopened { reason } => {
                pick("重新办理".to_owned(), "Reopened".to_owned()) + &added(&Some(reason.clone()))
            }
            Change::Declined { ground_code, told_applicant } => {
                let ground = self.code("decline_ground", ground_code);
                pick(format!("不予受理：{ground}"), format!("Declined: {ground}"))
                    + &added(&Some(told_applicant.clone()))
            }
            Change::Withdrawn { reason } => {
                pick("撤回".to_owned(), "Withdrawn".to_owned()) + &added(&Some(reason.clone()))
            }
            Change::LimitRebased { limits, reason, .. } => {
                let each: Vec<_> = limits.iter().map(|limit| self.rebased(limit)).collect();
                pick(
                    format!("时限重算：{}", each.join("；")),
                    format!("Limits counted anew: {}", each.join("; ")),
                ) + &added(reason)
            }
            Change::RuleNoted { rule_name, note, department_id, role, .. } => {
                let who = department_id.map(|id| self.department(id));
                let who = who.into_iter().chain(role.map(|role| role.name(self.lang).to_owned()));
                let who = who.collect::<Vec<_>>().join(self.lang.pick("、", ", "));
                pick(
                    format!("规则“{rule_name}”提示{who}：{note}"),
                    format!("Rule “{rule_name}” asks {who} to look: {note}"),
                )
            }
            Change::Revealed { party_no, field, reason } => {
                pick(
                    format!("查看第 {party_no} 号当事人的{}", field_name(field, self.lang)),
                    format!("Looked at the {} of party {party_no}", field_name(field, self.lang)),
                ) + &added(&Some(reason.clone()))
            }
            Change::TrackingCodeReplaced { reason } => {
                self.lang
                    .pick("补发查询码，原查询码作废", "Gave out another tracking code")
                    .to_owned()
                    + &added(&Some(reason.clone()))
            }
            Change::Reminded { limit } => {
                let (who, what, due) = self.watched(limit);
                pick(
                    format!("提醒{who}：{what}时限将于 {due} 届满"),
                    format!("{who} was reminded: the limit for {what} ends on {due}"),
                )
            }
            Change::Urged { limit } => {
                let ((who, what, due), over) = (self.watched(limit), limit.working_days_over);
                pick(
                    format!("催办{who}：{what}时限已于 {due} 届满，超期 {over} 个工作日"),
                    format!(
                        "{who} was urged: the limit for {what} ended on {due}, {over} working \
                         days ago"
                    ),
                )
            }
            Change::BulletinListed { limit } => {
                let ((who, what, _), over) = (self.watched(limit), limit.working_days_over);
                pick(
                    format!("列入通报：{who}{what}超期 {over} 个工作日"),
                    format!("In the bulletin: {who}, {what} {over} working days over"),
                )
            }
            Change::SupervisionOrdered { order, ground_code, reply_due_on, .. } => {
                let OrderThen { order_no, department_id, .. } = order;
                let ground = self.code("supervision_ground", ground_code);
                let who = self.department(*department_id);
                pick(
                    format!("督办 {order_no}（{ground}），{who}须于 {reply_due_on} 前回复"),
                    format!("Order {order_no} ({ground}): {who} replies by {reply_due_on}"),
                )
            }
            Change::SupervisionReplied { order, is_late, .. } => {
                let (no, who) = (&order.order_no, self.department(order.department_id));
                let late = if *is_late { self.lang.pick("（逾期）", ", late") } else { "" };
                pick(format!("{who}回复督办 {no}{late}"), format!("{who} replied to {no}{late}"))
            }
            Change::SupervisionReplyAccepted { order, .. } => {
                let no = &order.order_no;
                pick(format!("督办 {no} 的回复已认可"), format!("Reply to {no} accepted"))
            }
            Change::SupervisionReplyRejected { order, reply_due_on, .. } => {
                let no = &order.order_no;
                pick(
                    format!("督办 {no} 的回复被退回，须于 {reply_due_on} 前重新回复"),
                    format!("Reply to {no} rejected; another by {reply_due_on}"),
                )
            }
            Change::SupervisionCancelled { order } => {
                let no = &order.order_no;
                pick(format!("撤销督办 {no}"), format!("Order {no} cancelled"))
            }
            Change::CitizenCommented { message_id, .. } => {
                pick("群众补充说明".to_owned(), "The citizen added something".to_owned())
                    + &added(&self.words.get(message_id).cloned())
            }
            Change::CitizenComplained { message_id, .. } => {
                pick(
                    "群众投诉，由综治中心处理".to_owned(),
                    "The citizen complained to the centre".to_owned(),
                ) + &added(&self.words.get(message_id).cloned())
            }
            Change::Rated { rating_id, solved, fairly_treated } => {
                let yes = |yes: &bool| match (yes, self.lang) {
                    (true, Lang::Zh) => "是",
                    (false, Lang::Zh) => "否",
                    (true, Lang::En) => "yes",
                    (false, Lang::En) => "no",
                };
                let (solved, fair) = (yes(solved), yes(fairly_treated));
                pick(
                    format!("群众评价：是否解决 {solved}，是否受到公正对待 {fair}"),
                    format!("Rated by the citizen: solved {solved}, fairly treated {fair}"),
                ) + &added(&self.words.get(rating_id).cloned())
            }
            Change::PartyAdded { party_no, role, reason, .. } => {
                let role = PartyRole::parse(role).map_or("", |role| role.name(self.lang));
                pick(
                    format!("增加第 {party_no} 位当事人（{role}）。{reason}"),
                    format!("Party {party_no} added ({role}). {reason}"),
                )
            }
            Change::PartyCorrected { party_no, fields, reason, .. } => {
                let names: Vec<_> =
                    fields.iter().map(|field| field_name(field, self.lang)).collect();
                let what = names.join(self.lang.pick("、", ", "));
                pick(
                    format!("更正第 {party_no} 位当事人的{what}。{reason}"),
                    format!("Party {party_no}: {what} corrected. {reason}"),
                )
            }
            Change::NoteWritten { note_id, .. } => {
                pick("内部备注".to_owned(), "Internal note".to_owned())
                    + &added(&self.words.get(note_id).cloned())
            }
            Change::ApplicantTold { about, way, .. } => {
                let (what, way) = (about.name(self.lang), way.name(self.lang));
                pick(
                    format!("已告知申请人（{way}）：{what}"),
                    format!("Applicant told ({way}): {what}"),
                )
            }
            Change::StaffReplied { reply_id, department_id, .. } => {
                let who = department_id.map(|id| self.department(id));
                let who =
                    who.unwrap_or_else(|| self.lang.pick("综治中心", "the centre").to_owned());
                pick(format!("{who}公开答复群众"), format!("Public reply by {who}"))
                    + &added(&self.words.get(reply_id).cloned())
            }
            Change::MediationBooked { .. }
            | Change::MediationRebooked { .. }
            | Change::MediationCancelled { .. }
            | Change::MediationConsentRecorded { .. }
            | Change::MediatorRecused { .. }
            | Change::MediationStarted { .. }
            | Change::MediationAdjourned { .. }
            | Change::MediationConcluded { .. }
            | Change::MediationMinutesSigned { .. } => self.of_mediation(change),
            Change::AgreementReached { .. }
            | Change::AgreementCancelled { .. }
            | Change::PerformanceRecorded { .. }
            | Change::PerformanceReminded { .. }
            | Change::PerformanceOverdue { .. }
            | Change::ConfirmationReminded { .. }
            | Change::ConfirmationApplied { .. }
            | Change::ConfirmationAnswered { .. } => self.of_agreement(change),
            Change::LeaderReceived { held_on, .. } => {
                pick(format!("领导接访（{held_on}）"), format!("Received by a leader on {held_on}"))
            }
            Change::PromiseMade { task, .. } => {
                let (who, day) = (self.department(task.department_id), task.due_on);
                pick(
                    format!("接访承诺：由{who}于 {day} 前兑现"),
                    format!("Promised at the reception: {who} by {day}"),
                )
            }
            Change::MeetingDecided { meeting, task, .. } => {
                let (who, day) = (self.department(task.department_id), task.due_on);
                let meeting = meeting.name(self.lang);
                pick(
                    format!("{meeting}议定：由{who}于 {day} 前办理"),
                    format!("{meeting} decided: {who} by {day}"),
                )
            }
            Change::TaskCompleted { task, is_late, .. } => {
                let who = self.department(task.department_id);
                let late = if *is_late { self.lang.pick("（逾期）", ", late") } else { "" };
                pick(format!("{who}办结交办任务{late}"), format!("{who} did its task{late}"))
            }
            Change::TaskOverdue { task, is_promise } => {
                let who = self.department(task.department_id);
                let (zh, en) = if *is_promise {
                    ("领导承诺逾期未兑现", "a leader's promise is broken")
                } else {
                    ("交办任务逾期", "a task is overdue")
                };
                pick(format!("{zh}：{who}"), format!("{who}: {en}"))
            }
            Change::TaskWithdrawn { task, reason } => {
                let who = self.department(task.department_id);
                pick(format!("撤回对{who}的交办任务"), format!("Task of {who} withdrawn"))
                    + &added(&Some(reason.clone()))
            }
            Change::DocumentIssued { document, document_kind, .. } => {
                let (name, no) = (self.paper(document_kind), &document.document_no);
                let edition = document.edition;
                pick(
                    format!("出具{name} {no}（第 {edition} 版）"),
                    format!("{name} {no} issued, edition {edition}"),
                )
            }
            Change::DocumentVoided { document, document_kind, reason } => {
                let (name, no) = (self.paper(document_kind), &document.document_no);
                pick(format!("作废{name} {no}"), format!("{name} {no} voided"))
                    + &added(&Some(reason.clone()))
            }
            Change::AttachmentAdded { .. }
            | Change::AttachmentFiled { .. }
            | Change::AttachmentOpened { .. }
            | Change::AttachmentRemoved { .. }
            | Change::DossierSealed { .. } => papers::sentence(change, self.lang),
            Change::Restricted { class, reason } => {
                let class = class.name(self.lang);
                pick(format!("限制知悉（{class}）"), format!("Restricted ({class})"))
                    + &added(&Some(reason.clone()))
            }
            Change::RestrictionLifted { reason } => {
                pick("解除限制知悉".to_owned(), "Restriction lifted".to_owned())
                    + &added(&Some(reason.clone()))
            }
        }
    }

    /// What a stop waits for, and until when.
    fn stop(
        &self,
        reason_code: &str,
        procedure: Option<Procedure>,
        external_no: Option<&str>,
        until_on: Option<NaiveDate>,
    ) -> String {
        let pick = |zh: &'static str, en: &'static str| self.lang.pick(zh, en);
        let reason = self.code("suspend_reason", reason_code);
        let what = procedure.map_or(reason, |p| p.name(self.lang).to_owned());
        let no = external_no.map(|no| pick("（{no}）", " ({no})").replace("{no}", no));
        let until =
            until_on.map(|on| pick("，至 {on}", ", until {on}").replace("{on}", &on.to_string()));
        what + &no.unwrap_or_default() + &until.unwrap_or_default()
    }

    /// A kind of document by name.
    fn paper(&self, kind: &str) -> String {
        let known = DocumentKind::parse(kind).map(|kind| kind.name(self.lang));
        known.unwrap_or(kind).to_owned()
    }

    /// Whose limit, for what, and its last day.
    fn watched(&self, limit: &WatchedLimit) -> (String, &'static str, NaiveDate) {
        let who = self.department(limit.department_id);
        (who, limit.clock.name(self.lang), local_date(limit.due_at))
    }
}

fn field_name(field: &str, lang: Lang) -> &str {
    match field {
        "name" => lang.pick("姓名", "name"),
        "id_type" => lang.pick("证件类型", "kind of id"),
        "id_number" => lang.pick("证件号码", "id number"),
        "phone" => lang.pick("联系电话", "phone"),
        "address" => lang.pick("住址", "address"),
        _ => field,
    }
}
