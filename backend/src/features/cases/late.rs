//! Late, by whose time (超期案件用时): open cases past their limit, each with who used most of its
//! time, as [`super::time_use`] splits it.

use std::collections::{BTreeMap, HashMap};

use actix_web::web;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};
use uuid::Uuid;

use super::dto::{CenterRef, HolderView, LateCase, LateFilter, Queue};
use super::entity::{case, event};
use super::ledger::change_of;
use super::queue::in_queue;
use super::time_use::{self, Holder, HolderKind, Told};
use super::view::Viewer;
use crate::app::AppState;
use crate::features::org::directory::Directory;
use crate::platform::db::portable;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::{Cursor, Page, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// The only order: the longest past its limit first.
const ORDER: &str = "late:due_at";
/// Cases whose ledgers are read in one go.
const BATCH: u64 = 200;
/// Such goes for one page: a page may be short of rows, and says then where to go on.
const GOES: usize = 5;

/// Whose time it was: a department, a post of a centre, or a cause of waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whose {
    /// What it is.
    pub kind: HolderKind,
    /// Which department, where it is one.
    pub department_id: Option<Uuid>,
    /// At which centre, where it is a post of one.
    pub center_id: Option<Uuid>,
}

impl Whose {
    /// Nobody in particular.
    const NOBODY: Self = Self { kind: HolderKind::Center, department_id: None, center_id: None };
}

/// Seconds by whose time it was.
pub type Used = BTreeMap<Whose, i64>;

/// One page of late cases.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &LateFilter,
    lang: Lang,
) -> AppResult<Page<LateCase>> {
    let viewer = Viewer::of(state, actor, lang).await?;
    let now = state.clock.now();
    let most = usize::try_from(limit(filter.limit)).unwrap_or(usize::MAX);
    let mut after = filter.cursor.as_deref().map(place).transpose()?;
    let is_filtered = filter.holder_kind.is_some()
        || filter.holder_department_id.is_some()
        || filter.holder_center_id.is_some();
    // Whose time it was is known once the ledgers are read, page by page.
    let total =
        if is_filtered { None } else { counted(filter.count, count(state, actor, now)).await? };
    let batch = if is_filtered { BATCH } else { limit(filter.limit) + 1 };
    let mut items = Vec::new();
    for _ in 0..GOES {
        let lines = lines(state, actor, now, after, batch).await?;
        let is_last = u64::try_from(lines.len()).is_ok_and(|found| found < batch);
        let used = used(state, lines.iter().map(|line| line.id), now).await?;
        for line in lines {
            let used = used.get(&line.id).cloned().unwrap_or_default();
            let whose = most_used(&used).unwrap_or(Whose::NOBODY);
            let is_asked = filter.holder_kind.is_none_or(|kind| kind == whose.kind)
                && filter.holder_department_id.is_none_or(|id| whose.department_id == Some(id))
                && filter.holder_center_id.is_none_or(|id| whose.center_id == Some(id));
            if is_asked && items.len() == most {
                return Ok(Page { items, next_cursor: next(after)?, total });
            }
            after = line.due_at.map(|due| (due, line.id));
            if is_asked {
                items.push(view(&viewer, &line, whose, &used, now)?);
            }
        }
        if is_last {
            return Ok(Page { items, next_cursor: None, total });
        }
    }
    Ok(Page { items, next_cursor: next(after)?, total })
}

type Place = (DateTime<Utc>, Uuid);

fn place(cursor: &str) -> AppResult<Place> {
    let cursor = Cursor::decode(cursor, ORDER)?;
    Ok((cursor.instant()?, cursor.id))
}

fn next(after: Option<Place>) -> AppResult<Option<String>> {
    let cursor = |(due, id): Place| Cursor {
        order: ORDER.to_owned(),
        key: Some(due.to_rfc3339_opts(SecondsFormat::Micros, true)),
        id,
    };
    after.map(|place| cursor(place).encode()).transpose()
}

fn all(actor: &Actor, now: DateTime<Utc>) -> Select<case::Entity> {
    case::Entity::find().filter(Scope::cases(actor, Action::CaseRead).condition()).filter(in_queue(
        Queue::Overdue,
        actor,
        now,
    ))
}

async fn count(state: &AppState, actor: &Actor, now: DateTime<Utc>) -> AppResult<u64> {
    Ok(all(actor, now).count(state.db.reader()).await?)
}

/// Late cases within the scope, the longest late first.
pub async fn lines(
    state: &AppState,
    actor: &Actor,
    now: DateTime<Utc>,
    after: Option<Place>,
    most: u64,
) -> AppResult<Vec<case::Line>> {
    let column = |column: case::Column| Expr::col((case::Entity, column).into_column_ref());
    let mut late = all(actor, now);
    if let Some((due, id)) = after {
        let (key, by) = (column(case::Column::DueAt), column(case::Column::Id));
        late = late.filter(portable::after(&key, &by, Some(due), id, false));
    }
    let late = late.order_by_asc(case::Column::DueAt).order_by_asc(case::Column::Id).limit(most);
    Ok(late.into_partial_model::<case::Line>().all(state.db.reader()).await?)
}

/// Whose time each of the cases has used, from their ledgers, in one query; folded off the threads
/// that answer requests, because ledgers are long.
pub async fn used(
    state: &AppState,
    cases: impl Iterator<Item = Uuid>,
    now: DateTime<Utc>,
) -> AppResult<HashMap<Uuid, Used>> {
    let ids: Vec<_> = cases.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let events = event::Entity::find()
        .filter(event::Column::CaseId.is_in(ids))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(state.db.reader())
        .await?;
    let folded = web::block(move || fold(&events, now)).await;
    folded.map_err(|error| AppError::internal(error.to_string()))?
}

fn fold(events: &[event::Model], now: DateTime<Utc>) -> AppResult<HashMap<Uuid, Used>> {
    let mut used = HashMap::new();
    for ledger in events.chunk_by(|one, next| one.case_id == next.case_id) {
        let told = ledger.iter().map(told).collect::<AppResult<Vec<_>>>()?;
        let stretches = time_use::stretches(&told, now);
        let mut sums = Used::new();
        for (stretch, seconds) in stretches.iter().zip(time_use::seconds(&stretches)) {
            let Holder { kind, department_id, center_id, .. } = stretch.holder;
            *sums.entry(Whose { kind, department_id, center_id }).or_default() += seconds;
        }
        used.extend(ledger.first().map(|event| (event.case_id, sums)));
    }
    Ok(used)
}

fn told(event: &event::Model) -> AppResult<Told> {
    let change = change_of(event).ok_or_else(|| AppError::internal("an unreadable event"))?;
    Ok(Told { change, at: event.at, actor_id: event.actor_id })
}

/// Who used most; of two that used the same, the first in order.
pub fn most_used(used: &Used) -> Option<Whose> {
    let key = |(whose, seconds): &(&Whose, &i64)| (std::cmp::Reverse(**seconds), **whose);
    used.iter().min_by_key(key).map(|(whose, _)| *whose)
}

/// The name of a holder.
pub fn name_of(directory: &Directory, whose: Whose, lang: Lang) -> String {
    match (whose.department_id, center_of(directory, whose)) {
        (Some(id), _) => directory.department_name(id),
        (None, Some(center)) => whose.kind.name_at(&center.name, lang),
        (None, None) => whose.kind.name(lang).to_owned(),
    }
}

/// The centre of which a holder is a post.
pub fn center_of(directory: &Directory, whose: Whose) -> Option<CenterRef> {
    let id = whose.center_id?;
    let name = directory.centers.get(&id).map(|center| center.name.clone());
    Some(CenterRef { id, name: name.unwrap_or_default() })
}

/// Those who used the time of a case, most first.
pub fn holders(directory: &Directory, used: &Used, lang: Lang) -> Vec<HolderView> {
    let holder = |(&whose, &seconds): (&Whose, &i64)| holder(directory, whose, seconds, lang);
    let mut holders: Vec<_> = used.iter().map(holder).collect();
    holders.sort_by_key(|holder| std::cmp::Reverse(holder.seconds));
    holders
}

fn holder(directory: &Directory, whose: Whose, seconds: i64, lang: Lang) -> HolderView {
    HolderView {
        kind: whose.kind,
        name: name_of(directory, whose, lang),
        department_id: whose.department_id,
        center: center_of(directory, whose),
        seconds,
    }
}

fn view(
    viewer: &Viewer<'_>,
    line: &case::Line,
    whose: Whose,
    used: &Used,
    now: DateTime<Utc>,
) -> AppResult<LateCase> {
    let (directory, lang) = (viewer.directory(), viewer.lang());
    let seconds = used.get(&whose).copied().unwrap_or_default();
    let due = line.due_at.unwrap_or(now);
    Ok(LateCase {
        case: viewer.summary(line)?,
        overdue_seconds: (now - due).num_seconds(),
        holder: holder(directory, whose, seconds, lang),
        holders: holders(directory, used, lang),
        total_seconds: used.values().sum(),
    })
}
