//! Use cases of time limits.

use uuid::Uuid;

use super::dto::{TimeLimitRuleFilter, TimeLimitRuleView};
use crate::app::AppState;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::Page;

/// The rules by code and version.
pub async fn list(
    state: &AppState,
    filter: &TimeLimitRuleFilter,
) -> AppResult<Page<TimeLimitRuleView>> {
    let rules = state.time_limits.get(&state.db, state.clock.now()).await?;
    let wanted = rules
        .all()
        .iter()
        .filter(|rule| filter.clock.is_empty() || filter.clock.contains(&rule.clock))
        .filter(|rule| filter.valid_on.is_none_or(|on| rule.is_valid_on(on)));
    Ok(Page::whole(wanted.map(TimeLimitRuleView::of).collect()))
}

/// One version. Unknown: 404.
pub async fn get(state: &AppState, id: Uuid) -> AppResult<TimeLimitRuleView> {
    let rules = state.time_limits.get(&state.db, state.clock.now()).await?;
    Ok(TimeLimitRuleView::of(rules.get(id).ok_or(ErrorCode::RequestNotFound)?))
}
