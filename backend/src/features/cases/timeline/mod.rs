//! The ledger of a case for people: pages of events, each with a sentence.

mod asked;
mod kind_names;
mod mediation;
mod papers;
mod sentences;

pub use asked::{Asked, asked};
pub use kind_names::kind_name;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sea_orm::sea_query::{Alias, Asterisk, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult as _, PaginatorTrait as _,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::NOTED;
use super::dto::{EventActor, EventApplication, EventCapacity, EventFilter, EventRule, EventView};
use super::elsewhere;
use super::entity::{case, event};
use super::ledger::{application_of, change_of, rule_of};
use super::mentioned::Mentioned;
use super::mentions::Mentions;
use super::queue::joined;
use super::repo::{self, Names};
use super::view::Viewer;
use crate::app::AppState;
use crate::features::code_sets::Codes;
use crate::features::correspondence;
use crate::features::personnel;
use crate::features::public;
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
    let mut words = citizens_words(db, actor, &case, &rows).await?;
    words.extend(staffs_words(db, actor, &case, &rows).await?);
    let assisted = Mentioned::of_assisted(db, actor, [case.id]).await?.among([case.id]);
    let parties = repo::parties(db, case.id).await?;
    let mentions = Mentions::joined([&assisted, &Mentions::of(&parties)]);
    let named = rows.iter().filter_map(change_of).flat_map(|change| elsewhere::named(&change));
    let unseen = elsewhere::unseen(db, actor, named.collect()).await?;
    let teller = Teller { viewer, names, codes, words, mentions, unseen, lang };
    Ok(Page { items: rows.into_iter().map(|row| teller.view(row)).collect(), next_cursor, total })
}

/// The last changes of cases, so many versions of each, for the problem of a stale write: who and
/// what, without the words. Two statements, however many cases there are.
pub async fn last(
    db: &impl ConnectionTrait,
    viewer: &Viewer<'_>,
    cases: &[(Uuid, u64)],
    lang: Lang,
) -> AppResult<HashMap<Uuid, Value>> {
    let each = cases.iter().map(|(case_id, versions)| last_of(*case_id, *versions));
    let Some(all) = joined(each, UnionType::All) else { return Ok(HashMap::new()) };
    let found = db.query_all(&all).await?;
    let rows = found.iter().map(|row| event::Model::from_query_result(row, ""));
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| (row.case_id, row.seq));
    let names = personnel::repo::list_names(db, rows.iter().flat_map(people)).await?;
    let mut changes: HashMap<Uuid, Vec<Value>> =
        cases.iter().map(|(case_id, _)| (*case_id, Vec::new())).collect();
    for row in &rows {
        changes.entry(row.case_id).or_default().push(json!({
            "seq": row.seq,
            "kind": row.kind,
            "kind_name": kind_name(&row.kind, lang),
            "at": row.at,
            "actor": actor(row, &names),
            "on_behalf_of": on_behalf_of(row, &names),
            "capacity": capacity(row, viewer, lang),
            "application": application_of(row).map(|by| EventApplication { id: by.id, name: by.name }),
        }));
    }
    Ok(changes.into_iter().map(|(id, changes)| (id, Value::Array(changes))).collect())
}

/// Every event is one version, but for what changes nothing of the case.
fn last_of(case_id: Uuid, versions: u64) -> SelectStatement {
    let events = event::Entity::find()
        .filter(event::Column::CaseId.eq(case_id))
        .filter(event::Column::Kind.is_not_in(NOTED.iter().copied()))
        .order_by_desc(event::Column::Seq)
        .limit(versions.min(limit(None)))
        .into_query();
    Query::select().column(Asterisk).from_subquery(events, Alias::new("last")).take()
}

/// Whom an event names: who did it, and the absent colleague they replaced (代班).
pub fn people(row: &event::Model) -> impl Iterator<Item = Uuid> + use<> {
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

/// What the citizen said, where the page has any of it; complaints for those who look into them.
async fn citizens_words(
    db: &impl ConnectionTrait,
    actor: &Actor,
    case: &case::Model,
    rows: &[event::Model],
) -> AppResult<HashMap<Uuid, String>> {
    const SAID: [&str; 3] = ["citizen_commented", "citizen_complained", "rated"];
    if !rows.iter().any(|row| SAID.contains(&row.kind.as_str())) {
        return Ok(HashMap::new());
    }
    let scope = Scope::cases(actor, Action::CaseReadSignals);
    let is_looked_into = case::Entity::find_by_id(case.id).filter(scope.condition());
    let with_complaints = is_looked_into.one(db).await?.is_some();
    public::repo::words(db, case.id, with_complaints).await
}

/// What was noted and replied, where the page has any of it; notes for those they are for.
async fn staffs_words(
    db: &impl ConnectionTrait,
    actor: &Actor,
    case: &case::Model,
    rows: &[event::Model],
) -> AppResult<HashMap<Uuid, String>> {
    let has = |kind: &str| rows.iter().any(|row| row.kind == kind);
    let has_notes = has("note_written");
    if !has_notes && !has("staff_replied") {
        return Ok(HashMap::new());
    }
    let scope = Scope::cases(actor, Action::CaseReadNotes);
    let is_inside = case::Entity::find_by_id(case.id).filter(scope.condition());
    let with_notes = has_notes && is_inside.one(db).await?.is_some();
    correspondence::repo::words(db, case.id, with_notes).await
}

struct Teller<'a> {
    viewer: Viewer<'a>,
    names: Names,
    codes: Arc<Codes>,
    words: HashMap<Uuid, String>,
    /// What was written is told without the parties it mentions, whoever reads.
    mentions: Mentions,
    /// Other cases that are not named to whoever reads.
    unseen: HashSet<Uuid>,
    lang: Lang,
}

impl Teller<'_> {
    fn view(&self, row: event::Model) -> EventView {
        let mut change = change_of(&row);
        let mut data = serde_json::from_str(&row.data).unwrap_or(Value::Null);
        let named = change.as_ref().map(elsewhere::named).unwrap_or_default();
        if named.iter().any(|id| self.unseen.contains(id)) {
            (change, data) = (None, elsewhere::without_names(data));
        }
        EventView {
            id: row.id,
            seq: row.seq,
            kind_name: kind_name(&row.kind, self.lang).to_owned(),
            actor: actor(&row, &self.names),
            on_behalf_of: on_behalf_of(&row, &self.names),
            capacity: capacity(&row, &self.viewer, self.lang),
            application: application_of(&row)
                .map(|by| EventApplication { id: by.id, name: by.name }),
            rule: rule_of(&row).map(|by| EventRule {
                id: by.id,
                version: by.version,
                name: by.name,
            }),
            at: row.at,
            recorded_at: row.recorded_at,
            data: self.mentions.hide_all(data),
            sentence: self
                .mentions
                .hide(&change.map(|change| self.sentence(&change)).unwrap_or_default()),
            kind: row.kind,
            prev_hash: row.prev_hash,
            hash: row.hash,
        }
    }
}
