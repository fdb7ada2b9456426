//! `/public`: no token is asked for, and none is looked at.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::acts::{self, Act, Visited};
use super::device::Device;
use super::dto::{
    ConfirmSubmissionRequest, PendingSubmission, PublicCenterView, PublicReceipt,
    SubmitCaseRequest, TrackCommentRequest, TrackComplaintRequest, TrackRatingRequest,
    TrackReopeningRequest, TrackRequest, TrackView, TrackWithdrawalRequest,
};
use super::track::{self, Receipt};
use super::{centers, submit};
use crate::app::AppState;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, Page, Reply, WholeList};
use crate::platform::lang::Lang;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(public_list_centers)
        .service(public_submit_case)
        .service(public_confirm_case)
        .service(public_track_case)
        .service(public_comment)
        .service(public_withdraw)
        .service(public_rate)
        .service(public_complain)
        .service(public_reopen);
}

#[utoipa::path(
    tag = "public",
    operation_id = "public_list_centers",
    summary = "List the centres",
    description = "Where to go: address, telephone and hours of every centre that takes matters in, \
        with the regions below it. Always answered whole.",
    responses((status = 200, description = "The centres", body = Page<PublicCenterView>))
)]
#[get("/public/centers")]
async fn public_list_centers(
    state: Data<AppState>,
    list: WholeList,
) -> AppResult<Reply<Page<PublicCenterView>>> {
    list.reply(centers::list(&state).await?)
}

#[utoipa::path(
    tag = "public",
    operation_id = "public_submit_case",
    summary = "Submit a matter",
    description = "The first of two steps. What was written waits for its confirmation and is \
        deleted where none comes. The answer repeats nothing of it: show the citizen the summary \
        from the form, then send the token to `POST /public/cases/confirmations`.",
    request_body = SubmitCaseRequest,
    responses((status = 200, description = "Waits for its confirmation", body = PendingSubmission))
)]
#[post("/public/cases")]
async fn public_submit_case(
    state: Data<AppState>,
    command: Command<SubmitCaseRequest>,
    request: HttpRequest,
) -> AppResult<Reply<PendingSubmission>> {
    let device = Device::of(&state, &request)?;
    Box::pin(submit::submit(&state, &device, command, Lang::of(&request))).await
}

#[utoipa::path(
    tag = "public",
    operation_id = "public_confirm_case",
    summary = "Confirm a submission",
    description = "The second step: it becomes a case in the intake of the centre in charge. The \
        answer is the receipt; the code is told here and never again.",
    request_body = ConfirmSubmissionRequest,
    responses((status = 201, description = "Registered", body = PublicReceipt))
)]
#[post("/public/cases/confirmations")]
async fn public_confirm_case(
    state: Data<AppState>,
    command: Command<ConfirmSubmissionRequest>,
    request: HttpRequest,
) -> AppResult<Reply<PublicReceipt>> {
    Box::pin(submit::confirm(&state, command, Lang::of(&request))).await
}

#[utoipa::path(
    tag = "public",
    operation_id = "public_track_case",
    summary = "Track a case",
    description = "By number and code, in plain words: the steps, which unit has it, what happens \
        next and by when, why it waits, and what is new since the last look. No person is named. A \
        wrong number and a wrong code are the same 404; a POST, because URLs are logged.",
    request_body = TrackRequest,
    responses((status = 200, description = "As it is now", body = TrackView))
)]
#[post("/public/track")]
async fn public_track_case(
    state: Data<AppState>,
    command: Command<TrackRequest>,
    request: HttpRequest,
) -> AppResult<Reply<TrackView>> {
    let device = Device::of(&state, &request)?;
    let shown = Box::pin(track::look(&state, &device, &command.body, Lang::of(&request))).await?;
    Ok(Reply::ok(&shown)?.personal())
}

/// Declares the handler of one act: they differ in body and words only.
macro_rules! act {
    ($name:ident, $path:literal, $id:literal, $body:ident, $act:expr, $summary:literal, $text:literal) => {
        #[utoipa::path(
                    tag = "public",
                    operation_id = $id,
                    summary = $summary,
                    description = $text,
                    request_body = $body,
                    responses((status = 200, description = "As it is now", body = TrackView))
                )]
        #[post($path)]
        async fn $name(
            state: Data<AppState>,
            command: Command<$body>,
            request: HttpRequest,
        ) -> AppResult<Reply<TrackView>> {
            let Command { body, idempotency } = command;
            let receipt = Receipt::of(&body.case_no, &body.code);
            let device = Device::of(&state, &request)?;
            let act: Act = ($act)(body);
            let lang = Lang::of(&request);
            Box::pin(acts::act(&state, &receipt, &device, &act, idempotency, lang)).await
        }
    };
}

act!(
    public_comment,
    "/public/track/comments",
    "public_comment",
    TrackCommentRequest,
    |body: TrackCommentRequest| Act::Comment(body.text),
    "Add something to a case",
    "Those who work on the case see it in its time line. About a merged case it goes to the one it \
     goes on in."
);

act!(
    public_withdraw,
    "/public/track/withdrawals",
    "public_withdraw",
    TrackWithdrawalRequest,
    |body: TrackWithdrawalRequest| Act::Withdraw(body.text),
    "Withdraw a case",
    "While it is open. It ends, and everybody who works on it is told."
);

act!(
    public_rate,
    "/public/track/ratings",
    "public_rate",
    TrackRatingRequest,
    |body: TrackRatingRequest| Act::Rate {
        solved: body.solved,
        fairly_treated: body.fairly_treated,
        text: body.text,
        visit: Visited { window_no: body.window_no, on: body.visited_on },
    },
    "Rate a case",
    "Two questions, once a result, after it was accepted: a case that was worked on again is rated \
     again. Where no call is due by quota and nothing is \
     open to question, two times yes is the answer to the callback."
);

act!(
    public_complain,
    "/public/track/complaints",
    "public_complain",
    TrackComplaintRequest,
    |body: TrackComplaintRequest| Act::Complain(body.about, body.text),
    "Complain about a case",
    "At any time. The supervisors of the centre read it, the unit it is about does not."
);

act!(
    public_reopen,
    "/public/track/reopenings",
    "public_reopen",
    TrackReopeningRequest,
    |body: TrackReopeningRequest| Act::Reopen(body.text),
    "Say that a case is not solved",
    "While its callback waits, or within the window after closing: the unit works on it again under a \
     new limit."
);
