//! Use cases: open a transaction, ask for the right, ask the state machine, save, record.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::change::{AssistTask, Change, Referred};
use super::dto::{CaseView, DispatchCaseRequest, FirstContactRequest, RegisterCaseRequest};
use super::elsewhere;
use super::entity::{case, party};
use super::ground::Ground;
use super::guards::{self, Around};
use super::intake::{self, Place, Prepared, place_of};
use super::mentions::Mentions;
use super::model::EntryWay;
use super::procedures;
use super::purpose::Purpose;
use super::release;
use super::repo::{self, Loaded};
pub use super::request::Request;
use super::requests;
use super::split;
use super::stops;
use super::timeline;
use super::transit::{self, By, Pending};
use super::unnamed::Unnamed;
use super::view::Viewer;
use super::whole::{self, Whole};
use super::workflow::transition;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::callbacks::signals;
use crate::features::org::directory::Directory;
use crate::features::org::entity::department;
use crate::features::personnel;
use crate::features::visits;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode, FieldError};
use crate::platform::http::{IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Facts, Permit, Scope, authorize, authorize_any, holds};

/// 登记. One transaction: the case, its parties, its first event, its first clock, its words.
pub async fn register(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    request: &RegisterCaseRequest,
    ready: &ReadyToRegister,
    lang: Lang,
) -> AppResult<Reply<CaseView>> {
    let prepared = enter(state, tx, actor, request, ready).await?;
    let viewer = Viewer::on(&ready.ground, state, actor, lang);
    let mut view = written(&viewer, &**tx, &prepared.loaded, &prepared.parties).await?;
    view.receipt = Some(intake::receipt(&prepared));
    let location = format!("/api/v1/cases/{}", view.id);
    Ok(Reply::created(&view, location)?.version(view.version))
}

/// The same for what registers a case along with something else.
pub async fn enter(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    request: &RegisterCaseRequest,
    ready: &ReadyToRegister,
) -> AppResult<Prepared> {
    let permit = authorize_any(actor, Action::CaseRegister)?;
    let now = state.clock.now();
    let ReadyToRegister { ground, place, case_no, way } = ready;
    // Looked up here and not before: a registration that is replayed has ended it.
    let visit = match request.visit_id {
        Some(id) => Some(visits::service::open_visit(&**tx, actor, id).await?),
        None => None,
    };
    let keeper = &ground.keeper;
    // Who was asked first, and when, is what the visit says.
    let asked = visit.as_ref().map(|visit| FirstContactRequest {
        person_id: visit.asked_person_id,
        asked_at: visit.came_at,
    });
    if asked.is_some() && request.first_contact.is_some() && request.first_contact != asked {
        return Err(AppError::field("/first_contact", ErrorCode::VisitFirstContactDiffers));
    }
    let from_visit =
        asked.map(|asked| RegisterCaseRequest { first_contact: Some(asked), ..request.clone() });
    let request = from_visit.as_ref().unwrap_or(request);
    let mut prepared =
        intake::prepare(state, keeper, Some(actor), request, place, case_no.clone(), now)?;
    if let Some(way) = way {
        prepared.loaded.row.came_by = Some(way.as_str().to_owned());
    }
    intake::store(tx, permit, std::slice::from_ref(&prepared)).await?;
    if let Some(visit) = visit {
        visits::service::join(state, tx, actor, visit, prepared.loaded.row.id).await?;
    }
    Ok(prepared)
}

/// What is known before the transaction of a registration begins.
pub struct ReadyToRegister {
    ground: Ground,
    place: Place,
    case_no: String,
    way: Option<EntryWay>,
}

impl ReadyToRegister {
    /// The same, entered by a machine.
    #[must_use]
    pub fn by(self, way: EntryWay) -> Self {
        Self { way: Some(way), ..self }
    }
}

/// What has to be known before registering, outside the write transaction: codes, times, number.
pub async fn before_register(
    state: &AppState,
    actor: &Actor,
    request: &RegisterCaseRequest,
) -> AppResult<ReadyToRegister> {
    authorize_any(actor, Action::CaseRegister)?;
    let ground = Ground::of(state).await?;
    intake::check(state, request).await?;
    let place = place_of(&ground.directory, actor, request)?;
    within_limits(actor, request, &place)?;
    let today = local_date(state.clock.now());
    let case_no = state.case_numbers.next(&state.db, &place.region_code, today).await?;
    Ok(ReadyToRegister { ground, place, case_no, way: None })
}

/// An application registers only what it would see afterwards.
pub fn within_limits(actor: &Actor, request: &RegisterCaseRequest, place: &Place) -> AppResult<()> {
    let Some(limits) = actor.application.as_deref() else { return Ok(()) };
    if !limits.admits_place(Some(&place.region_code)) {
        return Err(AppError::field("/place/region_id", ErrorCode::AuthOutsideLimits));
    }
    if !limits.admits_type(request.type_code.as_deref()) {
        return Err(AppError::field("/type_code", ErrorCode::AuthOutsideLimits));
    }
    if request.restriction.is_some() && !limits.sees_restricted {
        return Err(AppError::field("/restriction", ErrorCode::AuthOutsideLimits));
    }
    Ok(())
}

/// Who asks for an action, and what is looked at to answer.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The server.
    pub state: &'a AppState,
    /// The transaction of the action.
    pub tx: &'a Tx,
    /// Who asks.
    pub actor: &'a Actor,
    /// Taken before the transaction began.
    pub ground: &'a Ground,
}

/// What an action comes to, before anything is stored.
#[derive(Debug)]
pub struct Decided {
    /// The case as it is then.
    pub case: Loaded,
    before: case::Model,
    parties: Vec<party::Model>,
    pending: Pending,
    permit: Permit,
    /// 拆分: the cases that are registered with it.
    parts: Option<(Permit, Vec<Prepared>)>,
}

/// Carries out an action: 404 outside the scope, 412 when stale, 403, 409 or 422 when refused.
pub async fn act(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    request: &Request,
    lang: Lang,
) -> AppResult<Reply<CaseView>> {
    let (case, parties) = carry_out(asked, id, seen, request, lang).await?;
    let Asked { state, tx, actor, ground } = asked;
    answer(&Viewer::on(ground, state, actor, lang), &**tx, &case, &parties).await
}

/// The same, answering the case as it is stored: for one of many.
pub async fn perform(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    request: &Request,
    lang: Lang,
) -> AppResult<Loaded> {
    Ok(carry_out(asked, id, seen, request, lang).await?.0)
}

async fn carry_out(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    request: &Request,
    lang: Lang,
) -> AppResult<(Loaded, Vec<party::Model>)> {
    let decided = Box::pin(decide(asked, id, seen, request, lang)).await?;
    let Decided { case, before, parties, pending, permit, parts } = decided;
    let event_id = pending.event.id;
    transit::store(asked.tx, permit, &before, &case, pending).await?;
    if matches!(request, Request::Withdraw(_) | Request::Decline(_)) {
        let Asked { state, tx, ground, .. } = asked;
        Box::pin(release::merged_into(state, &ground.keeper, tx, &case.row)).await?;
    }
    if let Request::RecordCallback(body) = request {
        let Asked { state, tx, .. } = asked;
        signals::called_back(state, tx, before.id, before.owner_since, event_id, body).await?;
    }
    if let Some((permit, parts)) = parts {
        intake::store(asked.tx, permit, &parts).await?;
    }
    Ok((case, parties))
}

async fn decide(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    request: &Request,
    lang: Lang,
) -> AppResult<Decided> {
    let Asked { state, tx, actor, ground } = asked;
    if let Request::Merge(merge) = request {
        repo::hold(tx, [id, merge.into_case_id]).await?;
    }
    let scope = Scope::cases(actor, Action::CaseRead);
    let Whole { row, parties, names } = whole::find_for_update(tx, &scope, id).await?;
    if let Err(stale) = seen.check(row.row_version, ErrorCode::CaseStaleVersion) {
        let viewer = Viewer::on(ground, state, actor, lang);
        let versions = u64::try_from(row.row_version - seen.0).unwrap_or(0);
        let mut changes = timeline::last(&**tx, &viewer, &[(id, versions)], lang).await?;
        return Err(stale.with("changes", changes.remove(&id).unwrap_or_default()));
    }
    let mut case = repo::load(&**tx, row).await?;
    case.names.extend(names);
    decide_on(asked, Purpose::Do, (case, parties), request, lang).await
}

/// What an action would come to on a case as it was seen: 403, 409 or 422 when refused. Stores
/// nothing, and asks the database nothing: `others` are the cases the request names beside it.
pub(super) async fn would(
    asked: Asked<'_>,
    others: &HashMap<Uuid, case::Model>,
    case: Loaded,
    request: &Request,
    lang: Lang,
) -> AppResult<Decided> {
    decide_on(asked, Purpose::Try(others), (case, Vec::new()), request, lang).await
}

async fn decide_on(
    asked: Asked<'_>,
    purpose: Purpose<'_>,
    (mut case, parties): (Loaded, Vec<party::Model>),
    request: &Request,
    lang: Lang,
) -> AppResult<Decided> {
    let Asked { state, actor, ground, .. } = asked;
    let action = request.action();
    let before = case.row.clone();
    let assists = case.state.assist_department_ids();
    let facts = facts_of(&case, &assists);
    let right = transition(action).right.ok_or(ErrorCode::AuthNotAllowed)?;
    let permit = authorize(actor, right, &facts)?;
    let now = state.clock.now();
    let around = Around {
        bounds: ground.keeper.bounds(&case.row),
        dossiers: &state.dossier_rules,
        now,
        handling_due_at: case.handling().map(|clock| clock.due_at),
        may_override: holds(actor, Action::CaseOverrideAssist, &facts),
    };
    if let Some(code) = guards::refusal(&case.state, action, actor, around) {
        let viewer = Viewer::on(ground, state, actor, lang);
        let (allowed, _) = viewer.actions(&case, &facts);
        let refused = AppError::from(code).with("state", case.state.status.as_str());
        return Err(refused.with("allowed_actions", allowed));
    }
    let parts = match request.splitting() {
        Some(splitting) => {
            let parts = split::prepare(asked, &case, &parties, splitting)?;
            Some((authorize(actor, right, &facts)?, parts))
        }
        None => None,
    };
    let made = parts.as_ref().map_or(&[][..], |(_, parts)| parts);
    let change = change_of(asked, purpose, &case, request, made).await?;
    let change = Unnamed::of(change, &Mentions::of(&parties))?;
    let by = By { actor: Some(actor), at: now };
    if let Request::Resolve(resolve) = request {
        case.row.summary = Some(resolve.summary.clone());
    }
    let pending = transit::apply(state, &ground.keeper, &mut case, &change, by)?;
    Ok(Decided { case, before, parties, pending, permit, parts })
}

/// One case as its reader may see it.
pub async fn read(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<CaseView>> {
    let db = state.db.reader();
    let scope = Scope::cases(actor, Action::CaseRead);
    let Whole { row, parties, names } = whole::find(db, &scope, id).await?;
    let mut case = repo::load(db, row).await?;
    case.names.extend(names);
    answer(&Viewer::of(state, actor, lang).await?, db, &case, &parties).await
}

async fn answer(
    viewer: &Viewer<'_>,
    db: &impl ConnectionTrait,
    case: &Loaded,
    parties: &[party::Model],
) -> AppResult<Reply<CaseView>> {
    let view = written(viewer, db, case, parties).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

/// The case with the names of its people: those not known by now are looked up.
async fn written(
    viewer: &Viewer<'_>,
    db: &impl ConnectionTrait,
    case: &Loaded,
    parties: &[party::Model],
) -> AppResult<CaseView> {
    let people = case.referrals.iter().filter_map(|referral| referral.signed_by_id);
    let people = people.chain(case.row.first_contact_id).chain(case.row.charge_leader_id);
    let asked = timeline::asked(db, case).await?;
    let people = people.chain(asked.people());
    let mut known = case.names.clone();
    known.extend([viewer.own_name()]);
    let unknown = people.filter(|id| !known.contains_key(id));
    let mut names = personnel::repo::list_names(db, unknown).await?;
    names.extend(known);
    let named = case.state.merged_into_id.into_iter().chain(case.state.split_from_id).collect();
    let unseen = elsewhere::unseen(db, viewer.actor(), named).await?;
    let mut view = viewer.case(case, parties, &asked, &names)?;
    view.merged_into_id = view.merged_into_id.filter(|id| !unseen.contains(id));
    view.split_from_id = view.split_from_id.filter(|id| !unseen.contains(id));
    Ok(view)
}

/// What the rights table looks at.
pub fn facts_of<'a>(case: &'a Loaded, assists: &'a [Uuid]) -> Facts<'a> {
    Facts {
        region_code: Some(&case.row.region_code),
        type_code: case.row.type_code.as_deref(),
        center_id: Some(case.row.center_id),
        lead_department_id: case.row.lead_department_id,
        assist_department_ids: assists,
        registered_by_id: case.row.registered_by_id,
        first_contact_id: case.row.first_contact_id,
        addressed_department_id: None,
        is_restricted: case.row.restriction.is_some(),
        charge_leader_id: case.row.charge_leader_id,
        is_supervised: case.is_supervised,
        ..Facts::default()
    }
}

#[expect(clippy::too_many_lines, reason = "one arm a verb")]
async fn change_of(
    asked: Asked<'_>,
    purpose: Purpose<'_>,
    case: &Loaded,
    request: &Request,
    parts: &[Prepared],
) -> AppResult<Change> {
    let Asked { state, tx, actor, ground } = asked;
    let text = |text: &str| text.trim().to_owned();
    let today = local_date(state.clock.now());
    let code = |set: &str, code: &str, pointer: &str| -> AppResult<()> {
        ground.codes.check(set, code, today, pointer)
    };
    Ok(match request {
        Request::Classify(body) => {
            code("case_type", &body.type_code, "/type_code")?;
            if let Some(scale) = &body.scale_code {
                code("case_scale", scale, "/scale_code")?;
            }
            Change::Classified {
                type_code: body.type_code.clone(),
                level: body.level,
                scale_code: body.scale_code.clone(),
                reason: body.reason.clone(),
            }
        }
        Request::Dispatch(body) => dispatched(state, ground, case, body)?,
        Request::Sign(note) => {
            let referral = guards::own_referral_to_sign(&case.state, actor)
                .ok_or(ErrorCode::CaseNotYourReferral)?;
            Change::Signed { referral_id: referral.id, by_system: false, note: note.clone() }
        }
        Request::Return(body) => {
            code("return_ground", &body.ground_code, "/ground_code")?;
            if let Some(id) = body.suggested_department_id {
                active(&ground.directory, id, "/suggested_department_id")?;
            }
            Change::Returned {
                ground_code: body.ground_code.clone(),
                note: text(&body.note),
                suggested_department_id: body.suggested_department_id,
                next_owner: Some(
                    case.state.owner_after_return(ground.keeper.bounds(&case.row).returns),
                ),
            }
        }
        Request::Rule(body) => Change::Ruled {
            lead: referred(state, ground, case, body.lead_department_id, "/lead_department_id")?,
            reason: text(&body.reason),
            fallback: body.fallback,
        },
        Request::AddAssist(body) => requests::add_assist(state, ground, case, body)?,
        Request::CompleteAssist(result) => requests::complete_assist(actor, case, result)?,
        Request::ReturnAssist(body) => {
            code("return_ground", &body.ground_code, "/ground_code")?;
            requests::return_assist(actor, case, body)?
        }
        Request::RemoveAssist(body) => requests::remove_assist(case, body)?,
        Request::Suspend(body) => {
            code("suspend_reason", &body.reason_code, "/reason_code")?;
            stops::suspend(state, &ground.keeper, actor, case, body)?
        }
        Request::RequestSuspension(body) => {
            code("suspend_reason", &body.reason_code, "/reason_code")?;
            stops::request(state, &ground.keeper, case, body)?
        }
        Request::DecideSuspension(body) => stops::decide(state, case, body)?,
        Request::RecordProcedure(body) => procedures::record(state, &ground.keeper, case, body)?,
        Request::Resume(note) => Change::Resumed { by_system: false, note: note.clone() },
        Request::DecideExtension(body) => Change::ExtensionDecided {
            approved: body.approve,
            days: case.state.extension.map_or(0, |asked| asked.days),
            reason: text(&body.reason),
        },
        Request::TransferLevel(body) => requests::transfer_level(ground, case, body)?,
        Request::TakeCharge(body) => requests::take_charge(state, actor, body)?,
        Request::RequestExtension(body) => requests::request_extension(&ground.keeper, case, body)?,
        Request::Merge(body) => requests::merge(tx, purpose, actor, case, body).await?,
        Request::Unmerge(reason) => Change::Unmerged { reason: reason.clone() },
        Request::Split(splitting) => split::change(splitting, parts),
        Request::Unsplit(reason) => split::back(tx, purpose, actor, case, reason.as_ref()).await?,
        Request::ReportProgress(note) => Change::ProgressReported { note: text(note) },
        Request::Resolve(body) => {
            code("resolution_method", &body.method_code, "/method_code")?;
            requests::resolved(actor, case, body)?
        }
        Request::AcceptResolution(reason) => Change::ResolutionAccepted { reason: reason.clone() },
        Request::RejectResolution(reason) => Change::ResolutionRejected { reason: text(reason) },
        Request::RecordCallback(body) => requests::called_back(body)?,
        Request::Close(reason) => Change::Closed { reason: text(reason) },
        Request::Archive(note) => Change::Archived { note: note.clone() },
        Request::Reopen(reason) => Change::Reopened { reason: text(reason) },
        Request::Decline(body) => {
            code("decline_ground", &body.ground_code, "/ground_code")?;
            Change::Declined {
                ground_code: body.ground_code.clone(),
                told_applicant: text(&body.told_applicant),
            }
        }
        Request::Withdraw(reason) => Change::Withdrawn { reason: text(reason) },
        Request::Restrict(body) => {
            Change::Restricted { class: body.class, reason: text(&body.reason) }
        }
        Request::LiftRestriction(reason) => Change::RestrictionLifted { reason: text(reason) },
    })
}

pub(super) fn dispatched(
    state: &AppState,
    ground: &Ground,
    case: &Loaded,
    body: &DispatchCaseRequest,
) -> AppResult<Change> {
    let level = body.level.or(case.state.level);
    if case.state.type_code.is_none() || level.is_none() {
        return Err(ErrorCode::CaseNotClassified.into());
    }
    let lead = referred(state, ground, case, body.lead_department_id, "/lead_department_id")?;
    let (mut assists, mut tasks): (Vec<Referred>, Vec<AssistTask>) = (Vec::new(), Vec::new());
    let mut assist = |id: Uuid, pointer: String| {
        let is_twice = id == lead.department_id || assists.iter().any(|a| a.department_id == id);
        if is_twice {
            let rule = FieldError::rule(pointer, "duplicate", serde_json::Map::new());
            return Err(AppError::Validation(vec![rule]));
        }
        let assist = referred(state, ground, case, id, &pointer)?;
        let referral_id = assist.referral_id;
        assists.push(assist);
        Ok(referral_id)
    };
    for (at, id) in body.assist_department_ids.iter().enumerate() {
        assist(*id, format!("/assist_department_ids/{at}"))?;
    }
    for (at, asked) in body.assists.iter().enumerate() {
        let referral_id = assist(asked.department_id, format!("/assists/{at}/department_id"))?;
        requests::not_before_tomorrow(state, asked.due_on, &format!("/assists/{at}/due_on"))?;
        let task = asked.task.trim().to_owned();
        tasks.push(AssistTask { referral_id, task, due_on: asked.due_on });
    }
    Ok(Change::Dispatched {
        lead,
        assists,
        level: body.level,
        route: body.route.clone(),
        note: body.note.clone(),
        tasks,
    })
}

/// A referral to an active department that covers the case's region; 422 at `pointer` otherwise.
/// A department of another region would own a case it cannot see.
pub(super) fn referred(
    state: &AppState,
    ground: &Ground,
    case: &Loaded,
    department_id: Uuid,
    pointer: &str,
) -> AppResult<Referred> {
    let department = active(&ground.directory, department_id, pointer)?;
    let region = ground.directory.regions.get(&department.region_id);
    if !region.is_some_and(|region| case.row.region_code.starts_with(&region.code)) {
        return Err(AppError::field(pointer, ErrorCode::CaseDepartmentOutOfReach));
    }
    Ok(Referred { referral_id: state.ids.next(), department_id })
}

fn active<'a>(
    directory: &'a Directory,
    department_id: Uuid,
    pointer: &str,
) -> AppResult<&'a department::Model> {
    let department = directory.departments.get(&department_id).filter(|d| d.is_active);
    department.ok_or_else(|| AppError::field(pointer, ErrorCode::DepartmentUnknown))
}
