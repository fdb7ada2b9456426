//! `/swap-requests`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::swap_dto::{
    AnswerTurnSwapRequest, AskSwapOfTurnsRequest, SwapRequestFilter, SwapRequestView,
};
use super::swap_state::SwapStep;
use super::swaps;
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, may_ever};

/// Mounts them.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(swap_requests_list)
        .service(swap_requests_ask)
        .service(swap_requests_get)
        .service(swap_requests_agree)
        .service(swap_requests_decline)
        .service(swap_requests_approve)
        .service(swap_requests_reject)
        .service(swap_requests_withdraw);
}

/// Those who swap, and those who decide.
fn may_see(actor: &CurrentActor) -> AppResult<()> {
    let rights = [Action::RotationSwap, Action::RotationSwapDecide];
    if rights.iter().any(|right| may_ever(actor, *right)) {
        return Ok(());
    }
    Err(ErrorCode::AuthNotAllowed.into())
}

/// List the swaps of turns
///
/// Newest first: one's own, asked or answered; for the director those of the centre.
#[utoipa::path(
    tag = "swap_requests",
    operation_id = "swap_requests_list",
    params(SwapRequestFilter),
    responses((status = 200, description = "A page", body = Page<SwapRequestView>))
)]
#[get("/swap-requests")]
async fn swap_requests_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<SwapRequestFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<SwapRequestView>>> {
    may_see(&actor)?;
    Reply::page(swaps::list(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Ask for a swap of turns
///
/// Of a turn of one's own in a published plan that has not begun, to be taken over by somebody who is
/// named for it, alone or against a turn of theirs. Every rule is checked at once: what breaks one is
/// refused (409) with the rules in words. Who is asked is told.
#[utoipa::path(
    tag = "swap_requests",
    operation_id = "swap_requests_ask",
    request_body = AskSwapOfTurnsRequest,
    responses((status = 201, description = "Asked", body = SwapRequestView))
)]
#[post("/swap-requests")]
async fn swap_requests_ask(
    state: Data<AppState>,
    actor: CurrentActor,
    command: Command<AskSwapOfTurnsRequest>,
    request: HttpRequest,
) -> AppResult<Reply<SwapRequestView>> {
    actor.may(Action::RotationSwap)?;
    Box::pin(swaps::ask(&state, &actor, command, Lang::of(&request))).await
}

/// Read a swap of turns
///
/// For those it concerns; for others it is 404.
#[utoipa::path(
    tag = "swap_requests",
    operation_id = "swap_requests_get",
    params(("id" = Uuid, Path, description = "The swap")),
    responses((status = 200, description = "The swap", body = SwapRequestView))
)]
#[get("/swap-requests/{id}")]
async fn swap_requests_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<SwapRequestView>> {
    may_see(&actor)?;
    swaps::get(&state, &actor, path.id(), Lang::of(&request)).await
}

/// A step of a swap, taken by whose it is.
macro_rules! step {
    ($name:ident, $path:literal, $operation:literal, $step:expr, $right:expr,
        $(#[$doc:meta])*) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = "swap_requests",
            operation_id = $operation,
            params(("id" = Uuid, Path, description = "The swap"), ("If-Match" = String, Header)),
            request_body = AnswerTurnSwapRequest,
            responses((status = 200, description = "The swap as it is now", body = SwapRequestView))
        )]
        #[post($path)]
        async fn $name(
            state: Data<AppState>,
            actor: CurrentActor,
            path: PathId,
            seen: IfMatch,
            command: Command<AnswerTurnSwapRequest>,
            request: HttpRequest,
        ) -> AppResult<Reply<SwapRequestView>> {
            actor.may($right)?;
            let lang = Lang::of(&request);
            Box::pin(swaps::act(&state, &actor, (path.id(), $step), seen, command, lang)).await
        }
    };
}

step!(
    swap_requests_agree,
    "/swap-requests/{id}/actions/agree",
    "swap_requests_agree",
    SwapStep::Agree,
    Action::RotationSwap,
    /// Agree to a swap
    ///
    /// By who was asked. Every rule is checked again; the director is told and decides.
);

step!(
    swap_requests_decline,
    "/swap-requests/{id}/actions/decline",
    "swap_requests_decline",
    SwapStep::Decline,
    Action::RotationSwap,
    /// Decline a swap
    ///
    /// By who was asked, with a word why; who asked is told.
);

step!(
    swap_requests_approve,
    "/swap-requests/{id}/actions/approve",
    "swap_requests_approve",
    SwapStep::Approve,
    Action::RotationSwapDecide,
    /// Approve a swap
    ///
    /// By the director, who is neither of the two. Every rule is checked again; the roster with the
    /// turns exchanged is published as the next edition of its plan, and both are told.
);

step!(
    swap_requests_reject,
    "/swap-requests/{id}/actions/reject",
    "swap_requests_reject",
    SwapStep::Reject,
    Action::RotationSwapDecide,
    /// Reject a swap
    ///
    /// By the director, with a word why; both are told.
);

step!(
    swap_requests_withdraw,
    "/swap-requests/{id}/actions/withdraw",
    "swap_requests_withdraw",
    SwapStep::Withdraw,
    Action::RotationSwap,
    /// Withdraw a swap
    ///
    /// By who asked, until it is decided; who was asked is told.
);
