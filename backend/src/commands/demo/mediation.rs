//! Rooms, the register of mediators, and some cases that are mediated: a session in every state, and
//! agreements on their way, by the use cases everybody goes through.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::agreements::dto::{
    AgreementItemRequest, AnswerConfirmationRequest, ApplyConfirmationRequest,
    RecordAgreementRequest, RecordPerformanceRequest,
};
use crate::features::agreements::repo as agreement_repo;
use crate::features::agreements::service as agreements;
use crate::features::agreements::workflow::{AgreementForm, ConfirmationAnswer, PerformanceState};
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::{CaseStatus, Procedure};
use crate::features::cases::repo as cases;
use crate::features::cases::service as case_service;
use crate::features::lawful_routes::rules::RouteSet;
use crate::features::mediations::dto::{
    AdjournMediationRequest, BookMediationRequest, CancelMediationRequest,
    ConcludeMediationRequest, RecordMediationConsentRequest,
};
use crate::features::mediations::entity::{mediator, room};
use crate::features::mediations::repo;
use crate::features::mediations::service::{self, Asked, Request};
use crate::features::mediations::workflow::{
    ConsentManner, MediationOutcome, MediationSide, MediatorKind,
};
use crate::platform::clock::Clock as _;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, Permit, Role, holds};

const ROOMS: [(&str, i32, bool); 3] =
    [("第一调解室", 8, false), ("第二调解室", 12, true), ("家事调解室", 6, false)];

/// When the session begins that goes on: an hour before the story ends, in minutes after midnight.
const LAST_HOUR: i64 = 16 * 60 + 30;

/// Who is on the register, by department; the last one's qualification has lapsed.
const MEDIATORS: [&str; 5] =
    ["人民调解委员会", "司法局", "妇女联合会", "住房和城乡建设局", "农业农村局"];

/// How far a case is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    InForce,
    Booked,
    Failed,
    Performed,
    Adjourned,
    Confirmed,
    Cancelled,
    Breached,
    InProgress,
    Consented,
    Applied,
}

const FATES: [Fate; 11] = [
    Fate::InForce,
    Fate::Booked,
    Fate::Failed,
    Fate::Performed,
    Fate::Adjourned,
    Fate::Confirmed,
    Fate::Cancelled,
    Fate::Breached,
    Fate::InProgress,
    Fate::Consented,
    Fate::Applied,
];

/// What the sessions are told with.
#[derive(Clone, Copy)]
pub(super) struct With<'a> {
    pub(super) tx: &'a Tx,
    pub(super) ground: &'a Ground,
    pub(super) routes: &'a RouteSet,
}

/// Enters rooms and mediators, and mediates some of the cases that have stood for days.
pub(super) async fn mediate(with: With<'_>, teller: &mut Teller<'_>) -> AppResult<()> {
    let director = teller.county.who(teller.chance, Role::CenterDirector, COUNTY, None)?.clone();
    let center_id = director.center_id.ok_or_else(|| AppError::internal("no centre"))?;
    let rooms = rooms(with.tx, teller, center_id).await?;
    let mediators = mediators(with.tx, teller, center_id).await?;
    let mut fates = FATES.iter().enumerate();
    let Some((mut at, mut fate)) = fates.next() else { return Ok(()) };
    for row in standing(with.tx, teller).await? {
        let lead = row.lead_department_id.and_then(|id| teller.county.handler(id).ok()).cloned();
        let Some(handler) = lead else { continue };
        if !may_lead(with.tx, &handler, &row).await? {
            continue;
        }
        // Half an hour of the day for each, so that none is in the way of another.
        let minutes = 510 + 30 * i64::try_from(at).map_err(AppError::internal)?;
        let story = Told {
            with,
            handler,
            case_id: row.id,
            slot: if *fate == Fate::InProgress {
                // It goes on: not with the first room and mediator, who are tried out most.
                (rooms[2], mediators[2], LAST_HOUR)
            } else {
                (rooms[at % rooms.len()], mediators[at % 4], minutes)
            },
            at: row.updated_at.max(teller.end - TimeDelta::days(8)),
        };
        Box::pin(story.go_on(teller, *fate)).await?;
        match fates.next() {
            Some((next, told)) => (at, fate) = (next, told),
            None => break,
        }
    }
    Ok(())
}

async fn rooms(tx: &Tx, teller: &Teller<'_>, center_id: Uuid) -> AppResult<Vec<Uuid>> {
    let now = teller.end - TimeDelta::days(100);
    let mut ids = Vec::new();
    for (name, seats, is_video) in ROOMS {
        let row = room::Model {
            id: teller.state.ids.next(),
            center_id,
            name: name.to_owned(),
            place: Some("县综治中心一楼".to_owned()),
            seats,
            is_video,
            is_active: true,
            created_at: now,
            updated_at: now,
            row_version: 1,
        };
        ids.push(row.id);
        repo::insert_room(tx, Permit::system("demo county"), row).await?;
    }
    Ok(ids)
}

async fn mediators(tx: &Tx, teller: &Teller<'_>, center_id: Uuid) -> AppResult<Vec<Uuid>> {
    let now = teller.end - TimeDelta::days(100);
    let today = local_date(teller.end);
    let mut ids = Vec::new();
    for (at, name) in MEDIATORS.iter().enumerate() {
        let department = teller.county.departments.get(name).copied();
        let department = department.ok_or_else(|| AppError::internal("no such department"))?;
        let person = teller.county.handler(department)?;
        let until = if at + 1 == MEDIATORS.len() { -30 } else { 400 };
        let row = mediator::Model {
            id: teller.state.ids.next(),
            person_id: person.person_id,
            center_id,
            department_id: Some(department),
            kind: MediatorKind::People.as_str().to_owned(),
            certificate_no: format!("QH-TJ-{:04}", at + 1),
            qualified_from_on: today - TimeDelta::days(330),
            qualified_until_on: today + TimeDelta::days(until),
            is_active: true,
            created_at: now,
            updated_at: now,
            row_version: 1,
        };
        ids.push(row.id);
        repo::insert_mediator(tx, Permit::system("demo county"), row, Vec::new()).await?;
    }
    Ok(ids)
}

/// Cases in progress that nothing has happened to for more than a week, by number.
async fn standing(tx: &Tx, teller: &Teller<'_>) -> AppResult<Vec<case::Model>> {
    Ok(case::Entity::find()
        .filter(case::Column::Status.eq(CaseStatus::InProgress.as_str()))
        .filter(case::Column::UpdatedAt.lte(teller.end - TimeDelta::days(8)))
        .filter(case::Column::IsAnonymous.eq(false))
        .order_by_asc(case::Column::CaseNo)
        .all(&**tx)
        .await?)
}

/// Whether `handler` leads the case as the table of rights sees it.
async fn may_lead(tx: &Tx, handler: &Actor, row: &case::Model) -> AppResult<bool> {
    let case = cases::load(&**tx, row.clone()).await?;
    let assists = case.state.assist_department_ids();
    let facts = case_service::facts_of(&case, &assists);
    let wanted = [Action::MediationBook, Action::MediationConduct, Action::AgreementRecord];
    Ok(wanted.iter().all(|action| holds(handler, *action, &facts)))
}

/// A case on its way through mediation.
struct Told<'a> {
    with: With<'a>,
    handler: Actor,
    case_id: Uuid,
    /// Room, mediator, and when on its day it begins, in minutes after midnight.
    slot: (Uuid, Uuid, i64),
    at: DateTime<Utc>,
}

impl Told<'_> {
    async fn go_on(mut self, teller: &mut Teller<'_>, fate: Fate) -> AppResult<()> {
        self.at = teller.hours.next(self.at, teller.chance);
        let is_ahead = matches!(fate, Fate::Booked | Fate::Consented | Fate::InProgress);
        let from = if is_ahead { teller.end } else { self.at };
        let mut day = self.working_day_after(local_date(from))?;
        if fate == Fate::InProgress {
            day = local_date(teller.end);
        }
        let booked = self.slot_on(day);
        if !is_ahead && booked.ends_at + TimeDelta::hours(1) > teller.end {
            // A holiday lay in between.
            return Ok(());
        }
        let evening = teller.end - TimeDelta::hours(1);
        teller.clock.set(if is_ahead { self.at.max(evening) } else { self.at });
        let Some(id) = self.book(teller, &booked).await? else { return Ok(()) };
        let mut session = Seen { id, version: 1 };
        if fate == Fate::Booked {
            return Ok(());
        }
        if fate == Fate::Cancelled {
            let reason_code = "party_absent".to_owned();
            let cancel = CancelMediationRequest { reason_code, note: None };
            return self.act(teller, &mut session, Request::Cancel(cancel)).await;
        }
        self.consent(teller, &mut session, MediationSide::Applicant, 1).await?;
        if fate == Fate::Consented {
            return Ok(());
        }
        self.consent(teller, &mut session, MediationSide::Respondent, 2).await?;
        if fate != Fate::InProgress {
            teller.clock.set(booked.starts_at);
        }
        self.act(teller, &mut session, Request::Start).await?;
        let text = "调解员告知双方权利义务，双方分别陈述意见，调解员释明有关规定并提出方案。";
        self.act(teller, &mut session, Request::WriteMinutes(text.to_owned())).await?;
        if fate == Fate::InProgress {
            return Ok(());
        }
        if fate == Fate::Adjourned {
            let next = self.slot_on(self.working_day_after(local_date(teller.end))?);
            let reason = "需进一步核实损失数额".to_owned();
            let adjourn = AdjournMediationRequest { reason, next: Some(next) };
            return self.act(teller, &mut session, Request::Adjourn(adjourn)).await;
        }
        let is_failed = fate == Fate::Failed;
        let outcome = if is_failed { MediationOutcome::Failed } else { MediationOutcome::Agreed };
        let guided_to = is_failed.then_some(Procedure::CivilLitigation);
        let conclude = ConcludeMediationRequest { outcome, guided_to, note: None };
        self.act(teller, &mut session, Request::Conclude(conclude)).await?;
        self.act(teller, &mut session, Request::SignMinutes(vec![1, 2])).await?;
        if is_failed { Ok(()) } else { self.agree(teller, session.id, fate).await }
    }

    /// Books a session; none where the mediator works for a party.
    async fn book(
        &self,
        teller: &Teller<'_>,
        slot: &BookMediationRequest,
    ) -> AppResult<Option<Uuid>> {
        match service::book(self.asked(teller), self.case_id, slot).await {
            Ok(_) => {}
            Err(error) if error.code() == ErrorCode::RequestValidation => return Ok(None),
            Err(error) => return Err(error),
        }
        let last = repo::for_case(&**self.with.tx, self.case_id).await?.pop();
        Ok(last.map(|session| session.row.id))
    }

    fn asked<'b>(&'b self, teller: &'b Teller<'_>) -> Asked<'b> {
        Asked {
            state: teller.state,
            tx: self.with.tx,
            actor: &self.handler,
            ground: self.with.ground,
            routes: self.with.routes,
            lang: Lang::Zh,
        }
    }

    fn working_day_after(&self, day: NaiveDate) -> AppResult<NaiveDate> {
        let calendar = self.with.ground.keeper.calendar();
        calendar.add_working_days(day, 1).map_err(AppError::internal)
    }

    fn slot_on(&self, day: NaiveDate) -> BookMediationRequest {
        let (room_id, mediator_id, minutes) = self.slot;
        let starts_at = start_of_day(day) + TimeDelta::minutes(minutes);
        let ends_at = starts_at + TimeDelta::minutes(30);
        BookMediationRequest { room_id, mediator_ids: vec![mediator_id], starts_at, ends_at }
    }

    async fn act(
        &self,
        teller: &Teller<'_>,
        session: &mut Seen,
        request: Request,
    ) -> AppResult<()> {
        teller.clock.set(teller.clock.now() + TimeDelta::minutes(2));
        let seen = IfMatch(session.version);
        service::act(self.asked(teller), session.id, seen, &request).await?;
        session.version += 1;
        Ok(())
    }

    async fn consent(
        &self,
        teller: &Teller<'_>,
        session: &mut Seen,
        side: MediationSide,
        party_no: i32,
    ) -> AppResult<()> {
        let word = RecordMediationConsentRequest {
            side,
            party_no: Some(party_no),
            agrees: true,
            manner: ConsentManner::Phone,
            given_at: None,
        };
        self.act(teller, session, Request::RecordConsent(word)).await
    }

    /// What was agreed on, and what became of it.
    async fn agree(&self, teller: &Teller<'_>, session_id: Uuid, fate: Fate) -> AppResult<()> {
        teller.clock.set(teller.clock.now() + TimeDelta::minutes(2));
        let today = local_date(teller.clock.now());
        let is_oral = fate == Fate::Applied;
        let item = |what: &str, amount_fen: Option<i64>, days: i64| AgreementItemRequest {
            party_no: 2,
            to_party_no: Some(1),
            what: what.to_owned(),
            amount_fen,
            due_on: today + TimeDelta::days(days),
        };
        let request = RecordAgreementRequest {
            mediation_id: Some(session_id),
            form: if is_oral { AgreementForm::Oral } else { AgreementForm::Written },
            terms: "双方自愿达成协议：被申请人按期支付约定款项并当面说明情况，双方就此事再无争议。"
                .to_owned(),
            concluded_on: today,
            effective_on: None,
            is_status_only: false,
            items: vec![item("支付约定款项", Some(480_000), 20), item("当面说明情况", None, 3)],
        };
        let asked = self.on_agreements(teller);
        agreements::record(asked, self.case_id, &request).await?;
        let last = agreement_repo::for_case(&**self.with.tx, self.case_id).await?.pop();
        let id = last.map(|agreement| agreement.row.id);
        let id = id.ok_or_else(|| AppError::internal("no agreement"))?;
        let mut agreement = Seen { id, version: 1 };
        if matches!(fate, Fate::Confirmed | Fate::Applied) {
            return self.to_court(teller, &mut agreement, today, is_oral).await;
        }
        let state = if fate == Fate::Breached {
            PerformanceState::Breached
        } else if fate == Fate::Performed {
            PerformanceState::Performed
        } else {
            PerformanceState::Partly
        };
        let sum = (state == PerformanceState::Partly).then_some(180_000);
        let first = performed(1, state, sum, today);
        self.go(teller, &mut agreement, first).await?;
        if fate == Fate::Performed {
            let second = performed(2, PerformanceState::Performed, None, today);
            self.go(teller, &mut agreement, second).await?;
        }
        Ok(())
    }

    /// Both sides ask the court; it answers unless it is to wait.
    async fn to_court(
        &self,
        teller: &Teller<'_>,
        agreement: &mut Seen,
        today: NaiveDate,
        is_waiting: bool,
    ) -> AppResult<()> {
        let apply = ApplyConfirmationRequest {
            applied_on: today,
            court: "清和县人民法院".to_owned(),
            party_nos: vec![1, 2],
        };
        self.go(teller, agreement, agreements::Request::ApplyConfirmation(apply)).await?;
        if is_waiting {
            return Ok(());
        }
        let answer = AnswerConfirmationRequest {
            answer: ConfirmationAnswer::Confirmed,
            answered_on: today,
            court_no: Some("（2026）清0101民调确12号".to_owned()),
            reason: None,
        };
        self.go(teller, agreement, agreements::Request::AnswerConfirmation(answer)).await
    }

    fn on_agreements<'b>(&'b self, teller: &'b Teller<'_>) -> agreements::Asked<'b> {
        agreements::Asked {
            state: teller.state,
            tx: self.with.tx,
            actor: &self.handler,
            ground: self.with.ground,
            lang: Lang::Zh,
        }
    }

    async fn go(
        &self,
        teller: &Teller<'_>,
        agreement: &mut Seen,
        request: agreements::Request,
    ) -> AppResult<()> {
        teller.clock.set(teller.clock.now() + TimeDelta::minutes(2));
        let seen = IfMatch(agreement.version);
        agreements::act(self.on_agreements(teller), agreement.id, seen, &request).await?;
        agreement.version += 1;
        Ok(())
    }
}

fn performed(
    item_no: i32,
    state: PerformanceState,
    amount_fen: Option<i64>,
    happened_on: NaiveDate,
) -> agreements::Request {
    let evidence = match state {
        PerformanceState::Breached => "电话告知不再支付",
        PerformanceState::Performed | PerformanceState::Partly => "转账回单和签收单已核对",
    };
    agreements::Request::RecordPerformance(RecordPerformanceRequest {
        item_no,
        state,
        amount_fen,
        happened_on,
        evidence: evidence.to_owned(),
    })
}

/// A session or an agreement in the version that was last seen.
struct Seen {
    id: Uuid,
    version: i32,
}
