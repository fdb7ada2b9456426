//! Use cases of time limits.

use uuid::Uuid;

use super::dto::{TimeLimitRuleFilter, TimeLimitRuleView};
use super::rules::Rule;
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
        .filter(|rule| is_drawn_for(rule, filter))
        .filter(|rule| filter.valid_on.is_none_or(|on| rule.is_valid_on(on)));
    let views = wanted.map(|rule| TimeLimitRuleView::of(rule, today, may_write));
    Ok(Page::whole(views.collect()))
}

/// Whether it is drawn for one of the levels, types and channels that were asked for.
fn is_drawn_for(rule: &Rule, filter: &TimeLimitRuleFilter) -> bool {
    let TimeLimitRuleFilter { level, type_code, channel, clock: _, valid_on: _ } = filter;
    let of_type =
        |code: &String| rule.type_code.as_deref().is_some_and(|own| own.starts_with(code));
    (level.is_empty() || level.iter().any(|one| rule.level.as_deref() == Some(one.as_str())))
        && (type_code.is_empty() || type_code.iter().any(of_type))
        && (channel.is_empty()
            || channel.iter().any(|one| rule.channel.as_deref() == Some(one.as_str())))
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
