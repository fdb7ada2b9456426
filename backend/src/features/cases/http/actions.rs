use actix_web::{HttpRequest, post, web};

use crate::app::AppState;
use crate::features::auth::CurrentActor;
use crate::features::cases::dto::{
    AcceptResolutionRequest, AddAssistRequest, ArchiveCaseRequest, CaseView, ClassifyCaseRequest,
    CompleteAssistRequest, DecideExtensionRequest, DecideSuspensionRequest, DeclineCaseRequest,
    DispatchCaseRequest, MergeCaseRequest, ReasonRequest, RecordCallbackRequest,
    RecordProcedureRequest, RemoveAssistRequest, ReportCaseProgressRequest,
    RequestExtensionRequest, RequestSuspensionRequest, ResolveCaseRequest, RestrictCaseRequest,
    ResumeCaseRequest, ReturnAssistRequest, ReturnCaseRequest, RevealFieldRequest, RevealedField,
    RuleCaseRequest, SignCaseRequest, SplitCaseRequest, SuspendCaseRequest, TakeChargeRequest,
    TransferLevelRequest, UnmergeCaseRequest, UnsplitCaseRequest,
};
use crate::features::cases::ground::Ground;
use crate::features::cases::reveal;
use crate::features::cases::service::{self, Asked, Request};
use crate::features::cases::split::Splitting;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::{Command, IfMatch, PathId, Reply};
use crate::platform::lang::Lang;

/// Declares the handler of one verb: they differ in body and words only.
macro_rules! action {
    ($name:ident, $path:literal, $id:literal, $body:ident, $request:expr, $(#[$doc:meta])*) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = "cases",
            operation_id = $id,
            params(
                ("case_id" = Uuid, Path, description = "The case"),
                ("If-Match" = String, Header),
            ),
            request_body = $body,
            responses((
                status = 200,
                description = "The case as it is now",
                body = CaseView,
                headers(("ETag" = String, description = "New version of the case")),
            ))
        )]
        #[post($path)]
        pub(super) async fn $name(
            state: web::Data<AppState>,
            actor: CurrentActor,
            path: PathId,
            seen: IfMatch,
            command: Command<$body>,
            request: HttpRequest,
        ) -> AppResult<Reply<CaseView>> {
            let Command { body, idempotency } = command;
            let asked: Request = ($request)(body);
            let lang = Lang::of(&request);
            let ground = Ground::of(&state).await?;
            let act = async |tx: &Tx| {
                let by = Asked { state: &state, tx, actor: &actor, ground: &ground };
                service::act(by, path.id(), seen, &asked, lang).await
            };
            state.once(&actor).run(idempotency, act).await
        }
    };
}

action!(
    cases_classify,
    "/cases/{case_id}/actions/classify",
    "cases_classify",
    ClassifyCaseRequest,
    Request::Classify,
    /// Classify a case
    ///
    /// Sets type and level, which decide the time limit.
);

action!(
    cases_dispatch,
    "/cases/{case_id}/actions/dispatch",
    "cases_dispatch",
    DispatchCaseRequest,
    Request::Dispatch,
    /// Dispatch a case
    ///
    /// To one leading department and any number of assistants. The limit for handling starts now, not at sign-for.
);

action!(
    cases_sign,
    "/cases/{case_id}/actions/sign",
    "cases_sign",
    SignCaseRequest,
    |body: SignCaseRequest| Request::Sign(body.note),
    /// Sign for a referral
    ///
    /// The leading department starts work; an assistant signs its own referral.
);

action!(
    cases_return,
    "/cases/{case_id}/actions/return",
    "cases_return",
    ReturnCaseRequest,
    Request::Return,
    /// Return a case
    ///
    /// With a coded legal ground, at most twice a case; then only a ruling.
);

action!(
    cases_rule,
    "/cases/{case_id}/actions/rule",
    "cases_rule",
    RuleCaseRequest,
    Request::Rule,
    /// Rule who leads
    ///
    /// Settles a returned case. It cannot be returned again.
);

action!(
    cases_report_progress,
    "/cases/{case_id}/actions/report_progress",
    "cases_report_progress",
    ReportCaseProgressRequest,
    |body: ReportCaseProgressRequest| Request::ReportProgress(body.note),
    /// Report progress
    ///
    /// Adds to the time line; changes nothing else.
);

action!(
    cases_resolve,
    "/cases/{case_id}/actions/resolve",
    "cases_resolve",
    ResolveCaseRequest,
    Request::Resolve,
    /// Report a case resolved
    ///
    /// By the leading department once every assistant is done, else by a supervisor with a reason.
);

action!(
    cases_accept_resolution,
    "/cases/{case_id}/actions/accept_resolution",
    "cases_accept_resolution",
    AcceptResolutionRequest,
    |body: AcceptResolutionRequest| Request::AcceptResolution(body.reason),
    /// Accept a resolution
    ///
    /// The case goes to callback.
);

action!(
    cases_reject_resolution,
    "/cases/{case_id}/actions/reject_resolution",
    "cases_reject_resolution",
    ReasonRequest,
    |body: ReasonRequest| Request::RejectResolution(body.reason),
    /// Reject a resolution
    ///
    /// The leading department goes on under the original limit.
);

action!(
    cases_record_callback,
    "/cases/{case_id}/actions/record_callback",
    "cases_record_callback",
    RecordCallbackRequest,
    Request::RecordCallback,
    /// Record a callback
    ///
    /// Never by the handling unit. Solved closes the case; not solved sends it back to work.
);

action!(
    cases_close,
    "/cases/{case_id}/actions/close",
    "cases_close",
    ReasonRequest,
    |body: ReasonRequest| Request::Close(body.reason),
    /// Close a case
    ///
    /// Without an answer, after two failed callbacks on different days.
);

action!(
    cases_archive,
    "/cases/{case_id}/actions/archive",
    "cases_archive",
    ArchiveCaseRequest,
    |body: ArchiveCaseRequest| Request::Archive(body.note),
    /// Archive a case
    ///
    /// Nothing can follow.
);

action!(
    cases_reopen,
    "/cases/{case_id}/actions/reopen",
    "cases_reopen",
    ReasonRequest,
    |body: ReasonRequest| Request::Reopen(body.reason),
    /// Reopen a case
    ///
    /// Within the window after closing; the leading department works on it again.
);

action!(
    cases_decline,
    "/cases/{case_id}/actions/decline",
    "cases_decline",
    DeclineCaseRequest,
    Request::Decline,
    /// Decline a case
    ///
    /// With the ground, and what the citizen was told.
);

action!(
    cases_withdraw,
    "/cases/{case_id}/actions/withdraw",
    "cases_withdraw",
    ReasonRequest,
    |body: ReasonRequest| Request::Withdraw(body.reason),
    /// Withdraw a case
    ///
    /// On the applicant's word.
);

action!(
    cases_add_assist,
    "/cases/{case_id}/actions/add_assist",
    "cases_add_assist",
    AddAssistRequest,
    Request::AddAssist,
    /// Add an assistant
    ///
    /// One more department with a task of its own, a limit and a sign-for. It never sees who applied.
);

action!(
    cases_complete_assist,
    "/cases/{case_id}/actions/complete_assist",
    "cases_complete_assist",
    CompleteAssistRequest,
    |body: CompleteAssistRequest| Request::CompleteAssist(body.result),
    /// Complete the assistance
    ///
    /// An assistant reports its own part done. The lead can resolve once every assistant is.
);

action!(
    cases_return_assist,
    "/cases/{case_id}/actions/return_assist",
    "cases_return_assist",
    ReturnAssistRequest,
    Request::ReturnAssist,
    /// Return the assistance
    ///
    /// An assistant says with a coded legal ground that its part is none of its duties, signed for or not. The case goes on without it; lead and dispatchers are told.
);

action!(
    cases_remove_assist,
    "/cases/{case_id}/actions/remove_assist",
    "cases_remove_assist",
    RemoveAssistRequest,
    Request::RemoveAssist,
    /// Take an assistant off
    ///
    /// A department whose part is not done need not do it, and no longer sees the case. What is done stays.
);

action!(
    cases_suspend,
    "/cases/{case_id}/actions/suspend",
    "cases_suspend",
    SuspendCaseRequest,
    Request::Suspend,
    /// Suspend a case
    ///
    /// The limits of the work stand still; the limit of the law runs while a procedure is named. A handler names a day, and all the stops a department made of a matter by itself count together: beyond the days of the rule, or without a day, a supervisor is asked for one (`request_suspension`).
);

action!(
    cases_request_suspension,
    "/cases/{case_id}/actions/request_suspension",
    "cases_request_suspension",
    RequestSuspensionRequest,
    Request::RequestSuspension,
    /// Ask for a stop
    ///
    /// For longer than the department may stop the matter by itself, or for no named time. The limit runs until it is decided.
);

action!(
    cases_decide_suspension,
    "/cases/{case_id}/actions/decide_suspension",
    "cases_decide_suspension",
    DecideSuspensionRequest,
    Request::DecideSuspension,
    /// Decide on a stop
    ///
    /// Granted, the matter stands still from now on, as was asked or until another day.
);

action!(
    cases_record_procedure,
    "/cases/{case_id}/actions/record_procedure",
    "cases_record_procedure",
    RecordProcedureRequest,
    Request::RecordProcedure,
    /// Record the procedure a case waits for
    ///
    /// The day it was accepted, from which the limit of the law is counted, its number, and by how much the organ in charge made that limit longer.
);

action!(
    cases_resume,
    "/cases/{case_id}/actions/resume",
    "cases_resume",
    ResumeCaseRequest,
    |body: ResumeCaseRequest| Request::Resume(body.note),
    /// Resume a case
    ///
    /// The limits go on where they stood still.
);

action!(
    cases_request_extension,
    "/cases/{case_id}/actions/request_extension",
    "cases_request_extension",
    RequestExtensionRequest,
    Request::RequestExtension,
    /// Ask for an extension
    ///
    /// Before the limit ends, once a case, at most the share of the limit the rule of the procedure allows.
);

action!(
    cases_decide_extension,
    "/cases/{case_id}/actions/decide_extension",
    "cases_decide_extension",
    DecideExtensionRequest,
    Request::DecideExtension,
    /// Decide on an extension
    ///
    /// Granted as of the moment it was asked for.
);

action!(
    cases_transfer_level,
    "/cases/{case_id}/actions/transfer_level",
    "cases_transfer_level",
    TransferLevelRequest,
    Request::TransferLevel,
    /// Hand a case to another level
    ///
    /// The dispatcher of the other centre has it from now on. Referrals end; handing down to a centre below names the place more exactly.
);

action!(
    cases_take_charge,
    "/cases/{case_id}/actions/take_charge",
    "cases_take_charge",
    TakeChargeRequest,
    Request::TakeCharge,
    /// Take charge of a case
    ///
    /// A leader answers for it. The department goes on working; the status stays.
);

action!(
    cases_restrict,
    "/cases/{case_id}/actions/restrict",
    "cases_restrict",
    RestrictCaseRequest,
    Request::Restrict,
    /// Restrict who may know of a case
    ///
    /// From now on it is there only for the dispatchers and the director of the centre in charge, who registered it, who leads, assists or mediates it, the leader in charge, and supervisors while it is under a supervision order.
);

action!(
    cases_lift_restriction,
    "/cases/{case_id}/actions/lift_restriction",
    "cases_lift_restriction",
    ReasonRequest,
    |body: ReasonRequest| Request::LiftRestriction(body.reason),
    /// Lift the restriction of a case
    ///
    /// It is there again for everybody with a right to it.
);

action!(
    cases_merge,
    "/cases/{case_id}/actions/merge",
    "cases_merge",
    MergeCaseRequest,
    Request::Merge,
    /// Merge a case into another
    ///
    /// Nothing of either case is changed; it can be undone.
);

action!(
    cases_unmerge,
    "/cases/{case_id}/actions/unmerge",
    "cases_unmerge",
    UnmergeCaseRequest,
    |body: UnmergeCaseRequest| Request::Unmerge(body.reason),
    /// Undo a merge
    ///
    /// Status, owner, referrals and limits are as they were before.
);

action!(
    cases_unsplit,
    "/cases/{case_id}/actions/unsplit",
    "cases_unsplit",
    UnsplitCaseRequest,
    |body: UnsplitCaseRequest| Request::Unsplit(body.reason),
    /// Undo a split
    ///
    /// A part nobody has begun with goes on in its original, which must still be open. Undoing the merge makes it a case of its own again.
);

/// Split a case
///
/// What was registered as one matter holds several: each part is registered as a case of its own,
/// with its own number, clock and ledger. Nothing of the original is changed.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_split",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("If-Match" = String, Header),
    ),
    request_body = SplitCaseRequest,
    responses((
        status = 200,
        description = "The original as it is now; its parts are the cases with `split_from_id`",
        body = CaseView,
        headers(("ETag" = String, description = "New version of the case")),
    ))
)]
#[post("/cases/{case_id}/actions/split")]
pub(super) async fn cases_split(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId,
    seen: IfMatch,
    command: Command<SplitCaseRequest>,
    request: HttpRequest,
) -> AppResult<Reply<CaseView>> {
    let Command { body, idempotency } = command;
    let lang = Lang::of(&request);
    let ground = Ground::of(&state).await?;
    let asked = Request::Split(Splitting::of(&state, &actor, path.id(), body).await?);
    let act = async |tx: &Tx| {
        let by = Asked { state: &state, tx, actor: &actor, ground: &ground };
        service::act(by, path.id(), seen, &asked, lang).await
    };
    state.once(&actor).run(idempotency, act).await
}

/// Reveal a masked field
///
/// Answers one field of one party in clear. The look and its reason are an event of the ledger.
#[utoipa::path(
    tag = "cases",
    operation_id = "cases_reveal_field",
    params(
        ("case_id" = Uuid, Path, description = "The case"),
        ("party_id" = Uuid, Path, description = "The party"),
    ),
    request_body = RevealFieldRequest,
    responses((status = 200, description = "The field in clear", body = RevealedField))
)]
#[post("/cases/{case_id}/parties/{party_id}/reveal")]
pub(super) async fn cases_reveal_field(
    state: web::Data<AppState>,
    actor: CurrentActor,
    path: PathId<2>,
    command: Command<RevealFieldRequest>,
) -> AppResult<Reply<RevealedField>> {
    let ground = Ground::of(&state).await?;
    let Command { body, idempotency } = command;
    let mut value = None;
    // The answer is personal data: what is kept for a replay is that there was one.
    let kept = state
        .once(&actor)
        .run(idempotency, async |tx: &Tx| {
            value = Some(reveal::reveal(&state, tx, &actor, &ground, path.0, &body).await?);
            Reply::ok(&RevealedField { value: String::new() })
        })
        .await?;
    let value = match value {
        Some(value) => value,
        None => reveal::again(state.db.reader(), &actor, path.0, &body).await?,
    };
    kept.with_body(&RevealedField { value })
}
