//! Use cases of signing in.

use crate::app::AppState;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::Actor;

/// The actor an access token speaks for.
#[expect(clippy::unused_async, reason = "reads the capacity")]
pub async fn actor_of(_state: &AppState, _token: &str) -> AppResult<Actor> {
    Err(ErrorCode::AuthInvalidToken.into())
}
