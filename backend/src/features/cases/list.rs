//! Lists of cases: filters, order, pages. All within the reader's scope.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, Select,
};
use uuid::Uuid;

use super::assisting;
use super::clocks::Lamp;
use super::dto::{CaseFilter, CaseSort, CaseSummary};
use super::entity::{case, referral};
use super::masked_texts;
use super::mentioned::Mentioned;
use super::queue::in_queue;
use super::similar;
use super::tally;
use super::view::Viewer;
use crate::app::AppState;
use crate::features::calendars::civil_day::{end_of_day, start_of_day};
use crate::features::personnel::entity::capacity;
use crate::platform::db::{portable, search};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, RESTRICTED, Scope, TOWNSHIP};

/// Digits of a code of the first level of case types (GB/T 31000), by which cases are indexed.
const TOP_TYPE: usize = 2;

/// One page of cases.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &CaseFilter,
    lang: Lang,
) -> AppResult<Page<CaseSummary>> {
    let total = match filter.count {
        Some(Count::Exact) => Some(total(state, actor, filter).await?),
        None => None,
    };
    let page = page(state, state.db.reader(), actor, filter, lang).await?;
    Ok(Page { total, ..page })
}

/// How many cases the list has.
pub async fn total(state: &AppState, actor: &Actor, filter: &CaseFilter) -> AppResult<u64> {
    if let Some(kept) = tally::total(state, actor, filter).await? {
        return Ok(kept);
    }
    let matching = matching(state, actor, filter, state.clock.now()).await?;
    let all = |q: &str| {
        let found = case::Column::Id.in_subquery(search::matching(&state.db, q));
        Condition::all().add(found).add(masked_texts::is_read(&state.db, actor, q))
    };
    let all = filter.q.as_deref().map(str::trim).map(|q| (q, all(q)));
    counted(with_text(matching, all), state.db.reader()).await
}

/// One page of cases as `db` shows them, uncounted.
pub async fn page(
    state: &AppState,
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &CaseFilter,
    lang: Lang,
) -> AppResult<Page<CaseSummary>> {
    let matching = matching(state, actor, filter, state.clock.now()).await?;
    let q = filter.q.as_deref().map(str::trim);
    let found = match q {
        Some(q) => {
            let is_common = similar::weights(state).await?.is_common(q);
            let found = search::found(&state.db, q, is_common, case::Column::Id).await?;
            let is_read = masked_texts::is_read(&state.db, actor, q);
            Some((q, Condition::all().add(found).add(is_read)))
        }
        None => None,
    };
    let order = Ordering::of(filter.sort.unwrap_or(CaseSort::RegisteredAtDesc));
    let most = limit(filter.limit);
    let page = order.sorted(with_text(matching, found));
    let after = filter.cursor.as_ref().map(|cursor| order.after(cursor)).transpose()?;
    let mut rows = Vec::new();
    for stretch in order.stretches(after) {
        // One row more than asked tells whether there is a next page.
        let missing = (most + 1).saturating_sub(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        if missing > 0 {
            let page = page.clone().filter(stretch).limit(missing);
            rows.extend(page.into_partial_model::<case::Line>().all(db).await?);
        }
    }
    let has_more = u64::try_from(rows.len()).is_ok_and(|found| found > most);
    rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let next_cursor = match rows.last() {
        Some(last) if has_more => Some(order.cursor(last).encode()?),
        _ => None,
    };
    let viewer = Viewer::of(state, actor, lang).await?;
    assisting::show_own_limits(db, viewer.keeper(), actor, &mut rows).await?;
    let assisted = if viewer.is_of_an_office() {
        Mentioned::default()
    } else {
        Mentioned::of_assisted(db, actor, rows.iter().map(|row| row.id)).await?
    };
    let shown = |row: &case::Line| -> AppResult<CaseSummary> {
        let title = assisted.title(row.id, &row.title);
        Ok(CaseSummary { title, ..viewer.summary(row)? })
    };
    let items = rows.iter().map(shown).collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor, total: None })
}

/// Counts one row after the other, where the tallies do not say.
async fn counted(matching: Select<case::Entity>, db: &impl ConnectionTrait) -> AppResult<u64> {
    let count = matching.select_only().column_as(case::Column::Id.count(), "total");
    let total: Option<i64> = count.into_tuple().one(db).await?;
    Ok(total.and_then(|total| total.try_into().ok()).unwrap_or(0))
}

/// How many restricted cases of the actor's scope pass the filter: few, and in no tally.
pub async fn restricted(state: &AppState, actor: &Actor, filter: &CaseFilter) -> AppResult<u64> {
    let now = state.clock.now();
    let matching = matching(state, actor, filter, now).await?.filter(Expr::cust(RESTRICTED));
    counted(matching, state.db.reader()).await
}

/// The cases of the actor's scope that pass every filter but the text.
pub async fn matching(
    state: &AppState,
    actor: &Actor,
    filter: &CaseFilter,
    now: DateTime<Utc>,
) -> AppResult<Select<case::Entity>> {
    let scope = Scope::cases(actor, Action::CaseRead).condition();
    let mut cases = case::Entity::find().filter(scope).filter(plain(filter));
    if let Some(queue) = filter.queue {
        cases = cases.filter(in_queue(queue, actor, now));
    }
    if !filter.lamp.is_empty() {
        let lamps = filter.lamp.iter().fold(Condition::any(), |any, l| any.add(lit(*l, now)));
        cases = cases.filter(lamps);
    }
    if !filter.region_id.is_empty() {
        let directory = state.directory.get(&state.db, now).await?;
        let mut any = Condition::any();
        for id in &filter.region_id {
            let region = directory.regions.get(id).ok_or_else(|| {
                AppError::from(ErrorCode::RequestInvalidParameter)
                    .with("parameters", vec!["region_id"])
            })?;
            let code = case::Column::RegionCode.into_expr();
            any = any.add(portable::starts_below(&code, &region.code, TOWNSHIP));
        }
        cases = cases.filter(any);
    }
    Ok(cases)
}

/// Those with a text the reader reads, or with the number it may be.
fn with_text(cases: Select<case::Entity>, text: Option<(&str, Condition)>) -> Select<case::Entity> {
    let Some((q, by_text)) = text else { return cases };
    let may_be_number = q.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let by_number = may_be_number.then(|| case::Column::CaseNo.eq(q));
    cases.filter(Condition::any().add(by_text).add_option(by_number))
}

/// Filters that are a comparison of one column.
fn plain(filter: &CaseFilter) -> Condition {
    let mut all = Condition::all();
    if !filter.status.is_empty() {
        let words = filter.status.iter().map(|status| status.as_str());
        all = all.add(case::Column::Status.is_in(words));
    }
    if !filter.level.is_empty() {
        let words = filter.level.iter().map(|level| level.as_str());
        all = all.add(case::Column::Level.is_in(words));
    }
    if !filter.channel.is_empty() {
        let words = filter.channel.iter().map(|channel| channel.as_str());
        all = all.add(case::Column::Channel.is_in(words));
    }
    if !filter.owner.is_empty() {
        let words = filter.owner.iter().map(|owner| owner.as_str());
        all = all.add(case::Column::OwnerKind.is_in(words));
    }
    if !filter.type_code.is_empty() {
        let starts = |any: Condition, code: &String| {
            any.add(portable::starts_below(&case::Column::TypeCode.into_expr(), code, TOP_TYPE))
        };
        all = all.add(filter.type_code.iter().fold(Condition::any(), starts));
    }
    if !filter.department_id.is_empty() {
        all = all.add(case::Column::LeadDepartmentId.is_in(filter.department_id.iter().copied()));
    }
    all.add_option(
        filter.registered_from.map(|day| case::Column::RegisteredAt.gte(start_of_day(day))),
    )
    .add_option(filter.registered_to.map(|day| case::Column::RegisteredAt.lte(end_of_day(day))))
    .add_option(filter.due_before.map(|at| case::Column::DueAt.lt(at)))
    .add_option(filter.source_system.as_ref().map(|s| case::Column::SourceSystem.eq(s)))
    .add_option(filter.handed.map(|way| case::Column::HandedDirection.eq(way.as_str())))
    .add_option(filter.merged_into_id.map(|id| case::Column::MergedIntoId.eq(id)))
    .add_option(filter.split_from_id.map(|id| case::Column::SplitFromId.eq(id)))
    .add_option(filter.source_number.as_ref().map(|n| case::Column::SourceNumber.eq(n)))
    .add_option(filter.is_ping_pong.map(|is| flagged("cases.is_ping_pong", is)))
    .add_option(filter.is_recorded_late.map(|is| flagged("cases.is_recorded_late", is)))
    .add_option(filter.registering_unit_id.map(|id| {
        let of_unit = |column: capacity::Column| {
            let capacities = capacity::Entity::find().select_only().column(column);
            capacities.filter(capacity::Column::UnitKey.eq(id.to_string())).into_query()
        };
        // By the capacity it was registered in; where none was kept, by those of the person.
        let people = of_unit(capacity::Column::PersonId);
        let before = Condition::all()
            .add(case::Column::RegisteredCapacityId.is_null())
            .add(case::Column::RegisteredById.in_subquery(people));
        let capacities = of_unit(capacity::Column::Id);
        Condition::any().add(case::Column::RegisteredCapacityId.in_subquery(capacities)).add(before)
    }))
    .add_option(filter.extension_pending.map(|is| {
        if is {
            Expr::cust("cases.extension_asked_at IS NOT NULL")
        } else {
            case::Column::ExtensionAskedAt.is_null()
        }
    }))
    .add_option(filter.suspension_pending.map(|is| {
        if is {
            Expr::cust("cases.suspension_request IS NOT NULL")
        } else {
            case::Column::SuspensionRequest.is_null()
        }
    }))
    .add(filter.between.iter().fold(Condition::all(), |all, id| all.add(has_led(*id))))
}

/// Rows with a flag, in so many words, because a database takes an index over some rows only where
/// it can read that they are meant (`m20261126_000037_flag_cases.rs`); or those without.
fn flagged(column: &'static str, is: bool) -> SimpleExpr {
    let flag = Expr::cust(column);
    if is { flag } else { Expr::cust(format!("NOT COALESCE({column}, FALSE)")) }
}

/// Cases a department has or had the lead of.
fn has_led(department_id: Uuid) -> SimpleExpr {
    let led = referral::Entity::find()
        .select_only()
        .column(referral::Column::CaseId)
        .filter(referral::Column::DepartmentId.eq(department_id))
        .filter(referral::Column::Kind.eq("lead"))
        .into_query();
    case::Column::Id.in_subquery(led)
}

/// Cases whose next limit shows this colour.
pub(super) fn lit(lamp: Lamp, now: DateTime<Utc>) -> Condition {
    let (due, yellow) = (case::Column::DueAt, case::Column::LampYellowAt);
    match lamp {
        Lamp::Red => Condition::all().add(due.lt(now)),
        Lamp::Yellow => Condition::all().add(due.gte(now)).add(yellow.lte(now)),
        Lamp::Green => Condition::all().add(due.gte(now)).add(yellow.gt(now)),
        // Nearly every case: said so that SQLite does not take them for few and sort them all.
        Lamp::Grey => Condition::all().not().add(due.is_not_null()),
    }
}

/// The instants a list may be ordered by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Registered,
    Due,
    Updated,
}

impl Key {
    fn column(self) -> case::Column {
        match self {
            Self::Registered => case::Column::RegisteredAt,
            Self::Due => case::Column::DueAt,
            Self::Updated => case::Column::UpdatedAt,
        }
    }

    fn of(self, row: &case::Line) -> Option<DateTime<Utc>> {
        match self {
            Self::Registered => Some(row.registered_at),
            Self::Due => row.due_at,
            Self::Updated => Some(row.updated_at),
        }
    }
}

/// A published order: sort key, then id, so that it is total and stable.
struct Ordering {
    name: &'static str,
    key: Key,
    is_descending: bool,
}

impl Ordering {
    fn of(sort: CaseSort) -> Self {
        let (name, key, is_descending) = match sort {
            CaseSort::RegisteredAt => ("registered_at", Key::Registered, false),
            CaseSort::RegisteredAtDesc => ("-registered_at", Key::Registered, true),
            CaseSort::DueAt => ("due_at", Key::Due, false),
            CaseSort::DueAtDesc => ("-due_at", Key::Due, true),
            CaseSort::UpdatedAt => ("updated_at", Key::Updated, false),
            CaseSort::UpdatedAtDesc => ("-updated_at", Key::Updated, true),
        };
        Self { name, key, is_descending }
    }

    fn sorted(&self, cases: Select<case::Entity>) -> Select<case::Entity> {
        let direction = if self.is_descending { Order::Desc } else { Order::Asc };
        cases.order_by(self.key.column(), direction.clone()).order_by(case::Column::Id, direction)
    }

    /// One after the other the whole list, or what is left of it after a cursor. Only the next
    /// limit may be absent, and rows without one come last; each stretch is one of an index.
    fn stretches(&self, after: Option<Place>) -> Vec<Condition> {
        let due = case::Column::DueAt;
        let (keyed, unkeyed) = match after {
            Some((rest, true)) => (Some(rest), Some(Condition::all())),
            Some((rest, false)) => (None, Some(rest)),
            None => (Some(Condition::all()), Some(Condition::all())),
        };
        if self.key != Key::Due {
            return keyed.into_iter().collect();
        }
        let keyed = keyed.map(|rest| rest.add(due.is_not_null()));
        keyed.into_iter().chain(unkeyed.map(|rest| rest.add(due.is_null()))).collect()
    }

    fn cursor(&self, last: &case::Line) -> Cursor {
        let key = self.key.of(last).map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true));
        Cursor { order: self.name.to_owned(), key, id: last.id }
    }

    fn after(&self, cursor: &str) -> AppResult<Place> {
        let cursor = Cursor::decode(cursor, self.name)?;
        let last = cursor.key.as_ref().map(|_| cursor.instant()).transpose()?;
        if last.is_none() && self.key != Key::Due {
            return Err(ErrorCode::RequestInvalidCursor.into());
        }
        let column = |column: case::Column| Expr::col((case::Entity, column).into_column_ref());
        let (key, id) = (column(self.key.column()), column(case::Column::Id));
        let rest = portable::after(&key, &id, last, cursor.id, self.is_descending);
        Ok((rest, last.is_some()))
    }
}

/// The rows after a cursor, and whether it is on a row with a key: without one, among such rows.
type Place = (Condition, bool);
