use actix_web::{HttpRequest, get, patch, post, web};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::dto::{AddPartyRequest, CorrectPartyRequest, PartyView};
use crate::features::cases::ground::Ground;
use crate::features::cases::parties;
use crate::features::cases::service::Asked;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, Page, PathId, Reply, WholeList};
use crate::platform::lang::Lang;
use crate::policy::Action;

/// List the parties of a case
///
/// Masked as in the case itself; for who only assists, their roles alone. Always answered whole.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_list_parties",
    params(("case_id" = Uuid, Path, description = "The case")),
    responses((status = 200, description = "All parties", body = Page<PartyView>))
)]
#[get("/cases/{case_id}/parties")]
pub(super) async fn cases_list_parties(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    request: HttpRequest,
    list: WholeList,
) -> AppResult<Reply<Page<PartyView>>> {
    actor.may(Action::CaseRead)?;
    let page = parties::list(&state, &actor, path.id(), Lang::of(&request)).await?;
    Ok(list.reply(page)?.personal())
}

/// Read a party
///
/// Masked likewise. Its version is that of the case.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_get_party",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("party_id" = Uuid, Path, description = "The party"),
    ),
    responses((
        status = 200,
        description = "The party",
        body = PartyView,
        headers(("ETag" = String, description = "Version of the case")),
    ))
)]
#[get("/cases/{case_id}/parties/{party_id}")]
pub(super) async fn cases_get_party(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    request: HttpRequest,
) -> AppResult<Reply<PartyView>> {
    actor.may(Action::CaseRead)?;
    parties::get(&state, &actor, path.0, Lang::of(&request)).await
}

/// Add a party
///
/// Somebody who turned out to be one. The case has a new version; the ledger binds what was said
/// without saying it.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_add_party",
    params(("case_id" = Uuid, Path, description = "The case")),
    request_body = AddPartyRequest,
    responses((
        status = 201,
        description = "Added",
        body = PartyView,
        headers(
            ("ETag" = String, description = "New version of the case"),
            ("Location" = String, description = "Where the party is"),
        ),
    ))
)]
#[post("/cases/{case_id}/parties")]
pub(super) async fn cases_add_party(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    command: Command<AddPartyRequest>,
    request: HttpRequest,
) -> AppResult<Reply<PartyView>> {
    actor.may(Action::CaseKeepParties)?;
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    parties::check(&state, parties::codes_of(&body.party)).await?;
    let add = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground };
        Box::pin(parties::add(asked, path.id(), &body, lang)).await
    };
    state.once(&actor).run(idempotency, add).await
}

/// Correct a party
///
/// Name, identity and contact as they are right, with the reason. What the citizen said before is
/// kept. `If-Match` is the version of the case.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_correct_party",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("party_id" = Uuid, Path, description = "The party"),
        ("If-Match" = String, Header),
    ),
    request_body = CorrectPartyRequest,
    responses((
        status = 200,
        description = "Corrected",
        body = PartyView,
        headers(("ETag" = String, description = "New version of the case")),
    ))
)]
#[patch("/cases/{case_id}/parties/{party_id}")]
pub(super) async fn cases_correct_party(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    seen: IfMatch,
    command: Command<CorrectPartyRequest>,
    request: HttpRequest,
) -> AppResult<Reply<PartyView>> {
    actor.may(Action::CaseKeepParties)?;
    let Command { body, idempotency } = command;
    let (ground, lang) = (Ground::of(&state).await?, Lang::of(&request));
    let id_type = body.id_type.as_ref().and_then(Option::as_deref);
    parties::check(&state, [("id_type", id_type, "/id_type"), ("gender", None, "")]).await?;
    let correct = async |tx: &Tx| {
        let asked = Asked { state: &state, tx, actor: &actor, ground: &ground };
        Box::pin(parties::correct(asked, path.0, seen, &body, lang)).await
    };
    state.once(&actor).run(idempotency, correct).await
}
