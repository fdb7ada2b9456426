//! Use cases of the rules of the procedure.

use chrono::Datelike as _;
use sea_orm::{ActiveModelTrait as _, EntityTrait, IntoActiveModel as _, QueryOrder, QuerySelect};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::dto::{ProcedureRuleFilter, ProcedureRuleView, PublishProcedureRuleRequest};
use super::entity::procedure_rule::{Column, Entity, Model};
use super::rules::{ProcedureRule, ProcedureRuleSet};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, Page, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, authorize_any, may_ever};

/// The rules by code and version.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &ProcedureRuleFilter,
    lang: Lang,
) -> AppResult<Page<ProcedureRuleView>> {
    let rules = state.procedure_rules.get(&state.db, state.clock.now()).await?;
    let may_write = may_ever(actor, Action::ReferenceWrite);
    let wanted = rules
        .all()
        .iter()
        .filter(|rule| filter.code.is_empty() || filter.code.contains(&rule.code))
        .filter(|rule| filter.valid_on.is_none_or(|on| rule.is_valid_on(on)));
    let views = wanted.map(|rule| view(&rules, rule, lang, may_write));
    Ok(Page::whole(views.collect()))
}

/// One version. Unknown: 404.
pub async fn get(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<ProcedureRuleView> {
    let rules = state.procedure_rules.get(&state.db, state.clock.now()).await?;
    let rule = rules.get(id).ok_or(ErrorCode::RequestNotFound)?;
    Ok(view(&rules, rule, lang, may_ever(actor, Action::ReferenceWrite)))
}

fn view(
    rules: &ProcedureRuleSet,
    rule: &ProcedureRule,
    lang: Lang,
    may_write: bool,
) -> ProcedureRuleView {
    let is_newest = rules.newest(rule.code).is_some_and(|newest| newest.id == rule.id);
    ProcedureRuleView::of(rule, lang, may_write && is_newest)
}

/// Publishes the next version of a rule.
pub async fn publish(
    state: &AppState,
    actor: &Actor,
    command: Command<PublishProcedureRuleRequest>,
    lang: Lang,
) -> AppResult<Reply<ProcedureRuleView>> {
    let permit = authorize_any(actor, Action::ReferenceWrite)?;
    let now = state.clock.now();
    let body = command.body;
    check(state, &body)?;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let rules = alone(tx).await?;
            let row = Model {
                id: state.ids.next(),
                code: body.code.as_str().to_owned(),
                version: rules.newest(body.code).map_or(1, |newest| newest.version + 1),
                value: body.value,
                source: body.source.trim().to_owned(),
                valid_from: body.valid_from,
                reason: body.reason.as_deref().map(|reason| reason.trim().to_owned()),
                created_at: now,
            };
            let rule = ProcedureRule::of(row.clone())?;
            let after = rules.all().iter().cloned().chain([rule.clone()]).collect();
            let after = ProcedureRuleSet::of(after)?;
            if !after.since(body.valid_from).all(|said| said.is_in_order()) {
                return Err(AppError::field("/value", ErrorCode::ProcedureRuleOrder));
            }
            store(tx, permit, row).await?;
            let entry = Entry::of(state, AuditAction::ProcedureRulePublished)
                .by(actor)
                .on("procedure_rule", rule.id)
                .with("code", body.code.as_str())
                .with("version", rule.version)
                .with("value", body.value)
                .with("valid_from", body.valid_from.to_string());
            record(tx, entry).await?;
            let location = format!("/api/v1/procedure-rules/{}", rule.id);
            let view = after.get(rule.id).map(|rule| view(&after, rule, lang, true));
            let view = view.ok_or_else(|| AppError::internal("the version just made"))?;
            Ok(Reply::created(&view, location)?.personal())
        })
        .await?;
    state.procedure_rules.forget();
    Ok(reply)
}

/// The last year a version may begin in.
const LATEST_YEAR: i32 = 2100;

/// What is wrong with a version in itself.
fn check(state: &AppState, body: &PublishProcedureRuleRequest) -> AppResult<()> {
    let mut problems = Vec::new();
    let (_, least, most) = body.code.unit_and_bounds();
    if !(least..=most).contains(&body.value) {
        let bounds: [(&str, Value); 2] = [("min", least.into()), ("max", most.into())];
        let bounds = bounds.into_iter().map(|(name, value)| (name.to_owned(), value));
        problems.push(FieldError::rule("/value", "range", bounds.collect()));
    }
    let today = local_date(state.clock.now());
    if body.valid_from <= today {
        problems.push(FieldError::of("/valid_from", ErrorCode::ProcedureRuleNotAhead));
    }
    if body.valid_from.year() > LATEST_YEAR {
        let last = format!("{LATEST_YEAR}-12-31");
        let bounds = Map::from_iter([("max".to_owned(), last.into())]);
        problems.push(FieldError::rule("/valid_from", "range", bounds));
    }
    if problems.is_empty() { Ok(()) } else { Err(AppError::Validation(problems)) }
}

/// The rules, once nobody else is writing any: all hold the same row, the first.
async fn alone(tx: &Tx) -> AppResult<ProcedureRuleSet> {
    Entity::find()
        .order_by_asc(Column::Code)
        .order_by_asc(Column::Version)
        .lock_exclusive()
        .one(&**tx)
        .await?;
    ProcedureRuleSet::load(&**tx).await
}

async fn store(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "rules of the procedure change");
    let row = row.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}
