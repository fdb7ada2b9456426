//! The ledger of a case for people: pages of events, each with a sentence.

mod papers;
mod sentences;

pub use sentences::kind_name;

use std::sync::Arc;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::NOTED;
use super::dto::{EventActor, EventCapacity, EventFilter, EventRule, EventView};
use super::entity::event;
use super::ledger::{change_of, rule_of};
use super::repo::{self, Names};
use super::view::Viewer;
use crate::app::AppState;
use crate::features::code_sets::Codes;
use crate::features::personnel;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Role, Scope};

const ORDER: &str = "seq";

#[derive(Deserialize)]
struct CapacityThen {
    role: Role,
    department_id: Option<Uuid>,
    on_behalf_of: Option<Uuid>,
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
    let names = personnel::repo::list_names(db, rows.iter().flat_map(people)).await?;
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let teller = Teller { viewer, names, codes, lang };
    Ok(Page { items: rows.into_iter().map(|row| teller.view(row)).collect(), next_cursor, total })
}

/// The last `versions` changes of a case, for the problem of a stale write: who and what, without
/// the words.
pub async fn last(
    db: &impl ConnectionTrait,
    viewer: &Viewer<'_>,
    case_id: Uuid,
    versions: u64,
    lang: Lang,
) -> AppResult<Value> {
    // Every event is one version, but for what changes nothing of the case.
    let mut rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Kind.is_not_in(NOTED))
        .order_by_desc(event::Column::Seq)
        .limit(versions.min(limit(None)))
        .all(db)
        .await?;
    rows.reverse();
    let names = personnel::repo::list_names(db, rows.iter().flat_map(people)).await?;
    let changes = rows.iter().map(|row| {
        json!({
            "seq": row.seq,
            "kind": row.kind,
            "kind_name": sentences::kind_name(&row.kind, lang),
            "at": row.at,
            "actor": actor(row, &names),
            "on_behalf_of": on_behalf_of(row, &names),
            "capacity": capacity(row, viewer, lang),
        })
    });
    Ok(changes.collect())
}

/// Whom an event names: who did it, and the absent colleague they replaced (代班).
fn people(row: &event::Model) -> impl Iterator<Item = Uuid> + use<> {
    row.actor_id.into_iter().chain(capacity_then(row).and_then(|then| then.on_behalf_of))
}

fn capacity_then(row: &event::Model) -> Option<CapacityThen> {
    serde_json::from_str(&row.capacity).ok()
}

fn named(person_id: Uuid, names: &Names) -> EventActor {
    EventActor { person_id, name: names.get(&person_id).cloned().unwrap_or_default() }
}

fn actor(row: &event::Model, names: &Names) -> Option<EventActor> {
    Some(named(row.actor_id?, names))
}

fn on_behalf_of(row: &event::Model, names: &Names) -> Option<EventActor> {
    Some(named(capacity_then(row)?.on_behalf_of?, names))
}

fn capacity(row: &event::Model, viewer: &Viewer<'_>, lang: Lang) -> Option<EventCapacity> {
    let then = capacity_then(row)?;
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
            kind_name: sentences::kind_name(&row.kind, self.lang).to_owned(),
            actor: actor(&row, &self.names),
            on_behalf_of: on_behalf_of(&row, &self.names),
            capacity: capacity(&row, &self.viewer, self.lang),
            rule: rule_of(&row).map(|by| EventRule {
                id: by.id,
                version: by.version,
                name: by.name,
            }),
            at: row.at,
            recorded_at: row.recorded_at,
            data: serde_json::from_str(&row.data).unwrap_or(Value::Null),
            sentence: change.map(|change| self.sentence(&change)).unwrap_or_default(),
            kind: row.kind,
            prev_hash: row.prev_hash,
            hash: row.hash,
        }
    }
}
