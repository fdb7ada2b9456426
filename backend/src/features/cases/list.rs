//! Lists and counts of cases: filters, queues, order, pages. All within the reader's scope.

use chrono::{DateTime, Datelike as _, SecondsFormat, Utc};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait as _, IntoColumnRef as _, NullOrdering, SimpleExpr,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, PaginatorTrait as _, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait as _, Select,
};

use super::clocks::Lamp;
use super::dto::{CaseFilter, CaseSort, CaseSummary, Queue, QueueFigure, QueueFigures};
use super::entity::{case, referral};
use super::model::{CaseStatus, OwnerKind};
use super::view::Viewer;
use crate::app::AppState;
use crate::features::calendars::civil_day::{end_of_day, start_of_day};
use crate::platform::db::{portable, search};
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Role, Scope};

/// One page of cases.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &CaseFilter,
    lang: Lang,
) -> AppResult<Page<CaseSummary>> {
    let now = state.clock.now();
    let db = state.db.reader();
    let matching = matching(state, actor, filter, now).await?;
    let total = match filter.count {
        Some(Count::Exact) => Some(matching.clone().count(db).await?),
        None => None,
    };
    let order = Ordering::of(filter.sort.unwrap_or(CaseSort::RegisteredAtDesc));
    let most = limit(filter.limit);
    let mut page = order.sorted(matching);
    if let Some(cursor) = &filter.cursor {
        page = page.filter(order.after(cursor)?);
    }
    // One row more than asked tells whether there is a next page.
    let mut rows = page.limit(most + 1).all(db).await?;
    let has_more = u64::try_from(rows.len()).is_ok_and(|found| found > most);
    rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let next_cursor = match rows.last() {
        Some(last) if has_more => Some(order.cursor(last).encode()?),
        _ => None,
    };
    let viewer = Viewer::of(state, actor, lang).await?;
    let items = rows.iter().map(|row| viewer.summary(row)).collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor, total })
}

async fn matching(
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
            any = any.add(portable::below(&case::Column::RegionCode.into_expr(), &region.code));
        }
        cases = cases.filter(any);
    }
    if let Some(q) = filter.q.as_deref().map(str::trim) {
        let by_text = search::found(&state.db, q, case::Column::Id).await?;
        let may_be_number = q.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let by_number = may_be_number.then(|| case::Column::CaseNo.eq(q));
        cases = cases.filter(Condition::any().add(by_text).add_option(by_number));
    }
    Ok(cases)
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
    if !filter.type_code.is_empty() {
        let starts = |any: Condition, code: &String| {
            any.add(portable::below(&case::Column::TypeCode.into_expr(), code))
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
    .add_option(filter.source_number.as_ref().map(|n| case::Column::SourceNumber.eq(n)))
}

fn lit(lamp: Lamp, now: DateTime<Utc>) -> Condition {
    let (due, yellow) = (case::Column::DueAt, case::Column::LampYellowAt);
    match lamp {
        Lamp::Red => Condition::all().add(due.lt(now)),
        Lamp::Yellow => Condition::all().add(due.gte(now)).add(yellow.lte(now)),
        Lamp::Green => Condition::all().add(due.gte(now)).add(yellow.gt(now)),
        Lamp::Grey => Condition::all().add(due.is_null()),
    }
}

fn has_status(statuses: impl Iterator<Item = CaseStatus>) -> SimpleExpr {
    case::Column::Status.is_in(statuses.map(CaseStatus::as_str))
}

/// The rows of a queue, within whatever scope the query has.
pub fn in_queue(queue: Queue, actor: &Actor, now: DateTime<Utc>) -> Condition {
    let open = || Condition::all().add(has_status(CaseStatus::open()));
    match queue {
        Queue::Mine => mine(actor, now),
        Queue::Department => match actor.department_id {
            Some(id) => {
                let assisted = referral::Entity::find()
                    .select_only()
                    .column(referral::Column::CaseId)
                    .filter(referral::Column::DepartmentId.eq(id))
                    .filter(referral::Column::Kind.eq("assist"))
                    .filter(referral::Column::State.is_not_in(["returned", "superseded"]))
                    .into_query();
                open().add(
                    Condition::any()
                        .add(case::Column::LeadDepartmentId.eq(id))
                        .add(case::Column::Id.in_subquery(assisted)),
                )
            }
            None => never(),
        },
        Queue::Following => open().add(
            Condition::any()
                .add(case::Column::RegisteredById.eq(actor.person_id))
                .add(case::Column::FirstContactId.eq(actor.person_id)),
        ),
        Queue::Overdue => open().add(case::Column::DueAt.lt(now)),
        Queue::Unassigned => Condition::all().add(has_status([CaseStatus::Registered].into_iter())),
        Queue::Returned => Condition::all().add(has_status([CaseStatus::Returned].into_iter())),
    }
}

fn never() -> Condition {
    Condition::all().add(Expr::cust("1 = 0"))
}

/// What the post of `actor` has to do now: the cases it owns.
fn mine(actor: &Actor, now: DateTime<Utc>) -> Condition {
    let owned = |kind: OwnerKind| {
        let at_center = match actor.center_id {
            Some(id) => Condition::all().add(case::Column::CenterId.eq(id)),
            None => never(),
        };
        at_center.add(case::Column::OwnerKind.eq(kind.as_str())).add(has_status(CaseStatus::open()))
    };
    match actor.role {
        Role::Clerk => owned(OwnerKind::Window),
        Role::Dispatcher => owned(OwnerKind::Dispatcher),
        Role::CenterDirector => owned(OwnerKind::Director),
        Role::Leader => Condition::all()
            .add(case::Column::ChargeLeaderId.eq(actor.person_id))
            .add(has_status(CaseStatus::open())),
        Role::Handler | Role::Mediator => match actor.department_id {
            Some(id) => Condition::all()
                .add(case::Column::OwnerKind.eq(OwnerKind::Department.as_str()))
                .add(case::Column::OwnerDepartmentId.eq(id))
                .add(has_status(CaseStatus::open())),
            None => never(),
        },
        Role::Supervisor => in_queue(Queue::Overdue, actor, now),
        Role::VillageOfficer => in_queue(Queue::Following, actor, now),
        Role::SystemAdmin | Role::SecurityAdmin | Role::Auditor => never(),
    }
}

/// The figures of every queue, in one statement over the open cases of the scope.
pub async fn counts(state: &AppState, actor: &Actor) -> AppResult<QueueFigures> {
    let now = state.clock.now();
    let scope = Scope::cases(actor, Action::CaseRead).condition();
    let mut query =
        case::Entity::find().filter(scope).filter(has_status(CaseStatus::open())).select_only();
    for (queue, [count, oldest, next]) in Queue::ALL.into_iter().zip(COLUMNS) {
        let is_in = || in_queue(queue, actor, now);
        let when = |value: SimpleExpr| SimpleExpr::Case(Box::new(Expr::case(is_in(), value)));
        query = query
            .expr_as(when(Expr::val(1)).sum().cast_as(Alias::new("bigint")), count)
            .expr_as(when(case::Column::RegisteredAt.into_expr()).min(), oldest)
            .expr_as(when(case::Column::DueAt.into_expr()).min(), next);
    }
    let row = query.into_model::<CountsRow>().one(state.db.reader()).await?;
    let mut counts = row.map(QueueFigures::from).unwrap_or_default();
    counts.as_of = now;
    Ok(counts)
}

const COLUMNS: [[&str; 3]; 6] = [
    ["mine", "mine_oldest", "mine_next"],
    ["department", "department_oldest", "department_next"],
    ["following", "following_oldest", "following_next"],
    ["overdue", "overdue_oldest", "overdue_next"],
    ["unassigned", "unassigned_oldest", "unassigned_next"],
    ["returned", "returned_oldest", "returned_next"],
];

macro_rules! counts_row {
    ($($queue:ident $oldest:ident $next:ident;)*) => {
        #[derive(FromQueryResult)]
        struct CountsRow {
            $($queue: Option<i64>, $oldest: Option<DateTime<Utc>>, $next: Option<DateTime<Utc>>,)*
        }

        impl From<CountsRow> for QueueFigures {
            fn from(row: CountsRow) -> Self {
                Self {
                    $($queue: QueueFigure {
                        count: row.$queue.unwrap_or(0),
                        oldest_at: row.$oldest,
                        next_due_at: row.$next,
                    },)*
                    as_of: DateTime::default(),
                }
            }
        }
    };
}

counts_row! {
    mine mine_oldest mine_next;
    department department_oldest department_next;
    following following_oldest following_next;
    overdue overdue_oldest overdue_next;
    unassigned unassigned_oldest unassigned_next;
    returned returned_oldest returned_next;
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

    fn of(self, row: &case::Model) -> Option<DateTime<Utc>> {
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
        let column = self.key.column();
        // Only the next limit may be absent; such rows come last.
        let cases = if self.key == Key::Due {
            cases.order_by_with_nulls(column, direction.clone(), NullOrdering::Last)
        } else {
            cases.order_by(column, direction.clone())
        };
        cases.order_by(case::Column::Id, direction)
    }

    fn cursor(&self, last: &case::Model) -> Cursor {
        let key = self.key.of(last).map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true));
        Cursor { order: self.name.to_owned(), key, id: last.id }
    }

    fn after(&self, cursor: &str) -> AppResult<Condition> {
        let cursor = Cursor::decode(cursor, self.name)?;
        let last = match &cursor.key {
            Some(text) => Some(
                text.parse::<DateTime<Utc>>()
                    .ok()
                    .filter(|at| (0..=9999).contains(&at.year()))
                    .ok_or(ErrorCode::RequestInvalidCursor)?,
            ),
            None => None,
        };
        if last.is_none() && self.key != Key::Due {
            return Err(ErrorCode::RequestInvalidCursor.into());
        }
        let column = |column: case::Column| Expr::col((case::Entity, column).into_column_ref());
        let (key, id) = (column(self.key.column()), column(case::Column::Id));
        let may_be_null = self.key == Key::Due;
        Ok(portable::after(&key, &id, last, cursor.id, self.is_descending, may_be_null))
    }
}
