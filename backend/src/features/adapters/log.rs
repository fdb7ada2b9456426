//! The log of deliveries: number, time, outcome. What a message said is nowhere in it.

use std::collections::HashSet;

use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::catalogue;
use super::dto::{AdapterMessageFilter, AdapterMessageView, AdapterOutcome};
use super::entity::message::{Column, Entity, Model};
use crate::app::AppState;
use crate::features::cases::repo;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::{Count, Cursor, Page, limit};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Scope, may_ever};

const ORDER: &str = "adapter_messages:-id";

/// One page within the caller's scope, the newest first.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    code: &str,
    filter: &AdapterMessageFilter,
    lang: Lang,
) -> AppResult<Page<AdapterMessageView>> {
    let db = state.db.reader();
    catalogue::find(db, code).await?;
    let outcomes = filter.outcome.iter().map(|outcome| outcome.as_str());
    let outcomes = (!filter.outcome.is_empty()).then(|| Column::Outcome.is_in(outcomes));
    let matching = Condition::all()
        .add(Scope::of_center(actor, Action::AdapterRead, "adapter_messages").condition())
        .add(Column::AdapterCode.eq(code))
        .add_option(outcomes)
        .add_option(filter.number.as_deref().map(|number| Column::Number.eq(number)));
    let total = match filter.count {
        Some(Count::Exact) => Some(Entity::find().filter(matching.clone()).count(db).await?),
        None => None,
    };
    let after = Cursor::last_id(filter.cursor.as_deref(), ORDER)?;
    let most = limit(filter.limit);
    let found = Entity::find()
        .filter(matching)
        .filter(Condition::all().add_option(after.map(|id| Column::Id.lt(id))))
        .order_by_desc(Column::Id)
        .limit(most + 1)
        .all(db)
        .await?;
    let cases: Vec<Uuid> = found.iter().filter_map(|row| row.case_id).collect();
    let seen: HashSet<Uuid> = if cases.is_empty() || !may_ever(actor, Action::CaseRead) {
        HashSet::new()
    } else {
        let scope = Scope::cases(actor, Action::CaseRead);
        repo::list_of(db, &scope, &cases).await?.into_iter().map(|row| row.id).collect()
    };
    let page = Page::cut(found, most, ORDER, |row| (None, row.id), |row| view(row, &seen, lang))?;
    let page = page.of(total);
    let items = page.items.into_iter().collect::<AppResult<_>>()?;
    Ok(Page { items, next_cursor: page.next_cursor, total: page.total })
}

fn view(row: Model, seen: &HashSet<Uuid>, lang: Lang) -> AppResult<AdapterMessageView> {
    let outcome = AdapterOutcome::parse(&row.outcome);
    let outcome = outcome.ok_or_else(|| AppError::internal("unknown word in the database"))?;
    Ok(AdapterMessageView {
        id: row.id,
        number: row.number,
        outcome,
        outcome_name: outcome.name(lang),
        problem_code: row.problem_code,
        pointer: row.pointer,
        refusal_code: row.refusal_code,
        case_id: row.case_id.filter(|id| seen.contains(id)),
        adapter_version: row.adapter_version,
        received_at: row.received_at,
    })
}
