//! The cases whose moment has come for a rule that keeps time.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoColumnRef as _, Query};
use sea_orm::{
    ColumnTrait as _, Condition as Cond, ConnectionTrait, EntityTrait as _, JoinType,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::run;
use super::runner::Fact;
use super::trigger::Trigger;
use crate::features::calendars::calendar::Calendar;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::entity::{case, clock, event};
use crate::features::cases::model::CaseStatus;
use crate::features::cases::replay;
use crate::platform::error::AppResult;

/// A case whose moment has come.
#[derive(Debug, Clone)]
pub struct Due {
    /// The case.
    pub case_id: Uuid,
    /// 一案一码.
    pub case_no: String,
    /// Where it stands.
    pub status: String,
    /// What the rule looks at it for.
    pub fact: Fact,
    /// When it looks.
    pub instant: DateTime<Utc>,
}

/// Which cases, and when.
#[derive(Clone)]
pub struct Wanted<'a> {
    /// Of a rule that keeps time.
    pub trigger: &'a Trigger,
    /// Scope and condition.
    pub rows: Cond,
    /// Working days.
    pub calendar: &'a Calendar,
    /// Now.
    pub now: DateTime<Utc>,
    /// Most of them.
    pub most: u64,
}

/// The running limits of `clock` whose moment has come, the earliest first; but for those for
/// which this version of a rule ran already.
pub async fn limits(
    db: &impl ConnectionTrait,
    wanted: &Wanted<'_>,
    clock: ClockKind,
    not_run: Option<(Uuid, i32)>,
) -> AppResult<Vec<Due>> {
    let Wanted { trigger, rows, calendar, now, most } = wanted;
    let to_case =
        clock::Entity::belongs_to(case::Entity).from(clock::Column::CaseId).to(case::Column::Id);
    let mut found = clock::Entity::find()
        .select_only()
        .columns([clock::Column::Id, clock::Column::CaseId, clock::Column::DueAt])
        .column(case::Column::CaseNo)
        .column(case::Column::Status)
        .join(JoinType::InnerJoin, to_case.into())
        .filter(clock::Column::Kind.eq(clock.as_str()))
        .filter(clock::Column::FinishedAt.is_null())
        .filter(clock::Column::DueAt.lte(trigger.latest(calendar, *now)))
        .filter(rows.clone());
    if stands_still_with_the_case(clock) {
        found = found.filter(case::Column::SuspendedAt.is_null());
    }
    if let Some((rule_id, version)) = not_run {
        found = found.filter(Expr::exists(ran(rule_id, version)).not());
    }
    let found: Vec<(Uuid, Uuid, DateTime<Utc>, String, String)> = found
        .order_by_asc(clock::Column::DueAt)
        .order_by_asc(clock::Column::Id)
        .limit(*most)
        .into_tuple()
        .all(db)
        .await?;
    let due = found.into_iter().filter_map(|(id, case_id, due_at, case_no, status)| {
        let instant = trigger.instant(calendar, due_at).filter(|instant| instant <= now)?;
        let fact = Fact { kind: "limit".to_owned(), id, at: due_at };
        Some(Due { case_id, case_no, status, fact, instant })
    });
    Ok(due.collect())
}

/// The limits a suspension stops.
pub fn stands_still_with_the_case(clock: ClockKind) -> bool {
    matches!(clock, ClockKind::Handling | ClockKind::Assist)
}

fn ran(rule_id: Uuid, version: i32) -> sea_orm::sea_query::SelectStatement {
    let column = |column: run::Column| Expr::col((run::Entity, column).into_column_ref());
    let of_clock = |of: run::Column, same: clock::Column| column(of).equals((clock::Entity, same));
    Query::select()
        .expr(Expr::cust("1"))
        .from(run::Entity)
        .and_where(column(run::Column::RuleId).eq(rule_id))
        .and_where(column(run::Column::RuleVersion).eq(version))
        .and_where(of_clock(run::Column::CaseId, clock::Column::CaseId))
        .and_where(of_clock(run::Column::FactId, clock::Column::Id))
        .and_where(of_clock(run::Column::FactAt, clock::Column::DueAt))
        .take()
}

/// A page of the cases that have stood in `status` long enough, by id after `after`; and the last
/// case that was looked at, where there may be more.
pub async fn standing(
    db: &impl ConnectionTrait,
    wanted: &Wanted<'_>,
    status: CaseStatus,
    after: Option<Uuid>,
) -> AppResult<(Vec<Due>, Option<Uuid>)> {
    let Wanted { trigger, rows, calendar, now, most } = wanted;
    let cases: Vec<(Uuid, String)> = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::CaseNo])
        .filter(case::Column::Status.eq(status.as_str()))
        .filter(case::Column::RegisteredAt.lte(trigger.latest(calendar, *now)))
        .filter(rows.clone())
        .filter(Cond::all().add_option(after.map(|after| case::Column::Id.gt(after))))
        .order_by_asc(case::Column::Id)
        .limit(*most)
        .into_tuple()
        .all(db)
        .await?;
    let is_full = u64::try_from(cases.len()).is_ok_and(|found| found >= *most);
    let last = cases.last().map(|(id, _)| *id).filter(|_| is_full);
    let mut due = Vec::new();
    for some in cases.chunks(200) {
        let mut events = events_of(db, some.iter().map(|(id, _)| *id)).await?;
        for (case_id, case_no) in some {
            let told = events.remove(case_id).unwrap_or_default();
            let Some((id, at)) = replay::entered(&told) else { continue };
            let Some(instant) = trigger.instant(calendar, at).filter(|at| at <= now) else {
                continue;
            };
            due.push(Due {
                case_id: *case_id,
                case_no: case_no.clone(),
                status: status.as_str().to_owned(),
                fact: Fact { kind: "standing".to_owned(), id, at },
                instant,
            });
        }
    }
    Ok((due, last))
}

/// The ledgers of some cases.
pub async fn events_of(
    db: &impl ConnectionTrait,
    cases: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Vec<event::Model>>> {
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.is_in(cases))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let mut by_case: HashMap<Uuid, Vec<event::Model>> = HashMap::new();
    for row in rows {
        by_case.entry(row.case_id).or_default().push(row);
    }
    Ok(by_case)
}
