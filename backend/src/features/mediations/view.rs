//! A session as one reader may see it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::consent::{Party, side_of};
use super::dto::{
    LapsingMediatorView, MediatedCase, MediationConsentView, MediationPartyView, MediationSummary,
    MediationView, MediatorRef, MinutesView, RecusalView, RoomRef, WayOutView,
};
use super::entity::{consent, mediation, recusal, sitting};
use super::fitness::{self, Fitness};
use super::repo::{self, CaseLine, Session};
use super::service::obstacle;
use super::workflow::{
    ConsentManner, MediationAction, MediationOutcome, MediationSide, MediationState, untimely,
};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::dto::CenterRef;
use crate::features::cases::entity::party;
use crate::features::cases::ground::Ground;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::{CaseStatus, PartyKind, PartyRole, Procedure};
use crate::features::cases::repo::{self as cases, Loaded, Names};
use crate::features::cases::{guards, masks, service as case_service};
use crate::features::lawful_routes::rules::RouteSet;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{self, Action, Actor, Facts};

/// What the rights table looks at: the case, and whether `actor` mediates, or whom they replace.
pub fn facts_of<'a>(
    case: &'a Loaded,
    assists: &'a [Uuid],
    actor: &Actor,
    sittings: &[sitting::Model],
) -> Facts<'a> {
    let sits = actor.own_ids().any(|id| sittings.iter().any(|row| row.person_id == id));
    Facts { holder_id: sits.then_some(actor.person_id), ..case_service::facts_of(case, assists) }
}

/// What is masked in the texts of a session or an agreement: nothing for who mediates, or may look at
/// the parties' fields.
pub fn case_mentions(actor: &Actor, parties: &[party::Model], facts: &Facts<'_>) -> Mentions {
    if facts.holder_id.is_some() {
        return Mentions::default();
    }
    Mentions::read_by(actor, facts, parties)
}

/// Where a session stands, and whether its minutes are signed; a word nobody knows is over.
pub(super) fn state_of(row: &mediation::Model) -> (MediationState, bool) {
    let state = MediationState::parse(&row.state).unwrap_or(MediationState::Cancelled);
    (state, row.minutes_signed_at.is_some())
}

/// The parties as far as consent looks at them.
pub(crate) fn parties_of(rows: &[party::Model]) -> AppResult<Vec<Party>> {
    let party = |row: &party::Model| {
        let role = PartyRole::parse(&row.role).ok_or_else(unreadable)?;
        Ok(Party { no: row.party_no, role, represents: row.represents_party_no })
    };
    rows.iter().map(party).collect()
}

pub(crate) fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

/// Who reads, and all that is needed to write for them.
pub(super) struct Viewer<'a> {
    ground: &'a Ground,
    routes: &'a RouteSet,
    actor: &'a Actor,
    now: DateTime<Utc>,
    lang: Lang,
}

impl<'a> Viewer<'a> {
    pub(super) const fn on(
        ground: &'a Ground,
        routes: &'a RouteSet,
        actor: &'a Actor,
        now: DateTime<Utc>,
        lang: Lang,
    ) -> Self {
        Self { ground, routes, actor, now, lang }
    }

    /// A session whole, with what is looked up for it.
    pub(super) async fn read(
        &self,
        db: &impl ConnectionTrait,
        case: &Loaded,
        session: &Session,
    ) -> AppResult<MediationView> {
        let row = &session.row;
        let parties = cases::parties(db, case.row.id).await?;
        let recusals = repo::recusals(db, case.row.id).await?;
        let withdrawn = repo::people_of(db, recusals.iter().map(|row| row.mediator_id)).await?;
        let rooms = repo::room_names(db, [row.room_id]).await?;
        let people = session.sittings.iter().map(|sitting| sitting.person_id);
        let recorders = session.consents.iter().map(|consent| consent.recorded_by_id);
        let declarers = recusals.iter().map(|recusal| recusal.declared_by_id);
        let known = people
            .chain(recorders)
            .chain(declarers)
            .chain(withdrawn.values().copied())
            .chain([row.booked_by_id])
            .chain(row.minutes_signed_by_id);
        let names = personnel::repo::list_names(db, known).await?;
        let assists = case.state.assist_department_ids();
        let facts = facts_of(case, &assists, self.actor, &session.sittings);
        // Whoever mediates knows the parties, whatever their department's part.
        let is_blind = guards::only_assists(self.actor, &facts) && facts.holder_id.is_none();
        let mentions = case_mentions(self.actor, &parties, &facts);
        let Fitness { refusal: unfit, ending } =
            fitness::of(db, &self.ground.directory, session, self.now).await?;
        let (allowed_actions, refused_actions) = self.actions(case, session, unfit);
        let day = local_date(row.starts_at);
        let lapsing = ending.iter().map(|entry| LapsingMediatorView {
            mediator: MediatorRef { id: entry.id, person: person(entry.person_id, &names) },
            qualified_until_on: entry.qualified_until_on,
            is_before_session: entry.qualified_until_on < day,
        });
        let recusals = recusals.iter().map(|recusal| {
            let person_id = withdrawn.get(&recusal.mediator_id).copied().unwrap_or_default();
            recusal_view(recusal, person_id, &names, (is_blind, &mentions))
        });
        Ok(MediationView {
            id: row.id,
            case: mediated(case, &mentions),
            session_no: row.session_no,
            state: state_of(row).0,
            center: self.center(row.center_id),
            room: room(row.room_id, &rooms),
            mediators: mediators(&session.sittings, &names),
            lapsing: lapsing.collect(),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            booked_by: person(row.booked_by_id, &names),
            parties: self.parties(&parties, is_blind)?,
            consents: session
                .consents
                .iter()
                .map(|row| consent_view(row, &names))
                .collect::<AppResult<_>>()?,
            obstacle: (state_of(row).0 == MediationState::Booked)
                .then(|| obstacle(session).or(unfit).map(|code| code.as_str().to_owned()))
                .flatten(),
            recusals: recusals.collect(),
            started_at: row.started_at,
            ended_at: row.ended_at,
            outcome: row.outcome.as_deref().and_then(MediationOutcome::parse),
            guided_to: row.guided_to.as_deref().and_then(Procedure::parse),
            note: mentions.hide_some(row.note.as_ref()).filter(|_| !is_blind),
            adjourn_reason: mentions.hide_some(row.adjourn_reason.as_ref()).filter(|_| !is_blind),
            next_id: row.next_id,
            cancel_reason_code: row.cancel_reason_code.clone(),
            minutes: minutes(row, &names, (is_blind, &mentions))?,
            statutory_clock_id: statutory_clock(case),
            ways_out: self.ways_out(case),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    fn center(&self, id: Uuid) -> CenterRef {
        let center = self.ground.directory.centers.get(&id);
        CenterRef { id, name: center.map(|center| center.name.clone()).unwrap_or_default() }
    }

    fn parties(&self, rows: &[party::Model], is_blind: bool) -> AppResult<Vec<MediationPartyView>> {
        let all = parties_of(rows)?;
        let view = |row: &party::Model| {
            let role = PartyRole::parse(&row.role).ok_or_else(unreadable)?;
            let kind = PartyKind::parse(&row.kind).ok_or_else(unreadable)?;
            let name = if is_blind {
                role.name(self.lang).to_owned()
            } else {
                masks::name(&row.name, kind == PartyKind::Person)
            };
            let side = side_of(&all, row.party_no);
            Ok(MediationPartyView { party_no: row.party_no, role, kind, name, side })
        };
        rows.iter().map(view).collect()
    }

    /// The ways of the law in force for this type of matter, the most narrowly drawn first.
    fn ways_out(&self, case: &Loaded) -> Vec<WayOutView> {
        let type_code = case.state.type_code.as_deref().unwrap_or_default();
        let today = local_date(self.now);
        let mut open: Vec<_> = self
            .routes
            .all()
            .iter()
            .filter(|route| !route.is_willing && route.is_valid_on(today))
            .filter(|route| type_code.starts_with(&route.type_code))
            .collect();
        open.sort_by_key(|route| {
            (std::cmp::Reverse(route.type_code.len()), std::cmp::Reverse(route.version))
        });
        let mut ways: Vec<WayOutView> = Vec::new();
        for route in open {
            if ways.iter().all(|way| way.procedure != route.procedure) {
                let source = route.source(self.lang).to_owned();
                ways.push(WayOutView { procedure: route.procedure, source });
            }
        }
        ways
    }

    /// What the reader may do with a session, and why not the rest; `unfit`: why it cannot begin with
    /// its mediators.
    pub(super) fn actions(
        &self,
        case: &Loaded,
        session: &Session,
        unfit: Option<ErrorCode>,
    ) -> (Vec<String>, BTreeMap<String, String>) {
        let assists = case.state.assist_department_ids();
        let facts = facts_of(case, &assists, self.actor, &session.sittings);
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        let mut say = |verb: &str, code: Option<ErrorCode>| match code {
            None => allowed.push(verb.to_owned()),
            Some(code) => {
                refused.insert(verb.to_owned(), code.as_str().to_owned());
            }
        };
        for action in MediationAction::ALL {
            let mut code = action.refusal(state_of(&session.row), self.actor, &facts);
            if *action == MediationAction::Start && code.is_none() {
                let slot = (session.row.starts_at, session.row.ends_at);
                code = obstacle(session).or(unfit).or_else(|| untimely(slot, self.now));
            }
            say(action.as_str(), code);
        }
        let outcome = session.row.outcome.as_deref().and_then(MediationOutcome::parse);
        let code = if !policy::holds(self.actor, Action::AgreementRecord, &facts) {
            Some(ErrorCode::AuthNotAllowed)
        } else if outcome.is_some_and(MediationOutcome::is_agreed) {
            None
        } else {
            Some(ErrorCode::MediationIllegalTransition)
        };
        say("record_agreement", code);
        (allowed, refused)
    }
}

fn minutes(
    row: &mediation::Model,
    names: &Names,
    (is_blind, mentions): (bool, &Mentions),
) -> AppResult<Option<MinutesView>> {
    let Some(text) = row.minutes.clone() else { return Ok(None) };
    let party_nos = row.minutes_party_nos.as_deref().map(serde_json::from_str).transpose()?;
    Ok(Some(MinutesView {
        text: Some(mentions.hide(&text)).filter(|_| !is_blind),
        hash: row.minutes_hash.clone(),
        signed_at: row.minutes_signed_at,
        signed_by: row.minutes_signed_by_id.map(|id| person(id, names)),
        party_nos: party_nos.unwrap_or_default(),
    }))
}

/// The case's own clock of the law, where it stands still for mediation.
fn statutory_clock(case: &Loaded) -> Option<Uuid> {
    let mediation =
        [Procedure::PeopleMediation, Procedure::AdministrativeMediation, Procedure::CourtMediation];
    let clock = case.clocks.iter().rev().find(|clock| {
        let procedure = clock.procedure.as_deref().and_then(Procedure::parse);
        clock.kind == ClockKind::Statutory.as_str()
            && !clock.is_cancelled
            && procedure.is_some_and(|procedure| mediation.contains(&procedure))
    });
    clock.map(|clock| clock.id)
}

/// A row of the list.
pub(super) fn summary(
    session: Session,
    cases: &HashMap<Uuid, CaseLine>,
    rooms: &HashMap<Uuid, String>,
    names: &Names,
) -> AppResult<MediationSummary> {
    let row = session.row;
    let case = cases.get(&row.case_id).ok_or_else(|| AppError::internal("no case"))?;
    Ok(MediationSummary {
        id: row.id,
        case: line(case)?,
        session_no: row.session_no,
        state: state_of(&row).0,
        room: room(row.room_id, rooms),
        mediators: mediators(&session.sittings, names),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        outcome: row.outcome.as_deref().and_then(MediationOutcome::parse),
        minutes_signed_at: row.minutes_signed_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
    })
}

/// A case that was loaded, as a session or an agreement shows it.
pub(crate) fn mediated(case: &Loaded, mentions: &Mentions) -> MediatedCase {
    MediatedCase {
        id: case.row.id,
        case_no: case.row.case_no.clone(),
        title: mentions.hide(&case.row.title),
        status: case.state.status,
    }
}

/// A case that was read for a list.
pub(crate) fn line((id, case_no, title, status): &CaseLine) -> AppResult<MediatedCase> {
    let status = CaseStatus::parse(status).ok_or_else(unreadable)?;
    Ok(MediatedCase { id: *id, case_no: case_no.clone(), title: title.clone(), status })
}

fn room(id: Uuid, rooms: &HashMap<Uuid, String>) -> RoomRef {
    RoomRef { id, name: rooms.get(&id).cloned().unwrap_or_default() }
}

fn mediators(sittings: &[sitting::Model], names: &Names) -> Vec<MediatorRef> {
    let mediator = |row: &sitting::Model| MediatorRef {
        id: row.mediator_id,
        person: person(row.person_id, names),
    };
    sittings.iter().map(mediator).collect()
}

pub(crate) fn person(id: Uuid, names: &Names) -> PersonRef {
    PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() }
}

fn consent_view(row: &consent::Model, names: &Names) -> AppResult<MediationConsentView> {
    Ok(MediationConsentView {
        side: MediationSide::parse(&row.side).ok_or_else(unreadable)?,
        party_no: row.party_no,
        agrees: row.agrees,
        manner: ConsentManner::parse(&row.manner).ok_or_else(unreadable)?,
        given_at: row.given_at,
        recorded_by: person(row.recorded_by_id, names),
        recorded_at: row.recorded_at,
    })
}

fn recusal_view(
    row: &recusal::Model,
    person_id: Uuid,
    names: &Names,
    (is_blind, mentions): (bool, &Mentions),
) -> RecusalView {
    RecusalView {
        mediator: MediatorRef { id: row.mediator_id, person: person(person_id, names) },
        ground_code: row.ground_code.clone(),
        reason: Some(mentions.hide(&row.reason)).filter(|_| !is_blind),
        party_no: row.party_no,
        declared_by: person(row.declared_by_id, names),
        declared_at: row.declared_at,
    }
}
