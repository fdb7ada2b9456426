//! What an application sees: the answer of the very predicate its requests are answered by.

use std::sync::Arc;

use sea_orm::{EntityTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

use super::acting::limits_of;
use super::dto::{PreviewParams, VisibleView};
use super::repo;
use super::view::scope_view;
use crate::app::AppState;
use crate::features::cases::entity::case;
use crate::features::personnel;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, ApiScope, Limits, Role, Scope, granted, may_ever};

/// Cases counted at most.
const MOST: u64 = 1_000;

/// What an application that is thought of would see in the capacity acted in.
pub(super) async fn preview(
    state: &AppState,
    actor: &Actor,
    params: &PreviewParams,
    lang: Lang,
) -> AppResult<VisibleView> {
    let limits = Limits {
        application_id: Uuid::nil(),
        name: String::new(),
        scopes: params.scope.iter().copied().collect(),
        type_prefixes: params.type_prefix.clone(),
        region_code: params.region_code.clone(),
        sees_restricted: params.sees_restricted.unwrap_or(false),
    };
    visible(state, actor, limits, lang).await
}

/// What an application that is there sees now, whoever asks.
pub(super) async fn of_application(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<VisibleView> {
    let db = state.db.reader();
    let scope = Scope::personal(actor, Action::ApplicationRead, "applications");
    let row = repo::find(db, &scope, id).await?;
    let held = personnel::repo::find_capacity(db, row.capacity_id).await?;
    let (capacity, _) = held.ok_or_else(|| AppError::internal("a capacity is gone"))?;
    let directory = state.directory.get(&state.db, state.clock.now()).await?;
    let role = Role::parse(&capacity.role).ok_or(ErrorCode::RequestNotFound)?;
    let region = directory.regions.get(&capacity.region_id);
    let owner = Actor {
        user_id: row.user_id,
        person_id: row.person_id,
        person_name: String::new(),
        capacity_id: row.capacity_id,
        role,
        department_id: capacity.department_id,
        // Without a capacity there is no region, and without a region nothing to see.
        region_code: region.filter(|_| capacity.is_active).map(|region| region.code.clone()),
        center_id: directory
            .center_by_region
            .get(&capacity.region_id)
            .filter(|_| capacity.is_active)
            .copied(),
        on_behalf_of: None,
        application: None,
    };
    visible(state, &owner, limits_of(&row), lang).await
}

async fn visible(
    state: &AppState,
    owner: &Actor,
    limits: Limits,
    lang: Lang,
) -> AppResult<VisibleView> {
    let mut sentences: Vec<_> =
        limits.scopes.iter().filter_map(|scope| sentence(owner, *scope, lang)).collect();
    sentences.extend(bounds(&limits, lang));
    let without_right =
        limits.scopes.iter().copied().filter(|scope| !has_right(owner, *scope)).collect();
    let offered = ApiScope::ALL.iter().copied().filter(|scope| has_right(owner, *scope));
    let offered = offered.map(|scope| scope_view(scope, lang)).collect();
    let acting = Actor { application: Some(Arc::new(limits)), ..owner.clone() };
    let sees = may_ever(&acting, Action::CaseRead);
    let cases = if sees { Some(count(state, &acting).await?) } else { None };
    Ok(VisibleView {
        as_of: state.clock.now(),
        sentences,
        is_capped: cases.is_some_and(|found| found > MOST),
        cases: cases.map(|found| found.min(MOST)),
        offered,
        without_right,
    })
}

/// Whether the capacity itself has a right that a scope would hand on.
pub(super) fn has_right(owner: &Actor, scope: ApiScope) -> bool {
    // Seeing the case comes with every act on it; a scope is worth something by the rest.
    let mut own = scope.actions().iter().filter(|action| **action != Action::CaseRead).peekable();
    if own.peek().is_none() {
        return may_ever(owner, Action::CaseRead);
    }
    own.any(|action| may_ever(owner, *action))
}

/// A scope in plain words, with what of: the conditions of the capacity's own right.
fn sentence(owner: &Actor, scope: ApiScope, lang: Lang) -> Option<String> {
    let shown = scope.actions().iter().rev().find(|action| may_ever(owner, **action))?;
    let conditions = granted(owner, *shown).map(|condition| condition.sentence(lang));
    let conditions: Vec<_> = conditions.collect();
    let what = scope.name(lang);
    Some(format!("{what}{}{}", lang.pick("：", ": "), conditions.join(lang.pick("，或", " or "))))
}

/// The limits in words.
fn bounds(limits: &Limits, lang: Lang) -> Vec<String> {
    let mut words = Vec::new();
    if !limits.type_prefixes.is_empty() {
        let codes = limits.type_prefixes.join(lang.pick("、", ", "));
        let text = lang.pick("只限事项类别 {codes} 及其下级", "Only classes {codes} and below");
        words.push(text.replace("{codes}", &codes));
    }
    if let Some(code) = &limits.region_code {
        let text = lang.pick("只限区划 {code} 及其下级", "Only region {code} and below");
        words.push(text.replace("{code}", code));
    }
    if !limits.sees_restricted {
        words.push(
            lang.pick("不含限制知悉的案件", "No case whose knowledge is restricted").to_owned(),
        );
    }
    words
}

/// The cases the application sees, counted up to one more than are told.
async fn count(state: &AppState, acting: &Actor) -> AppResult<u64> {
    let found: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(Scope::cases(acting, Action::CaseRead).condition())
        .limit(MOST + 1)
        .into_tuple()
        .all(state.db.reader())
        .await?;
    Ok(u64::try_from(found.len()).unwrap_or(u64::MAX))
}
