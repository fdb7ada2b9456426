//! Lists: the register of orders, the limits on the ladder, and both for one case.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoColumnRef as _, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

use super::dto::{
    CaseOrdersFilter, CaseStepsFilter, LadderFilter, LadderLimitView, OrderSort,
    SupervisedCaseView, SupervisionOrderFilter, SupervisionOrderSummary, SupervisionStepView,
};
use super::entity::{order, step};
use super::ladder::Step;
use super::repo;
use super::view::{self, Viewer};
use super::workflow::OrderState;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::dto::HolderView;
use crate::features::cases::entity::{case, clock};
use crate::features::cases::ground::Ground;
use crate::features::cases::late;
use crate::features::cases::masks;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::repo as cases;
use crate::platform::db::portable;
use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, counted, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, may_ever};

/// Orders with more cases than this do not name them in a list.
const FEW: i32 = 3;

/// One page of the register.
pub async fn orders(
    state: &AppState,
    actor: &Actor,
    filter: &SupervisionOrderFilter,
) -> AppResult<Page<SupervisionOrderSummary>> {
    let db = state.db.reader();
    let by_due = filter.sort == Some(OrderSort::ReplyDueOn);
    let order = if by_due { "supervision:reply_due_on" } else { "supervision:-id" };
    let matching = matching(actor, filter, local_date(state.clock.now()));
    let total = match filter.count {
        Some(Count::Exact) => Some(repo::count(db, matching.clone()).await?),
        None => None,
    };
    let after = filter.cursor.as_deref().map(|text| after(text, order, by_due)).transpose()?;
    let rows = limit(filter.limit);
    let found = repo::list(db, matching.add_option(after), by_due, rows + 1).await?;
    let viewer = Viewer::on(&Ground::of(state).await?, state, actor);
    let mut few = few_cases(db, actor, &found).await?;
    let at = |row: &order::Model| (by_due.then(|| row.reply_due_on.to_string()), row.id);
    let view = |row: order::Model| {
        let cases = few.remove(&row.id).unwrap_or_default();
        viewer.summary(row, cases)
    };
    Ok(Page::cut(found, rows, order, at, view)?.of(total))
}

fn matching(actor: &Actor, filter: &SupervisionOrderFilter, today: NaiveDate) -> Condition {
    let overdue = Condition::all()
        .add(order::Column::State.eq(OrderState::Issued.as_str()))
        .add(order::Column::ReplyDueOn.lt(today));
    let states = (!filter.state.is_empty())
        .then(|| order::Column::State.is_in(filter.state.iter().map(|state| state.as_str())));
    let departments = (!filter.department_id.is_empty())
        .then(|| order::Column::DepartmentId.is_in(filter.department_id.iter().copied()));
    let number = filter.q.as_deref().map(str::trim);
    let number = number.map(|q| portable::starts_with(order::Column::OrderNo.as_column_ref(), q));
    Condition::all()
        .add(repo::readable(actor).condition())
        .add_option(states)
        .add_option(departments)
        .add_option(filter.overdue.map(|is| if is { overdue } else { overdue.not() }))
        .add_option(filter.case_id.map(repo::about))
        .add_option(number)
}

fn after(text: &str, order: &str, by_due: bool) -> AppResult<Condition> {
    let cursor = Cursor::decode(text, order)?;
    let column = |column: order::Column| Expr::col((order::Entity, column).into_column_ref());
    if !by_due {
        return Ok(Condition::all().add(order::Column::Id.lt(cursor.id)));
    }
    let (key, id) = (column(order::Column::ReplyDueOn), column(order::Column::Id));
    Ok(portable::after(&key, &id, Some(cursor.day()?), cursor.id, false))
}

/// The cases of those orders that have few.
async fn few_cases(
    db: &impl ConnectionTrait,
    actor: &Actor,
    orders: &[order::Model],
) -> AppResult<HashMap<Uuid, Vec<SupervisedCaseView>>> {
    let few = orders.iter().filter(|order| order.case_count <= FEW).map(|order| order.id);
    let mut found: HashMap<Uuid, Vec<SupervisedCaseView>> = HashMap::new();
    for line in repo::cases_of(db, actor, few).await? {
        found.entry(line.0).or_default().push(view::line(line)?);
    }
    Ok(found)
}

/// One page of the register, of what is about a case the caller may read.
pub async fn orders_of(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &CaseOrdersFilter,
) -> AppResult<Page<SupervisionOrderSummary>> {
    let scope = Scope::cases(actor, Action::CaseRead);
    cases::find(state.db.reader(), &scope, case_id).await?;
    let about = SupervisionOrderFilter {
        case_id: Some(case_id),
        limit: filter.limit,
        cursor: filter.cursor.clone(),
        count: filter.count.or(Some(Count::Exact)),
        ..SupervisionOrderFilter::default()
    };
    orders(state, actor, &about).await
}

/// One page of the steps taken over the limits of a case the caller may read, oldest first.
pub async fn steps_of(
    state: &AppState,
    actor: &Actor,
    case_id: Uuid,
    filter: &CaseStepsFilter,
) -> AppResult<Page<SupervisionStepView>> {
    let db = state.db.reader();
    cases::find(db, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let after = Cursor::last_id(filter.cursor.as_deref(), STEPS_ORDER)?;
    let rows = limit(filter.limit);
    let matching = repo::steps_about(&repo::readable_steps(actor), case_id);
    let always = filter.count.or(Some(Count::Exact));
    let total = counted(always, repo::count_steps(db, matching.clone())).await?;
    let found = repo::steps(db, matching, after, rows + 1).await?;
    let viewer = Viewer::on(&Ground::of(state).await?, state, actor);
    let at = |row: &step::Model| (None, row.id);
    let Page { items, next_cursor, .. } = Page::cut(found, rows, STEPS_ORDER, at, |row| row)?;
    let items = items.iter().map(|row| viewer.step(row)).collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor, total })
}

const LADDER_ORDER: &str = "ladder:due_at";
const STEPS_ORDER: &str = "supervision_steps:id";

/// What the list of the ladder reads of a limit, its last step and its case.
#[derive(Debug, FromQueryResult)]
struct LadderRow {
    id: Uuid,
    kind: String,
    calendar_version: i32,
    due_at: DateTime<Utc>,
    ladder_at: Option<DateTime<Utc>>,
    step: String,
    step_id: Uuid,
    at: DateTime<Utc>,
    department_id: Uuid,
    order_id: Option<Uuid>,
    case_id: Uuid,
    case_no: String,
    title: String,
    status: String,
}

/// The running limits over which a step was taken, longest over first.
pub async fn ladder(
    state: &AppState,
    actor: &Actor,
    filter: &LadderFilter,
    lang: Lang,
) -> AppResult<Page<LadderLimitView>> {
    let db = state.db.reader();
    let now = state.clock.now();
    let found = on_ladder(actor, filter);
    let total = match filter.count {
        Some(Count::Exact) => {
            let counted = found.clone().select_only().column_as(clock::Column::Id.count(), "total");
            let counted: Option<i64> = counted.into_tuple().one(db).await?;
            Some(counted.and_then(|total| u64::try_from(total).ok()).unwrap_or(0))
        }
        None => None,
    };
    let found = match filter.cursor.as_deref() {
        Some(text) => found.filter(after_limit(text)?),
        None => found,
    };
    let rows = limit(filter.limit);
    let found = found
        .select_only()
        .columns([
            clock::Column::Id,
            clock::Column::Kind,
            clock::Column::CalendarVersion,
            clock::Column::DueAt,
            clock::Column::LadderAt,
            clock::Column::CaseId,
        ])
        .columns([
            step::Column::Step,
            step::Column::At,
            step::Column::DepartmentId,
            step::Column::OrderId,
        ])
        .column_as(step::Column::Id, "step_id")
        .columns([case::Column::CaseNo, case::Column::Title, case::Column::Status])
        .order_by_asc(clock::Column::DueAt)
        .order_by_asc(clock::Column::Id)
        .limit(rows + 1)
        .into_model::<LadderRow>()
        .all(db)
        .await?;
    let ground = Ground::of(state).await?;
    let viewer = Viewer::on(&ground, state, actor);
    let may_issue = may_ever(actor, Action::SupervisionOrderIssue);
    let allowed = if may_issue { vec!["issue_order"] } else { Vec::new() };
    let at =
        |row: &LadderRow| (Some(row.due_at.to_rfc3339_opts(SecondsFormat::Micros, true)), row.id);
    let Page { items, next_cursor, .. } = Page::cut(found, rows, LADDER_ORDER, at, |row| row)?;
    let used = late::used(state, items.iter().map(|row| row.case_id), now).await?;
    let items = items.into_iter().map(|row| {
        let used = used.get(&row.case_id);
        let holders = used.map(|used| late::holders(&ground.directory, used, lang));
        let holders = holders.unwrap_or_default();
        limit_view(&ground, &viewer, row, now, (holders, allowed.clone()))
    });
    let items = items.collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor, total })
}

/// Limits with the last step taken over them for the day on which they end now.
fn on_ladder(actor: &Actor, filter: &LadderFilter) -> Select<clock::Entity> {
    let to_step =
        clock::Entity::belongs_to(step::Entity).from(clock::Column::Id).to(step::Column::ClockId);
    let to_case =
        clock::Entity::belongs_to(case::Entity).from(clock::Column::CaseId).to(case::Column::Id);
    let same = |one: clock::Column, other: step::Column| -> SimpleExpr {
        one.into_expr().equals(other.as_column_ref())
    };
    let steps = (!filter.step.is_empty())
        .then(|| step::Column::Step.is_in(filter.step.iter().map(|step| step.as_str())));
    let departments = (!filter.department_id.is_empty())
        .then(|| step::Column::DepartmentId.is_in(filter.department_id.iter().copied()));
    let matching = Condition::all()
        .add(clock::Column::FinishedAt.is_null())
        .add(clock::Column::LadderStep.is_not_null())
        .add(same(clock::Column::LadderStep, step::Column::Step))
        .add(same(clock::Column::DueAt, step::Column::DueAt))
        .add(repo::readable_steps(actor).condition())
        .add(Scope::cases(actor, Action::CaseRead).condition())
        .add_option(steps)
        .add_option(departments);
    clock::Entity::find()
        .join(JoinType::InnerJoin, to_step.into())
        .join(JoinType::InnerJoin, to_case.into())
        .filter(matching)
}

fn after_limit(text: &str) -> AppResult<Condition> {
    let cursor = Cursor::decode(text, LADDER_ORDER)?;
    let column = |column: clock::Column| Expr::col((clock::Entity, column).into_column_ref());
    let (key, id) = (column(clock::Column::DueAt), column(clock::Column::Id));
    Ok(portable::after(&key, &id, Some(cursor.instant()?), cursor.id, false))
}

fn limit_view(
    ground: &Ground,
    viewer: &Viewer<'_>,
    row: LadderRow,
    now: DateTime<Utc>,
    (holders, allowed_actions): (Vec<HolderView>, Vec<&'static str>),
) -> AppResult<LadderLimitView> {
    Ok(LadderLimitView {
        id: row.id,
        clock_kind: ClockKind::parse(&row.kind).ok_or_else(view::unreadable)?,
        case: SupervisedCaseView {
            id: row.case_id,
            case_no: row.case_no,
            title: masks::title(&row.title),
            status: CaseStatus::parse(&row.status).ok_or_else(view::unreadable)?,
        },
        department: viewer.department(row.department_id),
        due_at: row.due_at,
        working_days_over: ground.keeper.working_days_over(row.due_at, row.calendar_version, now),
        step: Step::parse(&row.step).ok_or_else(view::unreadable)?,
        step_id: row.step_id,
        step_at: row.at,
        next_step_at: row.ladder_at,
        order_id: row.order_id,
        holders,
        allowed_actions,
    })
}
