//! Use cases of agreements: write down, record performance, follow the court.

use chrono::{DateTime, Datelike as _, Duration, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{
    AgreementItemRequest, AgreementView, AnswerConfirmationRequest, ApplyConfirmationRequest,
    CancelAgreementRequest, RecordAgreementRequest, RecordPerformanceRequest,
};
use super::entity::{agreement, item, performance};
use super::record::{self, confirm_until_on, confirmation_limit, item_state, terms_hash};
use super::repo::{self, Whole};
use super::view::{Viewer, facts_of, state_of};
use super::workflow::{
    self, AgreementAction, AgreementForm, AgreementItemState, AgreementState, ConfirmationAnswer,
    ConfirmationState, PerformanceState,
};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::entity::party;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::numbers;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::transit::By;
use crate::features::mediations;
use crate::features::mediations::consent::{Party, side_of};
use crate::features::mediations::entity::sitting;
use crate::features::mediations::workflow::{MediationOutcome, MediationSide};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, authorize};

/// Most years ahead something may be promised for.
const MOST_YEARS: i64 = 30;

/// What is asked of an agreement.
#[derive(Debug, Clone)]
pub enum Request {
    /// 登记履行情况
    RecordPerformance(RecordPerformanceRequest),
    /// 申请司法确认
    ApplyConfirmation(ApplyConfirmationRequest),
    /// 登记法院答复
    AnswerConfirmation(AnswerConfirmationRequest),
    /// 撤销记录
    Cancel(CancelAgreementRequest),
}

impl Request {
    const fn action(&self) -> AgreementAction {
        match self {
            Self::RecordPerformance(_) => AgreementAction::RecordPerformance,
            Self::ApplyConfirmation(_) => AgreementAction::ApplyConfirmation,
            Self::AnswerConfirmation(_) => AgreementAction::AnswerConfirmation,
            Self::Cancel(_) => AgreementAction::Cancel,
        }
    }
}

/// Who asks, and what is looked at to answer. Taken before the transaction begins.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The server.
    pub state: &'a AppState,
    /// The transaction of the action.
    pub tx: &'a Tx,
    /// Who asks.
    pub actor: &'a Actor,
    /// Organisation, codes, rules.
    pub ground: &'a Ground,
    /// The language of the answer.
    pub lang: Lang,
}

impl<'a> Asked<'a> {
    fn viewer(&self) -> Viewer<'a> {
        let now = self.state.clock.now();
        Viewer { ground: self.ground, actor: self.actor, now, lang: self.lang }
    }

    fn today(&self) -> NaiveDate {
        local_date(self.state.clock.now())
    }
}

/// One agreement as its reader may see it; 404 outside the scope.
pub async fn read(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<AgreementView>> {
    let ground = Ground::of(state).await?;
    let db = state.db.reader();
    let row = repo::find(db, &repo::readable(actor), id).await?;
    let case = mediations::record::case_of(db, row.case_id).await?;
    let sittings = sittings(db, row.mediation_id).await?;
    let whole = whole(db, row).await?;
    let viewer = Viewer { ground: &ground, actor, now: state.clock.now(), lang };
    let view = viewer.read(db, &case, &whole, &sittings).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

async fn whole(db: &impl ConnectionTrait, row: agreement::Model) -> AppResult<Whole> {
    let whole = repo::whole(db, vec![row]).await?.pop();
    whole.ok_or_else(|| AppError::internal("an agreement was lost while it was read"))
}

/// Who mediates the session in which it was reached.
async fn sittings(
    db: &impl ConnectionTrait,
    mediation_id: Option<Uuid>,
) -> AppResult<Vec<sitting::Model>> {
    let Some(id) = mediation_id else { return Ok(Vec::new()) };
    Ok(mediations::repo::sittings(db, [id]).await?.remove(&id).unwrap_or_default())
}

/// Writes an agreement down, of a case whose sessions or agreements the caller may read.
pub async fn record(
    asked: Asked<'_>,
    case_id: Uuid,
    request: &RecordAgreementRequest,
) -> AppResult<Reply<AgreementView>> {
    let Asked { state, tx, actor, ground, .. } = asked;
    reachable(asked, case_id, request.mediation_id).await?;
    let mut case = mediations::record::held(tx, case_id).await?;
    let sittings = sittings(&**tx, request.mediation_id).await?;
    let assists = case.state.assist_department_ids();
    let right = |case: &Loaded| {
        authorize(actor, Action::AgreementRecord, &facts_of(case, &assists, actor, &sittings))
    };
    let (permit, noting) = (right(&case)?, right(&case)?);
    if !case.state.status.is_open() {
        let refused = AppError::from(ErrorCode::AgreementCaseNotOpen);
        return Err(refused.with("state", case.state.status.as_str()));
    }
    let parties = cases::parties(&**tx, case_id).await?;
    let effective_on = check(asked, &case, &parties, request).await?;
    let row = drafted(asked, &case, request, effective_on).await?;
    let items: Vec<_> = (1..)
        .zip(&request.items)
        .map(|(item_no, asked)| item_row(state, row.id, item_no, asked))
        .collect();
    let row = agreement::Model { terms_hash: terms_hash(&row.terms, &items)?, ..row };
    repo::insert(tx, permit, row.clone(), items.clone()).await?;
    let change = Change::AgreementReached {
        agreement: record::then(&**tx, &row).await?,
        mediation_id: row.mediation_id,
        form: request.form,
        effective_on,
        item_count: items.len(),
        amount_fen: row.amount_fen,
        terms_hash: row.terms_hash.clone(),
        confirmation_due_on: confirm_until_on(&row),
    };
    let by = By { actor: Some(actor), at: state.clock.now() };
    mediations::record::note(state, tx, noting, ground, &mut case, change, by).await?;
    let whole = Whole { row, items, performances: Vec::new() };
    let view = asked.viewer().read(&**tx, &case, &whole, &sittings).await?;
    let location = format!("/api/v1/agreements/{}", view.id);
    Ok(Reply::created(&view, location)?.version(view.version).personal())
}

/// 404 unless the caller may read the case, or mediates the session that is named.
async fn reachable(asked: Asked<'_>, case_id: Uuid, mediation_id: Option<Uuid>) -> AppResult<()> {
    let Asked { tx, actor, .. } = asked;
    let scope = crate::policy::Scope::cases(actor, Action::CaseRead);
    let outside = match cases::find(&**tx, &scope, case_id).await {
        Ok(_) => return Ok(()),
        Err(outside) if outside.code() == ErrorCode::RequestNotFound => outside,
        Err(other) => return Err(other),
    };
    let Some(id) = mediation_id else { return Err(outside) };
    let session = mediations::repo::find(&**tx, &mediations::repo::readable(actor), id).await?;
    if session.case_id == case_id { Ok(()) } else { Err(outside) }
}

/// Checks days, parties and the session; answers from when it holds.
async fn check(
    asked: Asked<'_>,
    case: &Loaded,
    parties: &[party::Model],
    request: &RecordAgreementRequest,
) -> AppResult<NaiveDate> {
    let today = asked.today();
    let invalid = |pointer: String| AppError::field(pointer, ErrorCode::AgreementInvalidDay);
    let registered_on = local_date(case.row.registered_at);
    if !(registered_on..=today).contains(&request.concluded_on) {
        return Err(invalid("/concluded_on".to_owned()));
    }
    let effective_on = request.effective_on.unwrap_or(request.concluded_on);
    let is_oral = request.form == AgreementForm::Oral;
    if !(request.concluded_on..=today).contains(&effective_on)
        || (is_oral && effective_on != request.concluded_on)
    {
        return Err(invalid("/effective_on".to_owned()));
    }
    let last = request.concluded_on + Duration::days(MOST_YEARS * 365);
    for (at, item) in request.items.iter().enumerate() {
        if !(request.concluded_on..=last).contains(&item.due_on) {
            return Err(invalid(format!("/items/{at}/due_on")));
        }
        let is_known = |no: i32| parties.iter().any(|party| party.party_no == no);
        if !is_known(item.party_no) {
            let pointer = format!("/items/{at}/party_no");
            return Err(AppError::field(pointer, ErrorCode::CaseUnknownParty));
        }
        if item.to_party_no.is_some_and(|no| !is_known(no) || no == item.party_no) {
            let pointer = format!("/items/{at}/to_party_no");
            return Err(AppError::field(pointer, ErrorCode::CaseUnknownParty));
        }
    }
    if let Some(id) = request.mediation_id {
        session(asked, case, id).await?;
    }
    Ok(effective_on)
}

/// 422 unless the session is of this case and ended with something to write down, 409 when that was
/// written down already.
async fn session(asked: Asked<'_>, case: &Loaded, id: Uuid) -> AppResult<()> {
    let Asked { tx, actor, .. } = asked;
    let refused = || AppError::field("/mediation_id", ErrorCode::AgreementMediationUnknown);
    let scope = mediations::repo::readable(actor);
    let session = mediations::repo::find(&**tx, &scope, id).await.map_err(|error| {
        if error.code() == ErrorCode::RequestNotFound { refused() } else { error }
    })?;
    let outcome = session.outcome.as_deref().and_then(MediationOutcome::parse);
    if session.case_id != case.row.id || !outcome.is_some_and(MediationOutcome::is_agreed) {
        return Err(refused());
    }
    if repo::exists_for(&**tx, id).await? {
        return Err(ErrorCode::AgreementExists.into());
    }
    Ok(())
}

/// The row of an agreement under its number, its items and their hash left open.
async fn drafted(
    asked: Asked<'_>,
    case: &Loaded,
    request: &RecordAgreementRequest,
    effective_on: NaiveDate,
) -> AppResult<agreement::Model> {
    let Asked { state, tx, actor, ground, .. } = asked;
    let now = state.clock.now();
    let id = state.ids.next();
    let county: String = case.row.region_code.chars().take(6).collect();
    let prefix = format!("MA{county}-{}", asked.today().year());
    let serial = numbers::take(tx, &prefix, 1).await?;
    let clock = confirmation_limit(&ground.keeper, (id, case.row.id), effective_on)?;
    Ok(agreement::Model {
        id,
        agreement_no: format!("{prefix}-{serial:06}"),
        case_id: case.row.id,
        mediation_id: request.mediation_id,
        center_id: case.row.center_id,
        state: AgreementState::InForce.as_str().to_owned(),
        form: request.form.as_str().to_owned(),
        terms: request.terms.trim().to_owned(),
        terms_hash: String::new(),
        is_status_only: Some(request.is_status_only),
        amount_fen: request.items.iter().filter_map(|item| item.amount_fen).sum(),
        concluded_on: request.concluded_on,
        effective_on,
        next_due_on: request.items.iter().map(|item| item.due_on).min(),
        recorded_by_id: actor.person_id,
        confirmation: ConfirmationState::None.as_str().to_owned(),
        confirmation_rule_id: clock.rule_id,
        confirmation_calendar_version: clock.calendar_version,
        confirmation_started_at: clock.started_at,
        confirmation_due_at: clock.due_at,
        confirmation_reminded_at: None,
        applied_on: None,
        court: None,
        answered_on: None,
        court_no: None,
        answer_reason: None,
        cancelled_at: None,
        cancel_reason: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    })
}

fn item_row(
    state: &AppState,
    agreement_id: Uuid,
    item_no: i32,
    asked: &AgreementItemRequest,
) -> item::Model {
    item::Model {
        id: state.ids.next(),
        agreement_id,
        item_no,
        party_no: asked.party_no,
        to_party_no: asked.to_party_no,
        what: asked.what.trim().to_owned(),
        amount_fen: asked.amount_fen,
        due_on: asked.due_on,
        state: AgreementItemState::Due.as_str().to_owned(),
        paid_fen: 0,
        settled_on: None,
        reminded_at: None,
        overdue_at: None,
    }
}

/// Carries out an action: 404 outside the scope, 412 when stale, 403, 409 or 422 when refused.
pub async fn act(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    request: &Request,
) -> AppResult<Reply<AgreementView>> {
    let Asked { state, tx, actor, ground, .. } = asked;
    let scope = repo::readable(actor);
    // Whoever changes an agreement holds its case: only then it is read for good.
    let known = repo::find(&**tx, &scope, id).await?;
    let mut case = mediations::record::held(tx, known.case_id).await?;
    let mut changing = whole(&**tx, repo::find(&**tx, &scope, id).await?).await?;
    seen.check(changing.row.row_version, ErrorCode::RequestStaleVersion)?;
    let sittings = sittings(&**tx, changing.row.mediation_id).await?;
    let action = request.action();
    let assists = case.state.assist_department_ids();
    let (permit, noting) = {
        let facts = facts_of(&case, &assists, actor, &sittings);
        if let Some(code) = action.refusal(state_of(&changing.row), actor, &facts) {
            let refused = AppError::from(code);
            if code != ErrorCode::AgreementIllegalTransition {
                return Err(refused);
            }
            let (allowed, _) = asked.viewer().actions(&changing.row, &facts);
            let refused = refused.with("state", changing.row.state.clone());
            return Err(refused.with("allowed_actions", allowed));
        }
        (authorize(actor, action.right(), &facts)?, authorize(actor, action.right(), &facts)?)
    };
    let change = applied(asked, &case, &mut changing, request).await?;
    let now = state.clock.now();
    changing.row.updated_at = now;
    changing.row.row_version += 1;
    repo::save(tx, permit, changing.row.clone()).await?;
    let by = By { actor: Some(actor), at: now };
    mediations::record::note(state, tx, noting, ground, &mut case, change, by).await?;
    let view = asked.viewer().read(&**tx, &case, &changing, &sittings).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// Puts what is asked for into the agreement; answers what happened.
async fn applied(
    asked: Asked<'_>,
    case: &Loaded,
    whole: &mut Whole,
    request: &Request,
) -> AppResult<Change> {
    let then = record::then(&**asked.tx, &whole.row).await?;
    let now = asked.state.clock.now();
    Ok(match request {
        Request::RecordPerformance(body) => {
            perform(asked, whole, body, now).await?;
            Change::PerformanceRecorded {
                agreement: then,
                item_no: body.item_no,
                state: body.state,
                amount_fen: body.amount_fen,
                happened_on: body.happened_on,
                evidence_hash: sha256(body.evidence.trim().as_bytes()),
            }
        }
        Request::ApplyConfirmation(body) => {
            apply_to_court(asked, case, &mut whole.row, body).await?;
            Change::ConfirmationApplied { agreement: then, applied_on: body.applied_on }
        }
        Request::AnswerConfirmation(body) => {
            answer_of_court(asked, &mut whole.row, body)?;
            let (answer, answered_on) = (body.answer, body.answered_on);
            Change::ConfirmationAnswered { agreement: then, answer, answered_on }
        }
        Request::Cancel(body) => {
            enter(&mut whole.row, AgreementState::Cancelled);
            whole.row.cancelled_at = Some(now);
            whole.row.cancel_reason = Some(body.reason.trim().to_owned());
            whole.row.next_due_on = None;
            Change::AgreementCancelled { agreement: then }
        }
    })
}

fn enter(row: &mut agreement::Model, state: AgreementState) {
    state.as_str().clone_into(&mut row.state);
}

async fn perform(
    asked: Asked<'_>,
    whole: &mut Whole,
    body: &RecordPerformanceRequest,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let Asked { state, tx, actor, .. } = asked;
    if !(whole.row.concluded_on..=asked.today()).contains(&body.happened_on) {
        return Err(AppError::field("/happened_on", ErrorCode::AgreementInvalidDay));
    }
    let item = whole.items.iter_mut().find(|item| item.item_no == body.item_no);
    let Some(item) = item else {
        return Err(AppError::field("/item_no", ErrorCode::AgreementItemUnknown));
    };
    if !item_state(item).is_open() {
        return Err(ErrorCode::AgreementItemSettled.into());
    }
    item.paid_fen += paid(item, body)?;
    body.state.leaves().as_str().clone_into(&mut item.state);
    item.settled_on = (body.state == PerformanceState::Performed).then_some(body.happened_on);
    repo::save_item(tx, item.clone()).await?;
    let row = performance::Model {
        id: state.ids.next(),
        agreement_id: whole.row.id,
        item_no: body.item_no,
        state: body.state.as_str().to_owned(),
        amount_fen: body.amount_fen,
        happened_on: body.happened_on,
        evidence: body.evidence.trim().to_owned(),
        recorded_by_id: actor.person_id,
        recorded_at: now,
    };
    repo::insert_performance(tx, row.clone()).await?;
    whole.performances.push(row);
    let open = whole.items.iter().filter(|item| item_state(item).is_open());
    whole.row.next_due_on = open.map(|item| item.due_on).min();
    let states: Vec<_> = whole.items.iter().map(item_state).collect();
    enter(&mut whole.row, workflow::state_of(&states));
    Ok(())
}

/// How much more was paid of an item: all that was left where it was performed; 422 when the sum is
/// more than that, or missing, or names money where none was promised.
fn paid(item: &item::Model, body: &RecordPerformanceRequest) -> AppResult<i64> {
    let refused = || AppError::field("/amount_fen", ErrorCode::AgreementAmount);
    let Some(promised) = item.amount_fen else {
        return if body.amount_fen.is_none() { Ok(0) } else { Err(refused()) };
    };
    let left = promised - item.paid_fen;
    match (body.state, body.amount_fen) {
        (PerformanceState::Performed, None) => Ok(left),
        (PerformanceState::Performed, Some(sum)) if sum == left => Ok(left),
        (PerformanceState::Partly, Some(sum)) if sum < left => Ok(sum),
        (PerformanceState::Breached, None) => Ok(0),
        (PerformanceState::Performed | PerformanceState::Breached, Some(_))
        | (PerformanceState::Partly, _) => Err(refused()),
    }
}

async fn apply_to_court(
    asked: Asked<'_>,
    case: &Loaded,
    row: &mut agreement::Model,
    body: &ApplyConfirmationRequest,
) -> AppResult<()> {
    if !record::is_confirmable(row) {
        return Err(ErrorCode::AgreementNotConfirmable.into());
    }
    let today = asked.today();
    if !(row.effective_on..=today).contains(&body.applied_on) {
        return Err(AppError::field("/applied_on", ErrorCode::AgreementInvalidDay));
    }
    if body.applied_on > confirm_until_on(row) {
        return Err(AppError::field("/applied_on", ErrorCode::AgreementConfirmationTooLate));
    }
    let rows = cases::parties(&**asked.tx, case.row.id).await?;
    let parties = mediations::parties_of(&rows)?;
    for (at, no) in body.party_nos.iter().enumerate() {
        if !parties.iter().any(|party| party.no == *no) {
            let pointer = format!("/party_nos/{at}");
            return Err(AppError::field(pointer, ErrorCode::CaseUnknownParty));
        }
    }
    if !is_joint(&parties, &body.party_nos) {
        return Err(AppError::field("/party_nos", ErrorCode::AgreementNotJoint));
    }
    ConfirmationState::Applied.as_str().clone_into(&mut row.confirmation);
    row.applied_on = Some(body.applied_on);
    row.court = Some(body.court.trim().to_owned());
    row.answered_on = None;
    row.court_no = None;
    row.answer_reason = None;
    Ok(())
}

/// Whether both sides apply, as far as the case names them (人民调解法 art. 33: 双方当事人共同).
fn is_joint(parties: &[Party], applying: &[i32]) -> bool {
    MediationSide::ALL.iter().all(|side| {
        let of_side = |no: i32| side_of(parties, no) == Some(*side);
        let is_named = parties.iter().any(|party| of_side(party.no));
        !is_named || applying.iter().any(|no| of_side(*no))
    })
}

fn answer_of_court(
    asked: Asked<'_>,
    row: &mut agreement::Model,
    body: &AnswerConfirmationRequest,
) -> AppResult<()> {
    let from = row.applied_on.unwrap_or(row.effective_on);
    if !(from..=asked.today()).contains(&body.answered_on) {
        return Err(AppError::field("/answered_on", ErrorCode::AgreementInvalidDay));
    }
    if body.answer != ConfirmationAnswer::Withdrawn && body.court_no.is_none() {
        return Err(AppError::field("/court_no", ErrorCode::AgreementCourtNoRequired));
    }
    body.answer.leaves().as_str().clone_into(&mut row.confirmation);
    row.answered_on = Some(body.answered_on);
    row.court_no = body.court_no.as_deref().map(|no| no.trim().to_owned());
    row.answer_reason = body.reason.as_deref().map(|text| text.trim().to_owned());
    if body.answer == ConfirmationAnswer::Withdrawn {
        // It may be asked for again, in what is left of the time.
        row.applied_on = None;
    }
    Ok(())
}
