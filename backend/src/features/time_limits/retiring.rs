//! 停用: a version of a rule gets its last day, after it was tried out or not. Limits that run keep
//! theirs (product rule 9), unless an error is corrected for them too.

use chrono::NaiveDate;
use serde_json::Map;
use uuid::Uuid;

use super::dto::{RetireTimeLimitRuleRequest, RuleAppliesTo, TimeLimitRuleView};
use super::publishing::{rules_alone, store};
use super::rules::{Rule, RuleSet};
use super::succession;
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::ledger::{canonical, sha256};
use crate::features::limit_changes::dto::{AppliesTo, ChangeSubject, LimitChangeView};
use crate::features::limit_changes::publication::{self, Publication};
use crate::features::limit_changes::retirement::Retirement;
use crate::features::limit_changes::simulation::{self, Trial};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{Command, IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize_any};

/// Sets the last day of a version.
pub(super) async fn retire(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    seen: IfMatch,
    command: Command<RetireTimeLimitRuleRequest>,
) -> AppResult<Reply<TimeLimitRuleView>> {
    let permit = authorize_any(actor, Action::ReferenceWrite)?;
    let (now, body) = (state.clock.now(), command.body);
    let today = local_date(now);
    let is_running = body.applies_to == RuleAppliesTo::Running;
    if is_running && body.reason.is_none() {
        let missing = FieldError::rule("/reason", "missing_field", Map::new());
        return Err(AppError::Validation(vec![missing]));
    }
    let reply = state
        .once(actor)
        .run(command.idempotency, async |tx: &Tx| {
            let rules = rules_alone(tx).await?;
            let rule = rules.get(id).ok_or(ErrorCode::RequestNotFound)?;
            seen.check(rule.row_version, ErrorCode::RequestStaleVersion)?;
            let mut ended = ended(&rules, rule, &body, today)?;
            publication::check(&**tx, body.simulation_id, &hash_of(id, &body)?, is_running).await?;
            if is_running {
                let change = published(&body, &ended)?;
                let change_id = state.ids.next();
                publication::begin(tx, &permit, change_id, change, now).await?;
                ended.limit_change_id = Some(change_id);
            }
            store(tx, permit, Some(&ended), None).await?;
            let entry = Entry::of(state, AuditAction::TimeLimitRetired)
                .by(actor)
                .on("time_limit_rule", id)
                .with("code", ended.code.clone())
                .with("valid_to", body.valid_to.to_string())
                .with("applies_to", AppliesTo::from(body.applies_to).as_str());
            record(tx, entry).await?;
            let view = TimeLimitRuleView::of(&ended, today, true);
            Ok(Reply::ok(&view)?.version(ended.row_version).personal())
        })
        .await?;
    state.time_limits.forget();
    Ok(reply)
}

/// Tries a retirement out over all open cases; nothing is changed.
pub(super) async fn simulate(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    command: Command<RetireTimeLimitRuleRequest>,
    lang: Lang,
) -> AppResult<Reply<LimitChangeView>> {
    authorize_any(actor, Action::ReferenceWrite)?;
    let body = command.body;
    let today = local_date(state.clock.now());
    simulation::run(state, actor, command.idempotency, lang, async |tx: &Tx, keeper| {
        let rules = RuleSet::load(&**tx).await?;
        let rule = rules.get(id).ok_or(ErrorCode::RequestNotFound)?;
        let ended = ended(&rules, rule, &body, today)?;
        let retirement = retirement(&ended)?;
        let mut after = rules.all().to_vec();
        succession::replace(&mut after, &ended);
        let basis = retirement.basis(body.applies_to == RuleAppliesTo::Running);
        Ok(Trial {
            subject: ChangeSubject::Rule,
            applies_to: body.applies_to.into(),
            draft: serde_json::to_value(&retirement)?,
            hash: hash_of(id, &body)?,
            keeper: keeper.under_rules(RuleSet::of(after).into()),
            basis: basis.ok_or_else(|| AppError::internal("no day after the last"))?,
        })
    })
    .await
}

/// The version with the last day that is asked for, or what stands in the way.
fn ended(
    rules: &RuleSet,
    rule: &Rule,
    body: &RetireTimeLimitRuleRequest,
    today: NaiveDate,
) -> AppResult<Rule> {
    let last = body.valid_to;
    if rule.valid_to.is_some_and(|ended| ended < today) {
        return Err(ErrorCode::TimeLimitEnded.into());
    }
    // A version that never began may end before its first day, which is never.
    if last < today || (last < rule.valid_from && rule.valid_from <= today) {
        return Err(AppError::field("/valid_to", ErrorCode::TimeLimitInThePast));
    }
    // What runs changes when the version is no longer used, not before.
    if body.applies_to == RuleAppliesTo::Running && last > today {
        return Err(AppError::field("/applies_to", ErrorCode::TimeLimitNotInForce));
    }
    succession::retire(rules.all(), rule, last).map_err(AppError::Validation)
}

fn retirement(ended: &Rule) -> AppResult<Retirement> {
    Retirement::of(ended).ok_or_else(|| AppError::internal("a retired version without a last day"))
}

/// A digest of which version is retired, when and for which limits.
fn hash_of(id: Uuid, body: &RetireTimeLimitRuleRequest) -> AppResult<String> {
    Ok(sha256(canonical(&("retire", id, body))?.as_bytes()))
}

fn published(body: &RetireTimeLimitRuleRequest, ended: &Rule) -> AppResult<Publication> {
    Ok(Publication {
        subject: ChangeSubject::Rule,
        applies_to: AppliesTo::Running,
        draft: serde_json::to_value(retirement(ended)?)?,
        rule_id: Some(ended.id),
        calendar_version: None,
        reason: body.reason.as_deref().map(|reason| reason.trim().to_owned()),
    })
}
