use actix_web::web::Data;
use actix_web::{get, post};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::ground::Ground;
use crate::features::notices::direct::Bell;
use crate::features::receptions::dto::{
    AnswerSwapRequest, AskSwapRequest, ReceptionDayView, SwapFilter, SwapView,
};
use crate::features::receptions::roster::Asked;
use crate::features::receptions::swaps::{self, Answer};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::policy::Action;

/// Ask to exchange a day
///
/// The leader of the day asks the leader of another, of the same centre and published, before the
/// first of the two. Nothing changes until the other agrees.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_ask_swap",
    params(("id" = Uuid, Path, description = "Id of one's own day"), ("If-Match" = String, Header)),
    request_body = AskSwapRequest,
    responses((status = 200, description = "The day, with what waits", body = ReceptionDayView))
)]
#[post("/receptions/days/{id}/actions/ask_swap")]
pub(super) async fn receptions_ask_swap(
    state: Data<AppState>,
    actor: CurrentActor,
    id: PathId,
    seen: IfMatch,
    command: Command<AskSwapRequest>,
) -> AppResult<Reply<ReceptionDayView>> {
    let Command { body, idempotency } = command;
    let (ground, bell) = (Ground::of(&state).await?, Bell::of(&state).await?);
    let ask = async |tx: &Tx| {
        let bell = Some(&bell);
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell };
        Box::pin(swaps::ask(asked, id.id(), seen, &body)).await
    };
    state.once(&actor).run(idempotency, ask).await
}

/// List exchanges of days
///
/// Within the caller's scope, the newest first.
#[utoipa::path(
    tag = "receptions",
    operation_id = "receptions_list_swaps",
    params(SwapFilter),
    responses((status = 200, description = "A page", body = Page<SwapView>))
)]
#[get("/receptions/swaps")]
pub(super) async fn receptions_list_swaps(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<SwapFilter>,
) -> AppResult<Reply<Page<SwapView>>> {
    actor.may(Action::ReceptionRead)?;
    Reply::page(swaps::list(&state, &actor, &filter.0).await?, &filter)
}

/// Declares the handler of one answer: they differ in words only.
macro_rules! answer {
    ($name:ident, $path:literal, $id:literal, $answer:expr, $summary:literal, $text:literal) => {
        #[utoipa::path(
                            tag = "receptions",
                            operation_id = $id,
                            summary = $summary,
                            description = $text,
                            params(
                                ("id" = Uuid, Path, description = "Id of the exchange"),
                                ("If-Match" = String, Header)
                            ),
                            request_body = AnswerSwapRequest,
                            responses((status = 200, description = "As it is now", body = SwapView))
                        )]
        #[post($path)]
        pub(super) async fn $name(
            state: Data<AppState>,
            actor: CurrentActor,
            id: PathId,
            seen: IfMatch,
            command: Command<AnswerSwapRequest>,
        ) -> AppResult<Reply<SwapView>> {
            let Command { body, idempotency } = command;
            let (ground, bell) = (Ground::of(&state).await?, Bell::of(&state).await?);
            let decide = async |tx: &Tx| {
                let bell = Some(&bell);
                let asked = Asked { state: &state, tx, actor: &actor, ground: &ground, bell };
                let answer = ($answer, body.note.clone());
                Box::pin(swaps::decide(asked, id.id(), seen, answer)).await
            };
            state.once(&actor).run(idempotency, decide).await
        }
    };
}

answer!(
    receptions_agree_swap,
    "/receptions/swaps/{id}/actions/agree",
    "receptions_agree_swap",
    Answer::Agree,
    "Agree to an exchange",
    "By who was asked, before the first of the two days: each receives on the other's day."
);

answer!(
    receptions_refuse_swap,
    "/receptions/swaps/{id}/actions/refuse",
    "receptions_refuse_swap",
    Answer::Refuse,
    "Refuse an exchange",
    "By who was asked: everything stays as it was."
);

answer!(
    receptions_withdraw_swap,
    "/receptions/swaps/{id}/actions/withdraw",
    "receptions_withdraw_swap",
    Answer::Withdraw,
    "Take an exchange back",
    "By who asked, before it is answered."
);
