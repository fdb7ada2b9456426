//! `/mediations`, and what of it belongs to a case.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AdjournMediationRequest, BookMediationRequest, CancelMediationRequest,
    ConcludeMediationRequest, MediationFilter, MediationOptions, MediationOptionsFilter,
    MediationSummary, MediationView, OfCaseFilter, RecordMediationConsentRequest,
    RecuseMediatorRequest, SignMinutesRequest, StartMediationRequest, WriteMinutesRequest,
};
use super::service::{self, Asked, Request};
use super::{list, options};
use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::ground::Ground;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, Params, PathId, Reply};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(mediations_list)
        .service(mediations_get)
        .service(mediations_list_of_case)
        .service(mediations_get_options)
        .service(mediations_book)
        .service(mediations_rebook)
        .service(mediations_record_consent)
        .service(mediations_recuse)
        .service(mediations_start)
        .service(mediations_write_minutes)
        .service(mediations_sign_minutes)
        .service(mediations_adjourn)
        .service(mediations_conclude)
        .service(mediations_cancel);
}

/// List sessions of mediation
///
/// The sessions of the caller's scope that match every filter, a page at a time. What the caller
/// mediates is `is_mine=true`.
#[utoipa::path(
    tag = "mediations",
    operation_id = "mediations_list",
    params(MediationFilter),
    responses((status = 200, description = "A page", body = Page<MediationSummary>))
)]
#[get("/mediations")]
async fn mediations_list(
    state: Data<AppState>,
    actor: CurrentActor,
    filter: Params<MediationFilter>,
) -> AppResult<Reply<Page<MediationSummary>>> {
    actor.may(Action::MediationRead)?;
    Reply::page(list::sessions(&state, &actor, &filter.0).await?, &filter)
}

/// Read a session of mediation
///
/// With its consents, minutes and recusals, the ways of the law open to the matter, and what the
/// caller may do now. Parties are masked; who only assists is told their roles alone.
#[utoipa::path(
    tag = "mediations",
    operation_id = "mediations_get",
    params(("id" = Uuid, Path, description = "The session")),
    responses((
        status = 200,
        description = "The session",
        body = MediationView,
        headers(("ETag" = String, description = "Version of the session")),
    ))
)]
#[get("/mediations/{id}")]
async fn mediations_get(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
) -> AppResult<Reply<MediationView>> {
    actor.may(Action::MediationRead)?;
    service::read(&state, &actor, path.id(), Lang::of(&request)).await
}

/// List the sessions of a case
///
/// The next to begin first, a page at a time; the total is always counted.
#[utoipa::path(
    tag = "mediations",
    operation_id = "mediations_list_of_case",
    params(("case_id" = Uuid, Path, description = "The case"), OfCaseFilter),
    responses((status = 200, description = "A page", body = Page<MediationSummary>))
)]
#[get("/cases/{case_id}/mediations")]
async fn mediations_list_of_case(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<OfCaseFilter>,
) -> AppResult<Reply<Page<MediationSummary>>> {
    actor.may(Action::MediationRead)?;
    Reply::page(list::of_case(&state, &actor, path.id(), &filter.0).await?, &filter)
}

/// Read what there is to book
///
/// The rooms and mediators that serve the case, each with what stands in its way at the time asked
/// for: taken, not qualified on the day, or close to a party.
#[utoipa::path(
    tag = "mediations",
    operation_id = "mediations_get_options",
    params(("case_id" = Uuid, Path, description = "The case"), MediationOptionsFilter),
    responses((status = 200, description = "The options", body = MediationOptions))
)]
#[get("/cases/{case_id}/mediation-options")]
async fn mediations_get_options(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<MediationOptionsFilter>,
) -> AppResult<Reply<MediationOptions>> {
    actor.may(Action::MediationBook)?;
    Reply::ok(&options::options(&state, &actor, path.id(), &filter.0).await?)
}

/// Book a session of mediation
///
/// A room and mediators for a case that is still to be handled. No room, mediator or case is in two
/// places at once; mediators are qualified on the day, have not withdrawn from the case, and have
/// declared to be close to no party of it.
#[utoipa::path(
    tag = "mediations",
    operation_id = "mediations_book",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = BookMediationRequest,
    responses((
        status = 201,
        description = "Booked",
        body = MediationView,
        headers(("ETag" = String, description = "Version of the session")),
    ))
)]
#[post("/cases/{case_id}/mediations")]
async fn mediations_book(
    state: Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<BookMediationRequest>,
    request: HttpRequest,
) -> AppResult<Reply<MediationView>> {
    actor.may(Action::MediationBook)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let routes = state.lawful_routes.get(&state.db, state.clock.now()).await?;
    let lang = Lang::of(&request);
    let book = async |tx: &Tx| {
        let by = Asked { state: &state, tx, actor: &actor, ground: &ground, routes: &routes, lang };
        service::book(by, path.id(), &body).await
    };
    state.once(&actor).run(idempotency, book).await
}

/// Declares the handler of one verb: they differ in body and words only.
macro_rules! action {
    ($name:ident, $path:literal, $id:literal, $body:ident, $request:expr, $(#[$doc:meta])*) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = "mediations",
            operation_id = $id,
            params(
                ("id" = Uuid, Path, description = "The session"),
                ("If-Match" = String, Header),
            ),
            request_body = $body,
            responses((
                status = 200,
                description = "The session as it is now",
                body = MediationView,
                headers(("ETag" = String, description = "New version of the session")),
            ))
        )]
        #[post($path)]
        async fn $name(
            state: Data<AppState>,
            actor: CurrentActor,
            path: PathId,
            seen: IfMatch,
            command: Command<$body>,
            request: HttpRequest,
        ) -> AppResult<Reply<MediationView>> {
            let Command { body, idempotency } = command;
            let asked: Request = ($request)(body);
            let ground = Ground::of(&state).await?;
            let routes = state.lawful_routes.get(&state.db, state.clock.now()).await?;
            let lang = Lang::of(&request);
            let act = async |tx: &Tx| {
                let by = Asked {
                    state: &state,
                    tx,
                    actor: &actor,
                    ground: &ground,
                    routes: &routes,
                    lang,
                };
                service::act(by, path.id(), seen, &asked).await
            };
            state.once(&actor).run(idempotency, act).await
        }
    };
}

action!(
    mediations_rebook,
    "/mediations/{id}/actions/rebook",
    "mediations_rebook",
    BookMediationRequest,
    Request::Rebook,
    /// Move a session of mediation
    ///
    /// To another room or time, or with other mediators, before it began.
);

action!(
    mediations_record_consent,
    "/mediations/{id}/actions/record_consent",
    "mediations_record_consent",
    RecordMediationConsentRequest,
    Request::RecordConsent,
    /// Record what a side says to being mediated
    ///
    /// The last word of each counts. Nobody is mediated against their refusal (人民调解法 art. 3).
);

action!(
    mediations_recuse,
    "/mediations/{id}/actions/recuse",
    "mediations_recuse",
    RecuseMediatorRequest,
    Request::Recuse,
    /// Record that a mediator withdraws
    ///
    /// They leave the session and cannot be booked for the case again.
);

action!(
    mediations_start,
    "/mediations/{id}/actions/start",
    "mediations_start",
    StartMediationRequest,
    |_: StartMediationRequest| Request::Start,
    /// Start a session of mediation
    ///
    /// Once each side has consented, nobody refuses, and somebody mediates; from an hour before its slot
    /// to an hour after it, and while no other session goes on in the room, with a mediator or on the
    /// case. What is held at another time is moved first.
);

action!(
    mediations_write_minutes,
    "/mediations/{id}/actions/write_minutes",
    "mediations_write_minutes",
    WriteMinutesRequest,
    |body: WriteMinutesRequest| Request::WriteMinutes(body.text),
    /// Write the minutes
    ///
    /// The whole text, in place of what was written before, until it is signed.
);

action!(
    mediations_sign_minutes,
    "/mediations/{id}/actions/sign_minutes",
    "mediations_sign_minutes",
    SignMinutesRequest,
    |body: SignMinutesRequest| Request::SignMinutes(body.party_nos),
    /// Record that the minutes were signed
    ///
    /// Nobody changes them from then on; their hash stands in the ledger.
);

action!(
    mediations_adjourn,
    "/mediations/{id}/actions/adjourn",
    "mediations_adjourn",
    AdjournMediationRequest,
    Request::Adjourn,
    /// Adjourn a session of mediation
    ///
    /// With the next one booked at once, where its time is known.
);

action!(
    mediations_conclude,
    "/mediations/{id}/actions/conclude",
    "mediations_conclude",
    ConcludeMediationRequest,
    Request::Conclude,
    /// Conclude a session of mediation
    ///
    /// With what it led to. Where it failed, the parties are told where else they can turn.
);

action!(
    mediations_cancel,
    "/mediations/{id}/actions/cancel",
    "mediations_cancel",
    CancelMediationRequest,
    Request::Cancel,
    /// Cancel a session of mediation
    ///
    /// Before it began, with the reason.
);
