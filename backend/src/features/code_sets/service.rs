//! Use cases of code sets.

use super::dto::{CodeSetSummary, CodeSetView};
use crate::app::AppState;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::Page;

/// All sets by name.
pub async fn list(state: &AppState) -> AppResult<Page<CodeSetSummary>> {
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let heads = codes.heads().into_iter().map(|(head, count)| CodeSetSummary::of(head, count));
    Ok(Page::whole(heads.collect()))
}

/// One set with its codes. Unknown: 404.
pub async fn get(state: &AppState, name: &str) -> AppResult<CodeSetView> {
    let codes = state.codes.get(&state.db, state.clock.now()).await?;
    let (head, items) = codes.set(name).ok_or(ErrorCode::RequestNotFound)?;
    Ok(CodeSetView::of(head, items))
}
