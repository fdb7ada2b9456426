//! A case as one reader may see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::clocks::{ClockKind, Lamp, LimitDayKind};
use super::dto::{
    CaseBeside, CaseSourceRef, CaseSummary, CaseView, CenterRef, ChargeView, DepartmentRef,
    FirstContactView, HandedView, OwnerView, PartyField, PartyView, PlaceView, ReferralView,
    Refusal, RegionRef, RestrictionView, SourceView, SuspensionView,
};
use super::entity::{case, party};
use super::ground::Ground;
use super::guards::{self, Around};
use super::mentions::Mentions;
use super::model::{
    CaseStatus, Channel, Level, Outcome, OwnerKind, PartyKind, PartyRole, ReferralKind,
    RestrictionClass,
};
use super::projection::{Charge, Owner, Referral, Suspension};
use super::repo::{Loaded, Names};
use super::service::facts_of;
use super::timekeeping::Timekeeper;
use super::workflow::verbs_from;
use super::{masks, parties, referral_graph, timeline, tracking_code};
use crate::app::AppState;
use crate::features::correspondence::rules::{takes_notes, takes_replies};
use crate::features::dossiers::rules::DossierRules;
use crate::features::org::directory::Directory;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{self, Action, Actor, Facts};

/// Who reads, and all that is needed to write for them.
pub struct Viewer<'a> {
    actor: &'a Actor,
    lang: Lang,
    now: DateTime<Utc>,
    dossiers: Arc<DossierRules>,
    directory: Arc<Directory>,
    keeper: Timekeeper,
}

impl<'a> Viewer<'a> {
    /// For `actor`, now.
    pub async fn of(state: &AppState, actor: &'a Actor, lang: Lang) -> AppResult<Self> {
        Ok(Self::on(&Ground::of(state).await?, state, actor, lang))
    }

    /// The same on a ground that was taken before.
    pub fn on(ground: &Ground, state: &AppState, actor: &'a Actor, lang: Lang) -> Self {
        Self {
            actor,
            lang,
            now: state.clock.now(),
            dossiers: Arc::clone(&state.dossier_rules),
            directory: Arc::clone(&ground.directory),
            keeper: ground.keeper.clone(),
        }
    }

    /// The reader, who need not be looked up.
    pub fn own_name(&self) -> (Uuid, String) {
        (self.actor.person_id, self.actor.person_name.clone())
    }

    /// Whether the reader is of the office of a centre, which has no part as a department in any case.
    pub fn is_of_an_office(&self) -> bool {
        let department = self.actor.department_id;
        let department = department.and_then(|id| self.directory.departments.get(&id));
        department.is_some_and(|department| department.is_center_office)
    }

    /// The reader.
    pub const fn actor(&self) -> &'a Actor {
        self.actor
    }

    /// What its limits are counted by.
    pub(super) const fn keeper(&self) -> &Timekeeper {
        &self.keeper
    }

    /// One case whole.
    #[expect(clippy::too_many_lines, reason = "one line a field")]
    pub fn case(
        &self,
        case: &Loaded,
        parties: &[party::Model],
        asked: &timeline::Asked,
        names: &Names,
    ) -> AppResult<CaseView> {
        let (row, state) = (&case.row, &case.state);
        let assists = state.assist_department_ids();
        let facts = facts_of(case, &assists);
        let (allowed_actions, refusals) = self.actions(case, &facts);
        // Whoever has just given its part back is not shown more than it ever was.
        let mut parts = assists.clone();
        parts.extend(
            self.actor.department_id.filter(|_| guards::gave_up_assisting(state, self.actor)),
        );
        let shown = facts_of(case, &parts);
        let mentions = self.mentions(parties, &shown);
        // Of a restricted matter an assistant learns its own task, not the story.
        let is_withheld = state.restriction.is_some() && guards::only_assists(self.actor, &shown);
        // What began at one instant has no order of its own; every answer gives it the same.
        // What no longer applies is in the ledger, not among the limits.
        let mut clocks: Vec<_> = case.clocks.iter().filter(|clock| !clock.is_cancelled).collect();
        clocks.sort_by_key(|clock| (clock.started_at, ClockKind::parse(&clock.kind), clock.id));
        let clocks = clocks.into_iter().map(|clock| self.keeper.view(clock, self.now, self.lang));
        let mut referrals: Vec<_> = state.referrals.iter().collect();
        referrals.sort_by_key(|referral| (referral.sent_at, referral.kind, referral.id));
        let cycle = referral_graph::cycle(&referral_graph::hops(&state.referrals));
        let assisting = referrals
            .iter()
            .filter(|r| r.kind == ReferralKind::Assist && r.state.is_in_force())
            .map(|r| self.department(r.department_id))
            .collect();
        Ok(CaseView {
            id: row.id,
            case_no: row.case_no.clone(),
            status: state.status,
            title: mentions.hide(&row.title),
            narrative: if is_withheld { self.withheld() } else { mentions.hide(&row.narrative) },
            demand: mentions.hide_some(row.demand.as_ref()).filter(|_| !is_withheld),
            type_code: row.type_code.clone(),
            scale_code: row.scale_code.clone(),
            level: state.level,
            channel: channel(&row.channel)?,
            source: source(row),
            occurred_on: row.occurred_on,
            known_at: row.known_at,
            place: self.place(row, &shown),
            people_count: row.people_count,
            amount_fen: row.amount_fen,
            willing_to_mediate: row.willing_to_mediate,
            anonymous: row.is_anonymous,
            parties: self.parties(parties, &shown)?,
            first_contact: row.first_contact_id.map(|id| first_contact(id, row, names)),
            center: self.center(row.center_id),
            owner: self.owner(&state.owner),
            lead_department: row.lead_department_id.map(|id| self.department(id)),
            assist_departments: assisting,
            referrals: referrals
                .into_iter()
                .map(|r| self.referral(r, case, (names, &mentions)))
                .collect(),
            clocks: clocks.collect::<AppResult<_>>()?,
            suspension: state.suspension.as_ref().map(suspension),
            own_stop_days_left: state.lead_referral().map(|lead| {
                self.keeper.bounds(row).own_stop_days.saturating_sub(lead.own_stop_days)
            }),
            suspension_request: state
                .suspension_request
                .as_ref()
                .map(|waiting| asked.suspension_view(waiting, self, names)),
            extension: state.extension.map(|waiting| asked.extension_view(waiting, self, names)),
            charge: state.charge.as_ref().map(|taken| charge(taken, names)),
            restriction: state.restriction.as_ref().map(|why| RestrictionView {
                class: why.class,
                class_name: why.class.name(self.lang).to_owned(),
                reason: why.reason.clone(),
                since: why.since,
            }),
            handed: state.handed.map(|handed| HandedView {
                direction: handed.direction,
                from_center: self.center(handed.from_center_id),
                at: handed.at,
            }),
            merged_into_id: state.merged_into_id,
            split_from_id: state.split_from_id,
            return_count: row.return_count,
            is_ruled: row.is_ruled,
            is_ping_pong: !cycle.is_empty(),
            ping_pong: cycle.into_iter().map(|id| self.department(id)).collect(),
            visit_id: row.visit_id,
            beside: self.beside(case, &facts),
            registered_at: row.registered_at,
            resolved_at: row.resolved_at,
            closed_at: row.closed_at,
            outcome: row.outcome.as_deref().and_then(Outcome::parse),
            method_code: row.method_code.clone(),
            summary: mentions.hide_some(row.summary.as_ref()).filter(|_| !is_withheld),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions: refusals
                .iter()
                .map(|(verb, why)| (verb.clone(), why.code.clone()))
                .collect(),
            refusals,
            last_event_hash: row.last_event_hash.clone(),
            receipt: None,
        })
    }

    /// What is masked in free text: nothing for who may look at the fields themselves.
    fn mentions(&self, parties: &[party::Model], facts: &Facts<'_>) -> Mentions {
        Mentions::read_by(self.actor, facts, parties)
    }

    fn withheld(&self) -> String {
        let words = ("限制知悉，请按协办任务办理", "Restricted: work by the task you were given");
        self.lang.pick(words.0, words.1).to_owned()
    }

    /// Where it happened; to the village only for those who may reveal nothing.
    fn place(&self, row: &case::Model, facts: &Facts<'_>) -> PlaceView {
        let is_open = policy::holds(self.actor, Action::CaseReveal, facts)
            && !guards::only_assists(self.actor, facts);
        let shown =
            |address: &str| if is_open { address.to_owned() } else { masks::address(address) };
        PlaceView {
            region: self.region(row.region_id),
            address: row.address.as_deref().map(shown),
            lng: row.lng,
            lat: row.lat,
        }
    }

    /// One row of a list.
    pub fn summary(&self, row: &case::Line) -> AppResult<CaseSummary> {
        let owner = Owner {
            kind: OwnerKind::parse(&row.owner_kind).ok_or_else(unreadable)?,
            department_id: row.owner_department_id,
            since: row.owner_since,
        };
        let unit = row.clock_unit.as_deref().and_then(LimitDayKind::parse);
        let unit = unit.unwrap_or(LimitDayKind::Calendar);
        let calendar = row.clock_calendar_version;
        let left = |due| self.keeper.left(due, unit, calendar, self.now, self.lang);
        Ok(CaseSummary {
            id: row.id,
            case_no: row.case_no.clone(),
            title: masks::title(&row.title),
            status: CaseStatus::parse(&row.status).ok_or_else(unreadable)?,
            level: row.level.as_deref().and_then(Level::parse),
            type_code: row.type_code.clone(),
            channel: channel(&row.channel)?,
            source: row
                .source_system
                .clone()
                .zip(row.source_number.clone())
                .map(|(system, number)| CaseSourceRef { system, number }),
            people_count: row.people_count,
            region: self.region(row.region_id),
            owner: self.owner(&owner),
            lead_department: row.lead_department_id.map(|id| self.department(id)),
            registered_at: row.registered_at,
            closed_at: row.closed_at,
            outcome: row.outcome.as_deref().and_then(Outcome::parse),
            due_at: row.due_at,
            lamp: lamp(row, self.now),
            clock_kind: row.clock_kind.as_deref().and_then(ClockKind::parse),
            time_left: row.due_at.map(left),
            is_ping_pong: row.is_ping_pong.unwrap_or(false),
            restriction: row.restriction.as_deref().and_then(RestrictionClass::parse),
            version: row.row_version,
            updated_at: row.updated_at,
            created_at: row.created_at,
        })
    }

    /// The organisation as it is named.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The language it is written in.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// A department by name.
    pub fn department(&self, id: Uuid) -> DepartmentRef {
        DepartmentRef { id, name: self.directory.department_name(id) }
    }

    /// A region by name.
    pub fn region(&self, id: Uuid) -> RegionRef {
        let region = self.directory.regions.get(&id);
        RegionRef {
            id,
            code: region.map(|region| region.code.clone()).unwrap_or_default(),
            name: region.map(|region| region.name.clone()).unwrap_or_default(),
        }
    }

    /// A centre by name.
    pub fn center(&self, id: Uuid) -> CenterRef {
        let center = self.directory.centers.get(&id);
        CenterRef { id, name: center.map(|center| center.name.clone()).unwrap_or_default() }
    }

    fn owner(&self, owner: &Owner) -> OwnerView {
        OwnerView {
            kind: owner.kind,
            kind_name: owner.kind.name(self.lang).to_owned(),
            department_id: owner.department_id,
            department_name: owner.department_id.map(|id| self.directory.department_name(id)),
            since: owner.since,
        }
    }

    fn referral(
        &self,
        referral: &Referral,
        case: &Loaded,
        (names, mentions): (&Names, &Mentions),
    ) -> ReferralView {
        // An assistant the case came back to has one anew.
        let sign = case.clocks.iter().rev().find(|clock| {
            clock.kind == ClockKind::Sign.as_str() && clock.referral_id == Some(referral.id)
        });
        ReferralView {
            id: referral.id,
            kind: referral.kind,
            department_id: referral.department_id,
            department_name: self.directory.department_name(referral.department_id),
            state: referral.state,
            sent_at: referral.sent_at,
            signed_at: referral.signed_at,
            signed_by_name: referral.signed_by_id.and_then(|id| names.get(&id).cloned()),
            due_at: sign.map(|clock| clock.due_at),
            note: mentions.hide_some(referral.note.as_ref()),
            task: mentions.hide_some(referral.task.as_ref()),
            due_on: referral.due_on,
            done_at: referral.done_at,
            result: mentions.hide_some(referral.result.as_ref()),
            ground_code: referral.ground_code.clone(),
            suggested_department: referral.suggested_department_id.map(|id| self.department(id)),
        }
    }

    /// What the reader may do beside the procedure.
    fn beside(&self, case: &Loaded, facts: &Facts<'_>) -> Vec<CaseBeside> {
        let (status, may) = (case.state.status, |action| policy::holds(self.actor, action, facts));
        let is_kept = parties::refusal(&case.state).is_none();
        let each = [
            (CaseBeside::KeepParties, may(Action::CaseKeepParties) && is_kept),
            (CaseBeside::WriteNote, may(Action::CaseWriteNote) && takes_notes(status)),
            (CaseBeside::ReadNotes, may(Action::CaseReadNotes)),
            (CaseBeside::Reply, may(Action::CaseReply) && takes_replies(status)),
            (CaseBeside::ReplaceTrackingCode, tracking_code::may_replace(self.actor, facts)),
        ];
        each.into_iter().filter_map(|(one, may)| may.then_some(one)).collect()
    }

    /// 当事人, masked; for who only assists, roles alone.
    pub fn parties(
        &self,
        parties: &[party::Model],
        facts: &Facts<'_>,
    ) -> AppResult<Vec<PartyView>> {
        let is_assistant = guards::only_assists(self.actor, facts);
        let may_reveal = !is_assistant && policy::holds(self.actor, Action::CaseReveal, facts);
        let shown = |masked: Option<String>| masked.filter(|_| !is_assistant);
        let view = |party: &party::Model| -> AppResult<PartyView> {
            let kind = PartyKind::parse(&party.kind).ok_or_else(unreadable)?;
            let role = PartyRole::parse(&party.role).ok_or_else(unreadable)?;
            let name = masks::name(&party.name, kind == PartyKind::Person);
            let hidden = role.name(self.lang).to_owned();
            Ok(PartyView {
                id: party.id,
                party_no: party.party_no,
                role,
                kind,
                name: if is_assistant { hidden } else { name },
                id_type: shown(party.id_type.clone()),
                id_number: shown(party.id_number.as_deref().map(masks::id_number)),
                phone: shown(party.phone.as_deref().map(masks::phone)),
                address: shown(party.address.as_deref().map(masks::address)),
                gender: shown(party.gender.clone()),
                ethnicity: shown(party.ethnicity.clone()),
                age: party.age.filter(|_| !is_assistant),
                occupation: shown(party.occupation.clone()),
                represents_party_no: party.represents_party_no,
                revealable: if may_reveal { revealable(party, kind) } else { Vec::new() },
            })
        };
        parties.iter().map(view).collect()
    }

    /// The verbs of this status: those the reader may use, and why not the others.
    pub fn actions(
        &self,
        case: &Loaded,
        facts: &Facts<'_>,
    ) -> (Vec<String>, BTreeMap<String, Refusal>) {
        let around = Around {
            bounds: self.keeper.bounds(&case.row),
            dossiers: &self.dossiers,
            now: self.now,
            handling_due_at: case.handling().map(|clock| clock.due_at),
            may_override: policy::holds(self.actor, Action::CaseOverrideAssist, facts),
        };
        let mut allowed = Vec::new();
        let mut refused = BTreeMap::new();
        for row in verbs_from(case.state.status) {
            let has_right = row.right.is_some_and(|right| policy::holds(self.actor, right, facts));
            let code = if has_right {
                guards::refusal(&case.state, row.action, self.actor, around)
            } else {
                Some(ErrorCode::AuthNotAllowed)
            };
            match code {
                None => allowed.push(row.verb.to_owned()),
                // Not a word about what only another kind of case could be told.
                Some(
                    ErrorCode::CaseNotAPart
                    | ErrorCode::CaseNoAssistOpen
                    | ErrorCode::CaseAlreadyRestricted
                    | ErrorCode::CaseNotRestricted,
                ) => {}
                Some(code) => {
                    let refusal = Refusal {
                        code: code.as_str().to_owned(),
                        detail: code.title(self.lang).to_owned(),
                        who: row.roles(),
                    };
                    refused.insert(row.verb.to_owned(), refusal);
                }
            }
        }
        (allowed, refused)
    }
}

fn first_contact(person_id: Uuid, row: &case::Model, names: &Names) -> FirstContactView {
    FirstContactView {
        person_id,
        person_name: names.get(&person_id).cloned(),
        asked_at: row.first_contact_at,
        is_recorded_late: row.is_recorded_late.unwrap_or(false),
    }
}

fn suspension(stop: &Suspension) -> SuspensionView {
    SuspensionView {
        reason_code: stop.reason_code.clone(),
        procedure: stop.procedure,
        external_no: stop.external_no.clone(),
        accepted_on: stop.accepted_on,
        until_on: stop.until_on,
        since: stop.since,
    }
}

fn charge(charge: &Charge, names: &Names) -> ChargeView {
    ChargeView {
        leader_id: charge.leader_id,
        leader_name: names.get(&charge.leader_id).cloned(),
        plan: charge.plan.clone(),
        next_review_on: charge.next_review_on,
        since: charge.since,
    }
}

/// A word of a row that is none of ours: nothing may pass for the whole without it.
pub(super) fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}

fn channel(word: &str) -> AppResult<Channel> {
    Channel::parse(word).ok_or_else(unreadable)
}

fn source(row: &case::Model) -> Option<SourceView> {
    Some(SourceView {
        system: row.source_system.clone()?,
        number: row.source_number.clone()?,
        received_at: row.source_received_at,
    })
}

fn revealable(party: &party::Model, kind: PartyKind) -> Vec<String> {
    [
        (PartyField::Name, kind == PartyKind::Person),
        (PartyField::IdNumber, party.id_number.is_some()),
        (PartyField::Phone, party.phone.is_some()),
        (PartyField::Address, party.address.is_some()),
    ]
    .into_iter()
    .filter(|(_, is_masked)| *is_masked)
    .map(|(field, _)| field.as_str().to_owned())
    .collect()
}

/// Colour of the next limit, from the instants the row caches.
fn lamp(row: &case::Line, now: DateTime<Utc>) -> Lamp {
    match (row.due_at, row.lamp_yellow_at) {
        (Some(due), _) if now > due => Lamp::Red,
        (Some(_), Some(yellow)) if now < yellow => Lamp::Green,
        (Some(_), _) => Lamp::Yellow,
        (None, _) => Lamp::Grey,
    }
}
