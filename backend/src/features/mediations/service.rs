//! Use cases of sessions: book, and everything that is done to one.

use chrono::{DateTime, SubsecRound as _, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::booking::{self, Slot};
use super::consent::{self, Word};
use super::dto::{
    AdjournMediationRequest, BookMediationRequest, CancelMediationRequest,
    ConcludeMediationRequest, MediationView, RecordMediationConsentRequest, RecuseMediatorRequest,
};
use super::entity::{consent as consents, mediation, recusal, sitting};
use super::fitness;
use super::record::{self, then};
use super::repo::{self, Session};
use super::view::{Viewer, facts_of, parties_of, state_of};
use super::workflow::{
    MediationAction, MediationOutcome, MediationState, leads_on, takes_sessions, untimely,
};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::change::Change;
use crate::features::cases::ground::Ground;
use crate::features::cases::ledger::sha256;
use crate::features::cases::repo::{self as cases, Loaded};
use crate::features::cases::service as case_service;
use crate::features::cases::transit::By;
use crate::features::lawful_routes::rules::RouteSet;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{IfMatch, Reply};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// What is asked of a session.
#[derive(Debug, Clone)]
pub enum Request {
    /// 改期
    Rebook(BookMediationRequest),
    /// 记录调解意愿
    RecordConsent(RecordMediationConsentRequest),
    /// 回避
    Recuse(RecuseMediatorRequest),
    /// 开始
    Start,
    /// 记录
    WriteMinutes(String),
    /// 签字
    SignMinutes(Vec<i32>),
    /// 休会
    Adjourn(AdjournMediationRequest),
    /// 结束
    Conclude(ConcludeMediationRequest),
    /// 取消
    Cancel(CancelMediationRequest),
}

impl Request {
    const fn action(&self) -> MediationAction {
        match self {
            Self::Rebook(_) => MediationAction::Rebook,
            Self::RecordConsent(_) => MediationAction::RecordConsent,
            Self::Recuse(_) => MediationAction::Recuse,
            Self::Start => MediationAction::Start,
            Self::WriteMinutes(_) => MediationAction::WriteMinutes,
            Self::SignMinutes(_) => MediationAction::SignMinutes,
            Self::Adjourn(_) => MediationAction::Adjourn,
            Self::Conclude(_) => MediationAction::Conclude,
            Self::Cancel(_) => MediationAction::Cancel,
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
    /// The ways of the law.
    pub routes: &'a RouteSet,
    /// The language of the answer.
    pub lang: Lang,
}

impl<'a> Asked<'a> {
    fn viewer(&self) -> Viewer<'a> {
        Viewer::on(self.ground, self.routes, self.actor, self.state.clock.now(), self.lang)
    }
}

/// One session as its reader may see it; 404 outside the scope.
pub async fn read(
    state: &AppState,
    actor: &Actor,
    id: Uuid,
    lang: Lang,
) -> AppResult<Reply<MediationView>> {
    let now = state.clock.now();
    let ground = Ground::of(state).await?;
    let routes = state.lawful_routes.get(&state.db, now).await?;
    let db = state.db.reader();
    let row = repo::find(db, &repo::readable(actor), id).await?;
    let case = record::case_of(db, row.case_id).await?;
    let session = whole(db, row).await?;
    let view = Viewer::on(&ground, &routes, actor, now, lang).read(db, &case, &session).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

async fn whole(db: &impl ConnectionTrait, row: mediation::Model) -> AppResult<Session> {
    let session = repo::whole(db, vec![row]).await?.pop();
    session.ok_or_else(|| AppError::internal("a session was lost while it was read"))
}

/// 预约: a room and mediators for a case the caller may read.
pub async fn book(
    asked: Asked<'_>,
    case_id: Uuid,
    request: &BookMediationRequest,
) -> AppResult<Reply<MediationView>> {
    let Asked { state, tx, actor, ground, .. } = asked;
    let scope = Scope::cases(actor, Action::CaseRead);
    let row = cases::find_for_update(tx, &scope, case_id).await?;
    let mut case = cases::load(&**tx, row).await?;
    let assists = case.state.assist_department_ids();
    let right = || {
        let facts = case_service::facts_of(&case, &assists);
        authorize(actor, Action::MediationBook, &facts)
    };
    let (permit, noting) = (right()?, right()?);
    if !takes_sessions(case.state.status) {
        let refused = AppError::from(ErrorCode::MediationCaseNotOpen);
        return Err(refused.with("state", case.state.status.as_str()));
    }
    let slot = booking::book(state, tx, &ground.directory, &case, request, (None, "")).await?;
    let session = keep(asked, permit, &case, &slot, &[]).await?;
    let change = Change::MediationBooked {
        session: then(&session.row, &session.sittings),
        room_id: slot.room_id,
    };
    let by = By { actor: Some(actor), at: state.clock.now() };
    record::note(state, tx, noting, ground, &mut case, change, by).await?;
    let view = asked.viewer().read(&**tx, &case, &session).await?;
    let location = format!("/api/v1/mediations/{}", view.id);
    Ok(Reply::created(&view, location)?.version(view.version).personal())
}

/// Keeps a new session of a case that is held, with the consents that go on in it.
async fn keep(
    asked: Asked<'_>,
    permit: Permit,
    case: &Loaded,
    slot: &Slot,
    consents: &[consents::Model],
) -> AppResult<Session> {
    let Asked { state, tx, actor, .. } = asked;
    let now = state.clock.now();
    let row = mediation::Model {
        id: state.ids.next(),
        case_id: case.row.id,
        session_no: repo::next_no(tx, case.row.id).await?,
        center_id: case.row.center_id,
        room_id: slot.room_id,
        state: MediationState::Booked.as_str().to_owned(),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        booked_by_id: actor.person_id,
        started_at: None,
        ended_at: None,
        outcome: None,
        guided_to: None,
        note: None,
        adjourn_reason: None,
        next_id: None,
        cancel_reason_code: None,
        minutes: None,
        minutes_hash: None,
        minutes_signed_at: None,
        minutes_signed_by_id: None,
        minutes_party_nos: None,
        created_at: now,
        updated_at: now,
        row_version: 1,
    };
    let sittings = slot.sittings(state, row.id);
    let mut carried: Vec<_> = consents.to_vec();
    for one in &mut carried {
        one.id = state.ids.next();
        one.mediation_id = row.id;
    }
    repo::insert(tx, permit, row.clone(), sittings.clone(), carried.clone()).await?;
    Ok(Session { row, sittings, consents: carried })
}

/// Carries out an action: 404 outside the scope, 412 when stale, 403, 409 or 422 when refused.
pub async fn act(
    asked: Asked<'_>,
    id: Uuid,
    seen: IfMatch,
    request: &Request,
) -> AppResult<Reply<MediationView>> {
    let Asked { state, tx, actor, ground, .. } = asked;
    let scope = repo::readable(actor);
    // Whoever changes a session holds its case: only then it is read for good.
    let known = repo::find(&**tx, &scope, id).await?;
    let mut case = record::held(tx, known.case_id).await?;
    let mut session = whole(&**tx, repo::find(&**tx, &scope, id).await?).await?;
    seen.check(session.row.row_version, ErrorCode::RequestStaleVersion)?;
    let action = request.action();
    let assists = case.state.assist_department_ids();
    let refusal = {
        let facts = facts_of(&case, &assists, actor, &session.sittings);
        action.refusal(state_of(&session.row), actor, &facts)
    };
    if let Some(code) = refusal {
        return Err(refused(asked, &case, &session, code));
    }
    let right = |case: &Loaded, session: &Session| {
        authorize(actor, action.right(), &facts_of(case, &assists, actor, &session.sittings))
    };
    // Taken before: who withdraws has no right to the session any more.
    let (permit, noting) = (right(&case, &session)?, right(&case, &session)?);
    let changed = Changing { asked, case: &case }.apply(&mut session, request).await?;
    let now = state.clock.now();
    session.row.updated_at = now;
    session.row.row_version += 1;
    repo::save(tx, permit, session.row.clone()).await?;
    if let Some(change) = changed {
        let by = By { actor: Some(actor), at: now };
        record::note(state, tx, noting, ground, &mut case, change, by).await?;
    }
    let view = asked.viewer().read(&**tx, &case, &session).await?;
    Ok(Reply::ok(&view)?.version(view.version).personal())
}

fn refused(asked: Asked<'_>, case: &Loaded, session: &Session, code: ErrorCode) -> AppError {
    let refused = AppError::from(code);
    if code != ErrorCode::MediationIllegalTransition {
        return refused;
    }
    let (allowed, _) = asked.viewer().actions(case, session, None);
    refused.with("state", session.row.state.clone()).with("allowed_actions", allowed)
}

/// A session of a case that is held, about to be changed.
struct Changing<'a> {
    asked: Asked<'a>,
    case: &'a Loaded,
}

impl Changing<'_> {
    /// Puts what is asked for into the session; answers the fact, where it is one of the ledger.
    async fn apply(&self, session: &mut Session, request: &Request) -> AppResult<Option<Change>> {
        let now = self.asked.state.clock.now();
        Ok(match request {
            Request::Rebook(body) => Some(self.rebook(session, body).await?),
            Request::RecordConsent(body) => Some(self.consent(session, body).await?),
            Request::Recuse(body) => Some(self.recuse(session, body).await?),
            Request::Start => Some(self.start(session, now).await?),
            Request::WriteMinutes(text) => {
                session.row.minutes = Some(text.trim().to_owned());
                None
            }
            Request::SignMinutes(nos) => Some(self.sign(session, nos, now).await?),
            Request::Adjourn(body) => Some(self.adjourn(session, body, now).await?),
            Request::Conclude(body) => Some(Self::conclude(session, body, now)?),
            Request::Cancel(body) => Some(self.cancel(session, body, now)?),
        })
    }

    async fn rebook(
        &self,
        session: &mut Session,
        body: &BookMediationRequest,
    ) -> AppResult<Change> {
        let Asked { state, tx, ground, .. } = self.asked;
        let at = (Some(session.row.id), "");
        let slot = booking::book(state, tx, &ground.directory, self.case, body, at).await?;
        session.sittings = slot.sittings(state, session.row.id);
        repo::replace_sittings(tx, session.row.id, session.sittings.clone()).await?;
        session.row.room_id = slot.room_id;
        session.row.starts_at = slot.starts_at;
        session.row.ends_at = slot.ends_at;
        Ok(Change::MediationRebooked {
            session: then(&session.row, &session.sittings),
            room_id: slot.room_id,
        })
    }

    async fn consent(
        &self,
        session: &mut Session,
        body: &RecordMediationConsentRequest,
    ) -> AppResult<Change> {
        let Asked { state, tx, actor, .. } = self.asked;
        let now = state.clock.now();
        let parties = cases::parties(&**tx, self.case.row.id).await?;
        if !consent::accepts(&parties_of(&parties)?, body.side, body.party_no) {
            return Err(AppError::field("/party_no", ErrorCode::CaseUnknownParty));
        }
        let given_at = body.given_at.map_or(now, |at| at.trunc_subsecs(6));
        if given_at > now || given_at < self.case.row.registered_at {
            return Err(AppError::field("/given_at", ErrorCode::MediationInvalidTime));
        }
        let row = consents::Model {
            id: state.ids.next(),
            mediation_id: session.row.id,
            seq: i32::try_from(session.consents.len()).map_err(AppError::internal)? + 1,
            side: body.side.as_str().to_owned(),
            party_no: body.party_no,
            agrees: body.agrees,
            manner: body.manner.as_str().to_owned(),
            given_at,
            recorded_by_id: actor.person_id,
            recorded_at: now,
        };
        repo::insert_consent(tx, row.clone()).await?;
        session.consents.push(row);
        Ok(Change::MediationConsentRecorded {
            session: then(&session.row, &session.sittings),
            side: body.side,
            party_no: body.party_no,
            agrees: body.agrees,
        })
    }

    async fn recuse(
        &self,
        session: &mut Session,
        body: &RecuseMediatorRequest,
    ) -> AppResult<Change> {
        let Asked { state, tx, actor, .. } = self.asked;
        self.code("recusal_ground", &body.ground_code, "/ground_code")?;
        if let Some(no) = body.party_no {
            let parties = cases::parties(&**tx, self.case.row.id).await?;
            if !parties.iter().any(|party| party.party_no == no) {
                return Err(AppError::field("/party_no", ErrorCode::CaseUnknownParty));
            }
        }
        let at = session.sittings.iter().position(|row| row.mediator_id == body.mediator_id);
        let Some(at) = at else {
            return Err(AppError::field("/mediator_id", ErrorCode::MediationMediatorUnknown));
        };
        let then = then(&session.row, &session.sittings);
        let sitting: sitting::Model = session.sittings.remove(at);
        repo::remove_sitting(tx, sitting.id).await?;
        let row = recusal::Model {
            id: state.ids.next(),
            case_id: self.case.row.id,
            mediator_id: sitting.mediator_id,
            mediation_id: session.row.id,
            party_no: body.party_no,
            ground_code: body.ground_code.clone(),
            reason: body.reason.trim().to_owned(),
            declared_by_id: actor.person_id,
            declared_at: state.clock.now(),
        };
        repo::insert_recusal(tx, row).await?;
        let ground_code = body.ground_code.clone();
        Ok(Change::MediatorRecused { session: then, person_id: sitting.person_id, ground_code })
    }

    async fn start(&self, session: &mut Session, now: DateTime<Utc>) -> AppResult<Change> {
        if !takes_sessions(self.case.state.status) {
            return Err(ErrorCode::MediationCaseNotOpen.into());
        }
        if let Some(code) = obstacle(session) {
            return Err(code.into());
        }
        let Asked { tx, ground, .. } = self.asked;
        let fit = fitness::of(&**tx, &ground.directory, session, now).await?;
        if let Some(code) = fit.refusal {
            return Err(code.into());
        }
        if let Some(code) = untimely((session.row.starts_at, session.row.ends_at), now) {
            return Err(code.into());
        }
        if let Some(code) = booking::in_the_way(tx, session, now).await? {
            return Err(code.into());
        }
        enter(session, MediationState::InProgress);
        session.row.started_at = Some(now);
        Ok(Change::MediationStarted { session: then(&session.row, &session.sittings) })
    }

    async fn sign(
        &self,
        session: &mut Session,
        party_nos: &[i32],
        now: DateTime<Utc>,
    ) -> AppResult<Change> {
        let Asked { tx, actor, .. } = self.asked;
        let Some(text) = session.row.minutes.as_deref() else {
            return Err(ErrorCode::MediationMinutesMissing.into());
        };
        let parties = cases::parties(&**tx, self.case.row.id).await?;
        for (at, no) in party_nos.iter().enumerate() {
            if !parties.iter().any(|party| party.party_no == *no) {
                let pointer = format!("/party_nos/{at}");
                return Err(AppError::field(pointer, ErrorCode::CaseUnknownParty));
            }
        }
        let mut nos = party_nos.to_vec();
        nos.sort_unstable();
        nos.dedup();
        let minutes_hash = sha256(text.as_bytes());
        session.row.minutes_hash = Some(minutes_hash.clone());
        session.row.minutes_signed_at = Some(now);
        session.row.minutes_signed_by_id = Some(actor.person_id);
        session.row.minutes_party_nos = Some(serde_json::to_string(&nos)?);
        Ok(Change::MediationMinutesSigned {
            session: then(&session.row, &session.sittings),
            minutes_hash,
            party_nos: nos,
        })
    }

    async fn adjourn(
        &self,
        session: &mut Session,
        body: &AdjournMediationRequest,
        now: DateTime<Utc>,
    ) -> AppResult<Change> {
        let Asked { state, tx, actor, ground, .. } = self.asked;
        enter(session, MediationState::Adjourned);
        session.row.ended_at = Some(now);
        session.row.adjourn_reason = Some(body.reason.trim().to_owned());
        let next = match &body.next {
            None => None,
            Some(wanted) => {
                let at = (Some(session.row.id), "/next");
                let slot =
                    booking::book(state, tx, &ground.directory, self.case, wanted, at).await?;
                let assists = self.case.state.assist_department_ids();
                let facts = facts_of(self.case, &assists, actor, &session.sittings);
                let permit = authorize(actor, MediationAction::Adjourn.right(), &facts)?;
                let next = keep(self.asked, permit, self.case, &slot, &session.consents).await?;
                session.row.next_id = Some(next.row.id);
                Some(then(&next.row, &next.sittings))
            }
        };
        Ok(Change::MediationAdjourned { session: then(&session.row, &session.sittings), next })
    }

    fn conclude(
        session: &mut Session,
        body: &ConcludeMediationRequest,
        now: DateTime<Utc>,
    ) -> AppResult<Change> {
        if session.sittings.is_empty() {
            return Err(ErrorCode::MediationMediatorMissing.into());
        }
        let is_failed = body.outcome == MediationOutcome::Failed;
        let leads = body.guided_to.map(leads_on);
        // What was agreed on whole leads nowhere else.
        let is_wanted = is_failed || body.outcome == MediationOutcome::PartlyAgreed;
        if leads == Some(false) || (is_failed && leads.is_none()) || (leads.is_some() && !is_wanted)
        {
            return Err(AppError::field("/guided_to", ErrorCode::MediationRouteRequired));
        }
        enter(session, MediationState::Concluded);
        session.row.ended_at = Some(now);
        session.row.outcome = Some(body.outcome.as_str().to_owned());
        session.row.guided_to = body.guided_to.map(|procedure| procedure.as_str().to_owned());
        session.row.note = body.note.as_deref().map(|text| text.trim().to_owned());
        Ok(Change::MediationConcluded {
            session: then(&session.row, &session.sittings),
            outcome: body.outcome,
            guided_to: body.guided_to,
        })
    }

    fn cancel(
        &self,
        session: &mut Session,
        body: &CancelMediationRequest,
        now: DateTime<Utc>,
    ) -> AppResult<Change> {
        self.code("mediation_cancel_reason", &body.reason_code, "/reason_code")?;
        enter(session, MediationState::Cancelled);
        session.row.ended_at = Some(now);
        session.row.cancel_reason_code = Some(body.reason_code.clone());
        session.row.note = body.note.as_deref().map(|text| text.trim().to_owned());
        Ok(Change::MediationCancelled {
            session: then(&session.row, &session.sittings),
            reason_code: body.reason_code.clone(),
        })
    }

    fn code(&self, set: &str, code: &str, pointer: &str) -> AppResult<()> {
        let today = local_date(self.asked.state.clock.now());
        self.asked.ground.codes.check(set, code, today, pointer)
    }
}

fn enter(session: &mut Session, state: MediationState) {
    state.as_str().clone_into(&mut session.row.state);
}

/// Why a session cannot begin yet; none: it can.
pub(super) fn obstacle(session: &Session) -> Option<ErrorCode> {
    if session.sittings.is_empty() {
        return Some(ErrorCode::MediationMediatorMissing);
    }
    let words: Vec<Word> = session.consents.iter().filter_map(word).collect();
    consent::obstacle(&words)
}

fn word(row: &consents::Model) -> Option<Word> {
    let side = super::workflow::MediationSide::parse(&row.side)?;
    Some(Word { side, party_no: row.party_no, agrees: row.agrees })
}
