//! Use cases of time limits.

use uuid::Uuid;

use super::dto::{TimeLimitRuleFilter, TimeLimitRuleView};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Page, Reply};
use crate::policy::{Action, Actor, may_ever};

/// The rules by code and version.
pub async fn list(
    state: &AppState,
    actor: &Actor,
    filter: &TimeLimitRuleFilter,
) -> AppResult<Page<TimeLimitRuleView>> {
    let now = state.clock.now();
    let rules = state.time_limits.get(&state.db, now).await?;
    let (today, may_write) = (local_date(now), may_ever(actor, Action::ReferenceWrite));
    let wanted = rules
        .all()
        .iter()
        .filter(|rule| filter.clock.is_empty() || filter.clock.contains(&rule.clock))
        .filter(|rule| filter.valid_on.is_none_or(|on| rule.is_valid_on(on)));
    let views = wanted.map(|rule| TimeLimitRuleView::of(rule, today, may_write));
    Ok(Page::whole(views.collect()))
}

/// One version. Unknown: 404.
pub async fn get(state: &AppState, actor: &Actor, id: Uuid) -> AppResult<Reply<TimeLimitRuleView>> {
    let now = state.clock.now();
    let rules = state.time_limits.get(&state.db, now).await?;
    let rule = rules.get(id).ok_or(ErrorCode::RequestNotFound)?;
    let may_write = may_ever(actor, Action::ReferenceWrite);
    let view = TimeLimitRuleView::of(rule, local_date(now), may_write);
    Ok(Reply::ok(&view)?.version(rule.row_version).personal())
}
