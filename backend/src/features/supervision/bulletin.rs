//! 督办通报: a month's figures by department, each with what it counts.

use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{BulletinFigures, BulletinRow, BulletinView, FigureView};
use super::entity::{order, step};
use super::ladder::Step;
use super::repo;
use super::view::Viewer;
use super::workflow::OrderState;
use crate::app::AppState;
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::cases::ground::Ground;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, rules};

type Counts = HashMap<Uuid, u64>;

/// The bulletin of a month within the caller's scope.
pub async fn of_month(
    state: &AppState,
    actor: &Actor,
    month: &str,
    lang: Lang,
) -> AppResult<BulletinView> {
    let db = state.db.reader();
    let now = state.clock.now();
    let first = format!("{month}-01").parse::<NaiveDate>().ok();
    let months = first.and_then(|first| Some((first, first.checked_add_months(Months::new(1))?)));
    let (first, next) = months.ok_or(ErrorCode::RequestInvalidParameter)?;
    let (from, until) = (start_of_day(first), start_of_day(next));
    let issued = Condition::all()
        .add(order::Column::IssuedAt.gte(from))
        .add(order::Column::IssuedAt.lt(until))
        .add(repo::readable(actor).condition());
    let is_late = Condition::all()
        .add(order::Column::State.eq(OrderState::Issued.as_str()))
        .add(order::Column::ReplyDueOn.lt(local_date(now)));
    let orders = counted(db, issued.clone()).await?;
    let late = counted(db, issued.clone().add(is_late)).await?;
    let replied_late = counted(db, issued.add(order::Column::WasLate.eq(true))).await?;
    let listed = Condition::all()
        .add(step::Column::Step.eq(Step::Bulletin.as_str()))
        .add(step::Column::At.gte(from))
        .add(step::Column::At.lt(until))
        .add(repo::readable_steps(actor).condition());
    let over = listed_cases(db, listed).await?;
    let ground = Ground::of(state).await?;
    let viewer = Viewer::on(&ground, state, actor);
    let mut rows: Vec<_> = departments(&[&orders, &over])
        .into_iter()
        .map(|id| {
            let of = |counts: &Counts| counts.get(&id).copied().unwrap_or(0);
            let figures = BulletinFigures {
                orders: of(&orders),
                late: of(&late),
                replied_late: of(&replied_late),
                cases_over: of(&over),
            };
            BulletinRow { department: viewer.department(id), figures }
        })
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &BulletinRow| (row.figures.orders, row.figures.cases_over);
        key(b).cmp(&key(a)).then_with(|| a.department.id.cmp(&b.department.id))
    });
    let total = rows.iter().fold(BulletinFigures::default(), |sum, row| BulletinFigures {
        orders: sum.orders + row.figures.orders,
        late: sum.late + row.figures.late,
        replied_late: sum.replied_late + row.figures.replied_late,
        cases_over: sum.cases_over + row.figures.cases_over,
    });
    let days = ground.keeper.procedures().on(local_date(now)).bulletin_after_days;
    Ok(BulletinView {
        month: month.to_owned(),
        as_of: now,
        scope: scope(actor, lang),
        definitions: definitions(days, lang),
        rows,
        total,
    })
}

fn departments(counts: &[&Counts]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = counts.iter().flat_map(|counts| counts.keys().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Orders by department.
async fn counted(db: &impl ConnectionTrait, matching: Condition) -> AppResult<Counts> {
    let rows: Vec<(Uuid, i64)> = order::Entity::find()
        .select_only()
        .column(order::Column::DepartmentId)
        .column_as(order::Column::Id.count(), "total")
        .filter(matching)
        .group_by(order::Column::DepartmentId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(tallied(rows))
}

/// Cases by department, each once however many of its limits were listed.
async fn listed_cases(db: &impl ConnectionTrait, matching: Condition) -> AppResult<Counts> {
    let cases = Func::count_distinct(Expr::col(step::Column::CaseId));
    let rows: Vec<(Uuid, i64)> = step::Entity::find()
        .select_only()
        .column(step::Column::DepartmentId)
        .expr_as(cases, "total")
        .filter(matching)
        .group_by(step::Column::DepartmentId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(tallied(rows))
}

fn tallied(rows: Vec<(Uuid, i64)>) -> Counts {
    rows.into_iter().map(|(id, total)| (id, u64::try_from(total).unwrap_or(0))).collect()
}

/// The right in words: what of the county's orders the figures are about.
fn scope(actor: &Actor, lang: Lang) -> String {
    let sentences: Vec<_> = rules::of(actor.role, Action::SupervisionOrderRead)
        .map(|condition| condition.sentence(lang))
        .collect();
    sentences.join(lang.pick("，或", " or "))
}

fn definitions(days: u32, lang: Lang) -> Vec<FigureView> {
    let order = lang.pick("督办件", "order");
    let figure = |name: &str, definition: String, unit: &str| FigureView {
        name: name.to_owned(),
        definition,
        unit: unit.to_owned(),
    };
    vec![
        figure(
            "orders",
            lang.pick("本月发往该单位的督办件", "Orders issued to the department in the month")
                .to_owned(),
            order,
        ),
        figure(
            "late",
            lang.pick(
                "其中：回复期限已过、至统计时仍未回复的",
                "Of them, those whose day has passed without a reply by the time of counting",
            )
            .to_owned(),
            order,
        ),
        figure(
            "replied_late",
            lang.pick(
                "其中：有回复晚于回复期限的（退回重报的逐次计算期限，任一次逾期即计一件）",
                "Of them, those to which a reply came after its day, in whichever round",
            )
            .to_owned(),
            order,
        ),
        figure(
            "cases_over",
            lang.pick(
                "本月内超期达到 {days} 个工作日、列入通报的案件（含期限已依法延长的，按延长后的期限计）",
                "Cases that in the month came to be {days} working days over their limit, as \
                 extended where it was",
            )
            .replace("{days}", &days.to_string()),
            lang.pick("案件", "case"),
        ),
    ]
}
