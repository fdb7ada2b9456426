//! The log of a rule's runs, on the cases its reader may see.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, JoinType, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{AutomationRunFilter, AutomationRunView, RuleCaseRef, RunOutcome};
use super::entity::run;
use super::repo;
use super::service::Surroundings;
use super::words::Names;
use crate::app::AppState;
use crate::features::cases::entity::case;
use crate::platform::error::AppResult;
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope};

/// The only order of the list, in its cursors.
const ORDER: &str = "automation_runs:-id";

#[derive(sea_orm::FromQueryResult)]
struct Line {
    id: Uuid,
    rule_version: i32,
    case_id: Uuid,
    case_no: String,
    fact_kind: String,
    fact_at: DateTime<Utc>,
    depth: i32,
    outcome: String,
    code: Option<String>,
    events: i32,
    statements: i32,
    duration_ms: i64,
    ran_at: DateTime<Utc>,
}

/// A page of the runs of a rule, newest first.
pub(super) async fn list(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    filter: &AutomationRunFilter,
    lang: Lang,
) -> AppResult<Page<AutomationRunView>> {
    let db = state.db.reader();
    let around = Surroundings::of(state).await?;
    let rule = repo::find(db, &around.reach(actor, Action::AutomationRead), id).await?;
    let before = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let outcomes = (!filter.outcome.is_empty())
        .then(|| run::Column::Outcome.is_in(filter.outcome.iter().map(|word| word.as_str())));
    let to_case =
        run::Entity::belongs_to(case::Entity).from(run::Column::CaseId).to(case::Column::Id);
    let runs = run::Entity::find()
        .join(JoinType::InnerJoin, to_case.into())
        .filter(run::Column::RuleId.eq(rule.id))
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .filter(Condition::all().add_option(outcomes));
    let total = match filter.count {
        Some(Count::Exact) => Some(runs.clone().count(db).await?),
        None => None,
    };
    let most = limit(filter.limit);
    let found = runs
        .filter(Condition::all().add_option(before.map(|id| run::Column::Id.lt(id))))
        .column(case::Column::CaseNo)
        .order_by_desc(run::Column::Id)
        .limit(most + 1)
        .into_model::<Line>()
        .all(db)
        .await?;
    let words = around.names(lang);
    let page = Page::cut(found, most, ORDER, |line| (None, line.id), |line| view(&words, line))?;
    Ok(page.of(total))
}

fn view(words: &Names<'_>, line: Line) -> AutomationRunView {
    AutomationRunView {
        id: line.id,
        rule_version: line.rule_version,
        case: RuleCaseRef { id: line.case_id, case_no: line.case_no },
        fact_name: words.fact(&line.fact_kind),
        fact: line.fact_kind,
        fact_at: line.fact_at,
        depth: line.depth,
        outcome: RunOutcome::parse(&line.outcome).unwrap_or(RunOutcome::Skipped),
        code_name: line.code.as_deref().map(|code| words.code(code)),
        code: line.code,
        events: line.events,
        statements: line.statements,
        duration_ms: line.duration_ms,
        ran_at: line.ran_at,
    }
}
