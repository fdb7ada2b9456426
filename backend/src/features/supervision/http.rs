//! `/supervision-orders`, and what of it belongs to a case.

use actix_web::{HttpRequest, get, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AcceptSupervisionReplyRequest, BulletinFilter, BulletinView, CancelSupervisionOrderRequest,
    CaseOrdersFilter, CaseStepsFilter, IssueSupervisionOrdersRequest, IssuedSupervisionOrders,
    LadderFilter, LadderLimitView, RejectSupervisionReplyRequest, ReplySupervisionOrderRequest,
    SupervisionOrderFilter, SupervisionOrderSummary, SupervisionOrderView,
    SupervisionOrdersPreview, SupervisionStepView,
};
use super::service::{self, Asked, Request};
use super::{bulletin, issue, list};
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
        .service(supervision_orders_list)
        .service(supervision_orders_issue)
        .service(supervision_orders_preview)
        .service(supervision_orders_list_ladder)
        .service(supervision_orders_get_bulletin)
        .service(supervision_orders_get)
        .service(supervision_orders_reply)
        .service(supervision_orders_accept_reply)
        .service(supervision_orders_reject_reply)
        .service(supervision_orders_cancel)
        .service(supervision_orders_list_of_case)
        .service(supervision_orders_list_steps);
}

/// List supervision orders
///
/// The register: the orders of the caller's scope that match every filter, a page at a time.
#[utoipa::path(
    tag = "supervision_orders",
    operation_id = "supervision_orders_list",
    params(SupervisionOrderFilter),
    responses((status = 200, description = "A page", body = Page<SupervisionOrderSummary>))
)]
#[get("/supervision-orders")]
async fn supervision_orders_list(
    state: web::Data<AppState>,
    actor: CurrentActor,
    filter: Params<SupervisionOrderFilter>,
) -> AppResult<Reply<Page<SupervisionOrderSummary>>> {
    actor.may(Action::SupervisionOrderRead)?;
    Reply::page(list::orders(&state, &actor, &filter.0).await?, &filter)
}

/// Issue supervision orders
///
/// Any number of cases in, one order for each department that has to reply out, in one transaction:
/// all of them or, when a single case stands in the way, none. A case outside the caller's scope is
/// refused like one that does not exist, at its pointer. Each case has it in its ledger.
#[utoipa::path(
    tag = "supervision_orders",
    operation_id = "supervision_orders_issue",
    request_body = IssueSupervisionOrdersRequest,
    responses((status = 201, description = "Issued", body = IssuedSupervisionOrders))
)]
#[post("/supervision-orders")]
async fn supervision_orders_issue(
    state: web::Data<AppState>,
    actor: CurrentActor,
    command: Command<IssueSupervisionOrdersRequest>,
) -> AppResult<Reply<IssuedSupervisionOrders>> {
    actor.may(Action::SupervisionOrderIssue)?;
    let Command { body, idempotency } = command;
    let ground = Ground::of(&state).await?;
    let issue = async |tx: &Tx| issue::issue(&state, tx, &actor, &ground, &body).await;
    state.once(&actor).run(idempotency, issue).await
}

/// Preview supervision orders
///
/// What the same body would do: the orders by department, and row by row what stands in the way.
/// Nothing is stored.
#[utoipa::path(
    tag = "supervision_orders",
    operation_id = "supervision_orders_preview",
    request_body = IssueSupervisionOrdersRequest,
    responses((status = 200, description = "The orders", body = SupervisionOrdersPreview))
)]
#[post("/supervision-orders/preview")]
async fn supervision_orders_preview(
    state: web::Data<AppState>,
    actor: CurrentActor,
    command: Command<IssueSupervisionOrdersRequest>,
    request: HttpRequest,
) -> AppResult<Reply<SupervisionOrdersPreview>> {
    actor.may(Action::SupervisionOrderIssue)?;
    let ground = Ground::of(&state).await?;
    let lang = Lang::of(&request);
    Reply::ok(&issue::preview(&state, &actor, &ground, &command.body, lang).await?)
}

/// List limits on the ladder
///
/// Running limits over which a step was taken, longest over first: of which department, how far over,
/// the last step and when the next will be, and whose time the case has used.
#[utoipa::path(
    tag = "supervision_orders",
    operation_id = "supervision_orders_list_ladder",
    params(LadderFilter),
    responses((status = 200, description = "A page", body = Page<LadderLimitView>))
)]
#[get("/supervision-orders/ladder")]
async fn supervision_orders_list_ladder(
    state: web::Data<AppState>,
    actor: CurrentActor,
    filter: Params<LadderFilter>,
    request: HttpRequest,
) -> AppResult<Reply<Page<LadderLimitView>>> {
    actor.may(Action::SupervisionOrderRead)?;
    Reply::page(list::ladder(&state, &actor, &filter.0, Lang::of(&request)).await?, &filter)
}

/// Read the bulletin of a month
///
/// By department of the caller's scope: orders, those without a reply in time, those replied to
/// late, and cases over their limit for so long that they are in the bulletin. Each figure says what
/// it counts, over what, and when.
#[utoipa::path(
    tag = "supervision_orders",
    operation_id = "supervision_orders_get_bulletin",
    params(BulletinFilter),
    responses((status = 200, description = "The figures", body = BulletinView))
)]
#[get("/supervision-orders/bulletin")]
async fn supervision_orders_get_bulletin(
    state: web::Data<AppState>,
    actor: CurrentActor,
    filter: Params<BulletinFilter>,
    request: HttpRequest,
) -> AppResult<Reply<BulletinView>> {
    actor.may(Action::SupervisionOrderRead)?;
    let lang = Lang::of(&request);
    Reply::ok(&bulletin::of_month(&state, &actor, &filter.0.month, lang).await?)
}

/// Read a supervision order
///
/// With the cases the caller may see, its replies, and what the caller may do now.
#[utoipa::path(
    tag = "supervision_orders",
    operation_id = "supervision_orders_get",
    params(("id" = Uuid, Path, description = "The order")),
    responses((
        status = 200,
        description = "The order",
        body = SupervisionOrderView,
        headers(("ETag" = String, description = "Version of the order")),
    ))
)]
#[get("/supervision-orders/{id}")]
async fn supervision_orders_get(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
) -> AppResult<Reply<SupervisionOrderView>> {
    actor.may(Action::SupervisionOrderRead)?;
    service::read(&state, &actor, path.id()).await
}

/// Declares the handler of one verb: they differ in body and words only.
macro_rules! action {
    ($name:ident, $path:literal, $id:literal, $body:ident, $request:expr, $(#[$doc:meta])*) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = "supervision_orders",
            operation_id = $id,
            params(
                ("id" = Uuid, Path, description = "The order"),
                ("If-Match" = String, Header),
            ),
            request_body = $body,
            responses((
                status = 200,
                description = "The order as it is now",
                body = SupervisionOrderView,
                headers(("ETag" = String, description = "New version of the order")),
            ))
        )]
        #[post($path)]
        async fn $name(
            state: web::Data<AppState>,
            actor: CurrentActor,
            path: PathId,
            seen: IfMatch,
            command: Command<$body>,
        ) -> AppResult<Reply<SupervisionOrderView>> {
            let Command { body, idempotency } = command;
            let asked: Request = ($request)(body);
            let ground = Ground::of(&state).await?;
            let act = async |tx: &Tx| {
                let by = Asked { state: &state, tx, actor: &actor, ground: &ground };
                service::act(by, path.id(), seen, &asked).await
            };
            state.once(&actor).run(idempotency, act).await
        }
    };
}

action!(
    supervision_orders_reply,
    "/supervision-orders/{id}/actions/reply",
    "supervision_orders_reply",
    ReplySupervisionOrderRequest,
    |body: ReplySupervisionOrderRequest| Request::Reply(body.text),
    /// Reply to a supervision order
    ///
    /// By the department it is addressed to. A reply after its day says so.
);

action!(
    supervision_orders_accept_reply,
    "/supervision-orders/{id}/actions/accept_reply",
    "supervision_orders_accept_reply",
    AcceptSupervisionReplyRequest,
    |body: AcceptSupervisionReplyRequest| Request::AcceptReply(body.reason),
    /// Accept the reply
    ///
    /// By somebody outside the department that gave it. The order is closed once its cases have been
    /// handled, at once where they have.
);

action!(
    supervision_orders_reject_reply,
    "/supervision-orders/{id}/actions/reject_reply",
    "supervision_orders_reject_reply",
    RejectSupervisionReplyRequest,
    |body: RejectSupervisionReplyRequest| Request::RejectReply {
        reason: body.reason,
        reply_due_on: body.reply_due_on,
    },
    /// Send the reply back
    ///
    /// The order is issued again, with another day for the reply.
);

action!(
    supervision_orders_cancel,
    "/supervision-orders/{id}/actions/cancel",
    "supervision_orders_cancel",
    CancelSupervisionOrderRequest,
    |body: CancelSupervisionOrderRequest| Request::Cancel(body.reason),
    /// Cancel a supervision order
    ///
    /// Before its reply is accepted, with the reason.
);

/// List the supervision orders about a case
///
/// Those the caller may read, newest first, a page at a time; the total is always counted.
#[utoipa::path(
    tag = "supervision_orders",
    operation_id = "supervision_orders_list_of_case",
    params(("case_id" = Uuid, Path, description = "The case"), CaseOrdersFilter),
    responses((status = 200, description = "A page", body = Page<SupervisionOrderSummary>))
)]
#[get("/cases/{case_id}/supervision-orders")]
async fn supervision_orders_list_of_case(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<CaseOrdersFilter>,
) -> AppResult<Reply<Page<SupervisionOrderSummary>>> {
    actor.may(Action::SupervisionOrderRead)?;
    Reply::page(list::orders_of(&state, &actor, path.id(), &filter.0).await?, &filter)
}

/// List the steps of the ladder over the limits of a case
///
/// Those the caller may read, oldest first, a page at a time; the total is always counted.
#[utoipa::path(
    tag = "supervision_orders",
    operation_id = "supervision_orders_list_steps",
    params(("case_id" = Uuid, Path, description = "The case"), CaseStepsFilter),
    responses((status = 200, description = "A page", body = Page<SupervisionStepView>))
)]
#[get("/cases/{case_id}/supervision-steps")]
async fn supervision_orders_list_steps(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    filter: Params<CaseStepsFilter>,
) -> AppResult<Reply<Page<SupervisionStepView>>> {
    actor.may(Action::SupervisionOrderRead)?;
    Reply::page(list::steps_of(&state, &actor, path.id(), &filter.0).await?, &filter)
}
