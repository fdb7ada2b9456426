//! The ledger of a case for people: pages of events, each with a sentence.

use std::sync::Arc;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::Change;
use super::dto::{EventActor, EventCapacity, EventFilter, EventView};
use super::entity::event;
use super::ledger::change_of;
use super::repo::{self, Names};
use super::view::Viewer;
use crate::app::AppState;
use crate::features::code_sets::Codes;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Role, Scope};

const ORDER: &str = "seq";

#[derive(Deserialize)]
struct CapacityThen {
    role: Role,
    department_id: Option<Uuid>,
}

/// A page of the ledger of one case, oldest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &EventFilter,
    lang: Lang,
) -> AppResult<Page<EventView>> {
    let db = state.db.reader();
    let case = repo::find(db, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let mut events = event::Entity::find().filter(event::Column::CaseId.eq(case.id));
    let total = match filter.count {
        Some(Count::Exact) => Some(events.clone().count(db).await?),
        None => None,
    };
    if let Some(cursor) = &filter.cursor {
        let seq = Cursor::decode(cursor, ORDER)?.key.and_then(|key| key.parse::<i32>().ok());
        events = events.filter(event::Column::Seq.gt(seq.ok_or(ErrorCode::RequestInvalidCursor)?));
    }
    let most = limit(filter.limit);
    let mut rows = events.order_by_asc(event::Column::Seq).limit(most + 1).all(db).await?;
    let has_more = u64::try_from(rows.len()).is_ok_and(|found| found > most);
    rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let next_cursor = match rows.last() {
        Some(last) if has_more => {
            let key = Some(last.seq.to_string());
            Some(Cursor { order: ORDER.to_owned(), key, id: last.id }.encode()?)
        }
        _ => None,
    };
    let viewer = Viewer::of(state, actor, lang).await?;
    let names = viewer.names(db, rows.iter().filter_map(|row| row.actor_id)).await?;
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let teller = Teller { viewer, names, codes, lang };
    Ok(Page { items: rows.into_iter().map(|row| teller.view(row)).collect(), next_cursor, total })
}

/// What happened to a case after the version `seen`, for the problem of a stale write: who and
/// what, without the words.
pub async fn since(
    db: &impl ConnectionTrait,
    viewer: &Viewer<'_>,
    case_id: Uuid,
    seen: i32,
    lang: Lang,
) -> AppResult<Value> {
    // Every change is one event and one version.
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Seq.gt(seen))
        .order_by_asc(event::Column::Seq)
        .limit(limit(None))
        .all(db)
        .await?;
    let names = viewer.names(db, rows.iter().filter_map(|row| row.actor_id)).await?;
    let changes = rows.iter().map(|row| {
        json!({
            "seq": row.seq,
            "kind": row.kind,
            "kind_name": kind_name(&row.kind, lang),
            "at": row.at,
            "actor": actor(row, &names),
            "capacity": capacity(row, viewer, lang),
        })
    });
    Ok(changes.collect())
}

fn actor(row: &event::Model, names: &Names) -> Option<EventActor> {
    let person_id = row.actor_id?;
    Some(EventActor { person_id, name: names.get(&person_id).cloned().unwrap_or_default() })
}

fn capacity(row: &event::Model, viewer: &Viewer<'_>, lang: Lang) -> Option<EventCapacity> {
    let then: CapacityThen = serde_json::from_str(&row.capacity).ok()?;
    Some(EventCapacity {
        role: then.role,
        role_name: then.role.name(lang).to_owned(),
        department_id: then.department_id,
        department_name: then.department_id.map(|id| viewer.department(id).name),
    })
}

struct Teller<'a> {
    viewer: Viewer<'a>,
    names: Names,
    codes: Arc<Codes>,
    lang: Lang,
}

impl Teller<'_> {
    fn view(&self, row: event::Model) -> EventView {
        let change = change_of(&row);
        EventView {
            id: row.id,
            seq: row.seq,
            kind_name: kind_name(&row.kind, self.lang).to_owned(),
            actor: actor(&row, &self.names),
            capacity: capacity(&row, &self.viewer, self.lang),
            at: row.at,
            recorded_at: row.recorded_at,
            data: serde_json::from_str(&row.data).unwrap_or(Value::Null),
            sentence: change.map(|change| self.sentence(&change)).unwrap_or_default(),
            kind: row.kind,
            prev_hash: row.prev_hash,
            hash: row.hash,
        }
    }

    fn department(&self, id: Uuid) -> String {
        self.viewer.department(id).name
    }

    fn code(&self, set: &str, code: &str) -> String {
        match (self.lang, self.codes.item(set, code)) {
            (Lang::En, Some(item)) => item.name_en.clone().unwrap_or_else(|| item.name.clone()),
            (_, Some(item)) => item.name.clone(),
            (_, None) => code.to_owned(),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm a kind of event")]
    fn sentence(&self, change: &Change) -> String {
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
            Change::Dispatched { lead, assists, note, .. } => {
                let lead = self.department(lead.department_id);
                let names: Vec<_> =
                    assists.iter().map(|a| self.department(a.department_id)).collect();
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
            Change::Returned { ground_code, note, suggested_department_id } => {
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
            Change::Revealed { party_no, field, reason } => {
                pick(
                    format!("查看第 {party_no} 号当事人的{}", field_name(field, self.lang)),
                    format!("Looked at the {} of party {party_no}", field_name(field, self.lang)),
                ) + &added(&Some(reason.clone()))
            }
        }
    }
}

fn field_name(field: &str, lang: Lang) -> &str {
    match field {
        "name" => lang.pick("姓名", "name"),
        "id_number" => lang.pick("证件号码", "id number"),
        "phone" => lang.pick("联系电话", "phone"),
        "address" => lang.pick("住址", "address"),
        _ => field,
    }
}

/// The word for a kind of event.
pub fn kind_name(kind: &str, lang: Lang) -> &str {
    let (zh, en) = match kind {
        "registered" => ("登记", "Registered"),
        "classified" => ("分类定级", "Classified"),
        "dispatched" => ("转办", "Dispatched"),
        "signed" => ("签收", "Signed for"),
        "auto_signed" => ("自动签收", "Signed at the limit"),
        "returned" => ("退回", "Returned"),
        "ruled" => ("裁定", "Ruled"),
        "progress_reported" => ("进展", "Progress"),
        "resolved" => ("办结申报", "Resolved"),
        "resolution_accepted" => ("审核通过", "Accepted"),
        "resolution_rejected" => ("审核退回", "Rejected"),
        "callback_recorded" => ("回访", "Callback"),
        "closed" => ("结案", "Closed"),
        "archived" => ("归档", "Archived"),
        "reopened" => ("重新办理", "Reopened"),
        "declined" => ("不予受理", "Declined"),
        "withdrawn" => ("撤回", "Withdrawn"),
        "revealed" => ("查看敏感信息", "Revealed"),
        _ => (kind, kind),
    };
    lang.pick(zh, en)
}
