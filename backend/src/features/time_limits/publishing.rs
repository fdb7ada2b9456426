//! New versions of rules: tried out, published. A version is never edited; running cases
//! keep theirs (product rule 9), unless an error is corrected for them too.

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::{Map, Value};

use super::dto::{PublishTimeLimitRuleRequest, RuleAppliesTo, TimeLimitRuleView};
use super::entity::time_limit_rule;
use super::rules::{ClockKind, LimitDayKind, Rule, RuleSet};
use super::succession::{self, Succession};
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::clocks::MAX_MONTHS;
use crate::features::cases::ledger::{canonical, sha256};
use crate::features::cases::rebasing::NewBasis;
use crate::features::limit_changes::dto::{AppliesTo, ChangeSubject, LimitChangeView};
use crate::features::limit_changes::publication::{self, Publication};
use crate::features::limit_changes::simulation::{self, Trial};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, authorize_any};

/// Publishes a version of a rule, new or old by its code.
pub(super) async fn publish(
    state: &AppState,
    actor: &Actor,
    command: Command<PublishTimeLimitRuleRequest>,
) -> AppResult<Reply<TimeLimitRuleView>> {
    let permit = authorize_any(actor, Action::ReferenceWrite)?;
    let now = state.clock.now();
    let body = command.body;
    check(state, &body).await?;
    check_reason(&body)?;
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let rules = rules_alone(tx).await?;
            let new = body.rule(state.ids.next(), next_version(&rules, &body.code), now);
            let Succession { ended, .. } = succeed(&rules, &new, &body)?;
            let is_running = body.applies_to == RuleAppliesTo::Running;
            publication::check(&**tx, body.simulation_id, &hash_of(&body)?, is_running).await?;
            let change_id = is_running.then(|| state.ids.next());
            let new = Rule { limit_change_id: change_id, ..new };
            if let Some(id) = change_id {
                publication::begin(tx, &permit, id, published(&body, &new)?, now).await?;
            }
            store(tx, permit, ended.as_ref(), Some(&new)).await?;
            record(tx, entry(state, actor, &new, &body)).await?;
            let location = format!("/api/v1/time-limit-rules/{}", new.id);
            let view = TimeLimitRuleView::of(&new, local_date(now), true);
            Ok(Reply::created(&view, location)?.version(new.row_version).personal())
        })
        .await?;
    state.time_limits.forget();
    Ok(reply)
}

/// Tries a version out over all open cases; nothing is changed.
pub(super) async fn simulate(
    state: &AppState,
    actor: &Actor,
    command: Command<PublishTimeLimitRuleRequest>,
    lang: Lang,
) -> AppResult<Reply<LimitChangeView>> {
    authorize_any(actor, Action::ReferenceWrite)?;
    let body = command.body;
    check(state, &body).await?;
    let now = state.clock.now();
    simulation::run(state, actor, command.idempotency, lang, async |tx: &Tx, keeper| {
        let rules = RuleSet::load(&**tx).await?;
        let rule = body.rule(state.ids.next(), next_version(&rules, &body.code), now);
        let Succession { after, .. } = succeed(&rules, &rule, &body)?;
        let running = body.applies_to == RuleAppliesTo::Running;
        Ok(Trial {
            subject: ChangeSubject::Rule,
            applies_to: body.applies_to.into(),
            draft: serde_json::to_value(&body)?,
            hash: hash_of(&body)?,
            keeper: keeper.under_rules(RuleSet::of(after).into()),
            basis: NewBasis::Rule { rule: Box::new(rule), running },
        })
    })
    .await
}

/// The rules, once nobody else is writing any: all hold the same row, the first.
pub(super) async fn rules_alone(tx: &Tx) -> AppResult<RuleSet> {
    time_limit_rule::Entity::find()
        .order_by_asc(time_limit_rule::Column::Code)
        .order_by_asc(time_limit_rule::Column::Version)
        .lock_exclusive()
        .one(&**tx)
        .await?;
    RuleSet::load(&**tx).await
}

fn next_version(rules: &RuleSet, code: &str) -> i32 {
    let known = rules.all().iter().filter(|rule| rule.code == code).map(|rule| rule.version);
    known.max().map_or(1, |last| last + 1)
}

fn succeed(
    rules: &RuleSet,
    new: &Rule,
    body: &PublishTimeLimitRuleRequest,
) -> AppResult<Succession> {
    succession::succeed(rules.all(), new, body.correction).map_err(AppError::Validation)
}

/// What is wrong with a version in itself.
async fn check(state: &AppState, body: &PublishTimeLimitRuleRequest) -> AppResult<()> {
    let now = state.clock.now();
    let today = local_date(now);
    let mut problems = Vec::new();
    let rule = |pointer: &str, code: &str| FieldError::rule(pointer, code, Map::new());
    match (body.clock, body.procedure) {
        (ClockKind::Statutory, None) => problems.push(rule("/procedure", "missing_field")),
        (ClockKind::Statutory, Some(_)) | (_, None) => {}
        (_, Some(_)) => problems.push(rule("/procedure", "not_applicable")),
    }
    // A lead is one for the county: drawn for some cases, it would never be found.
    let drawn = [
        ("/level", body.level.is_some()),
        ("/type_code", body.type_code.is_some()),
        ("/channel", body.channel.is_some()),
    ];
    let drawn = drawn.into_iter().filter(|(_, is_given)| body.clock.is_lead() && *is_given);
    problems.extend(drawn.map(|(pointer, _)| rule(pointer, "not_applicable")));
    if body.extension.is_some() && body.procedure.is_none() {
        problems.push(rule("/extension", "not_applicable"));
    }
    if body.day_kind == LimitDayKind::Month {
        // Ours are extended by half and warn by days, which a month is not made of.
        if body.clock != ClockKind::Statutory {
            problems.push(rule("/day_kind", "not_applicable"));
        } else if body.amount > MAX_MONTHS {
            let bounds = [("min", 1), ("max", MAX_MONTHS)];
            let bounds = bounds.into_iter().map(|(name, value)| (name.to_owned(), value.into()));
            problems.push(FieldError::rule("/amount", "range", bounds.collect()));
        }
    }
    if body.valid_to.is_some_and(|last| last < body.valid_from) {
        let bounds: [(&str, Value); 2] =
            [("min", body.valid_from.to_string().into()), ("max", LATEST.into())];
        let bounds = bounds.into_iter().map(|(name, value)| (name.to_owned(), value));
        problems.push(FieldError::rule("/valid_to", "range", bounds.collect()));
    }
    if body.valid_from < today && !body.correction {
        problems.push(FieldError::of("/valid_from", ErrorCode::TimeLimitInThePast));
    }
    if body.valid_to.is_some_and(|last| last < today) {
        problems.push(FieldError::of("/valid_to", ErrorCode::TimeLimitInThePast));
    }
    if body.applies_to == RuleAppliesTo::Running && body.valid_from > today {
        problems.push(FieldError::of("/applies_to", ErrorCode::TimeLimitNotInForce));
    }
    if let Some(code) = &body.type_code {
        let codes = state.codes.get(&state.db, now).await?;
        if !codes.exists("case_type", code, body.valid_from.max(today)) {
            problems.push(FieldError::of("/type_code", ErrorCode::CodeUnknown));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(AppError::Validation(problems)) }
}

/// The last day a version may name.
const LATEST: &str = "2100-12-31";

/// What changes the past, or what runs, says why.
fn check_reason(body: &PublishTimeLimitRuleRequest) -> AppResult<()> {
    let needs_one = body.correction || body.applies_to == RuleAppliesTo::Running;
    if needs_one && body.reason.is_none() {
        let missing = FieldError::rule("/reason", "missing_field", Map::new());
        return Err(AppError::Validation(vec![missing]));
    }
    Ok(())
}

/// A digest of all of a draft but why it is published and after which simulation.
fn hash_of(body: &PublishTimeLimitRuleRequest) -> AppResult<String> {
    Ok(sha256(canonical(body)?.as_bytes()))
}

fn published(body: &PublishTimeLimitRuleRequest, rule: &Rule) -> AppResult<Publication> {
    Ok(Publication {
        subject: ChangeSubject::Rule,
        applies_to: AppliesTo::Running,
        draft: serde_json::to_value(body)?,
        rule_id: Some(rule.id),
        calendar_version: None,
        reason: body.reason.clone(),
    })
}

pub(super) async fn store(
    tx: &Tx,
    permit: Permit,
    ended: Option<&Rule>,
    new: Option<&Rule>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "time limits change");
    if let Some(ended) = ended {
        time_limit_rule::Entity::update_many()
            .set(last_day(ended))
            .filter(time_limit_rule::Column::Id.eq(ended.id))
            .exec(&**tx)
            .await?;
    }
    if let Some(new) = new {
        let row = new.row().into_active_model().reset_all();
        time_limit_rule::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

fn last_day(ended: &Rule) -> time_limit_rule::ActiveModel {
    time_limit_rule::ActiveModel {
        valid_to: sea_orm::ActiveValue::Set(ended.valid_to),
        limit_change_id: sea_orm::ActiveValue::Set(ended.limit_change_id),
        row_version: sea_orm::ActiveValue::Set(ended.row_version),
        ..Default::default()
    }
}

/// What the security log says of it: which version from when, and for whom; not the words.
fn entry(
    state: &AppState,
    actor: &Actor,
    rule: &Rule,
    body: &PublishTimeLimitRuleRequest,
) -> Entry {
    Entry::of(state, AuditAction::TimeLimitPublished)
        .by(actor)
        .on("time_limit_rule", rule.id)
        .with("code", rule.code.clone())
        .with("version", rule.version)
        .with("amount", rule.amount)
        .with("valid_from", rule.valid_from.to_string())
        .with("applies_to", AppliesTo::from(body.applies_to).as_str())
        .with("is_correction", body.correction)
        .with("simulation_id", body.simulation_id.map(|id| id.to_string()))
}
