//! An agreement as one reader may see it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{
    AgreementItemView, AgreementPartyView, AgreementSummary, AgreementView, ConfirmationView,
    NextStepView, PerformanceView,
};
use super::entity::{agreement, item, performance};
use super::law::law;
use super::next_step;
use super::record::{self, confirm_until_on, confirmation_clock, confirmation_of, item_state};
use super::repo::Whole;
use super::workflow::{
    AgreementAction, AgreementForm, AgreementState, ConfirmationState, PerformanceState,
};
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::entity::party;
use crate::features::cases::ground::Ground;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::{PartyKind, PartyRole};
use crate::features::cases::repo::{self as cases, Loaded, Names};
use crate::features::cases::{guards, masks};
use crate::features::mediations;
use crate::features::mediations::entity::sitting;
use crate::features::mediations::repo::CaseLine;
use crate::features::mediations::{line, mediated, person, unreadable};
use crate::features::personnel;
use crate::platform::error::{AppError, AppResult};
use crate::platform::lang::Lang;
use crate::policy::{Actor, Facts};

/// What the rights table looks at: as for the session in which it was reached.
pub fn facts_of<'a>(
    case: &'a Loaded,
    assists: &'a [Uuid],
    actor: &Actor,
    sittings: &[sitting::Model],
) -> Facts<'a> {
    mediations::facts_of(case, assists, actor, sittings)
}

/// Where an agreement and its confirmation stand; a word nobody knows is over.
pub(super) fn state_of(row: &agreement::Model) -> (AgreementState, ConfirmationState) {
    let state = AgreementState::parse(&row.state).unwrap_or(AgreementState::Cancelled);
    (state, confirmation_of(row))
}

/// Who reads, and all that is needed to write for them.
pub(super) struct Viewer<'a> {
    pub(super) ground: &'a Ground,
    pub(super) actor: &'a Actor,
    pub(super) now: DateTime<Utc>,
    pub(super) lang: Lang,
}

impl Viewer<'_> {
    /// An agreement whole, with what is looked up for it.
    pub(super) async fn read(
        &self,
        db: &impl ConnectionTrait,
        case: &Loaded,
        whole: &Whole,
        sittings: &[sitting::Model],
    ) -> AppResult<AgreementView> {
        let row = &whole.row;
        let parties = cases::parties(db, case.row.id).await?;
        let people = whole.performances.iter().map(|done| done.recorded_by_id);
        let names = personnel::repo::list_names(db, people.chain([row.recorded_by_id])).await?;
        let assists = case.state.assist_department_ids();
        let facts = facts_of(case, &assists, self.actor, sittings);
        let is_blind = guards::only_assists(self.actor, &facts) && facts.holder_id.is_none();
        let (allowed_actions, refused_actions) = self.actions(row, &facts);
        let mentions = mediations::case_mentions(self.actor, &parties, &facts);
        let writer = Writer {
            viewer: self,
            parties: &parties,
            names: &names,
            is_blind,
            mentions: &mentions,
        };
        let items = whole.items.iter().map(|item| writer.item(item, &whole.performances));
        Ok(AgreementView {
            id: row.id,
            agreement_no: row.agreement_no.clone(),
            case: mediated(case, &mentions),
            mediation_id: row.mediation_id,
            form: AgreementForm::parse(&row.form).ok_or_else(unreadable)?,
            state: state_of(row).0,
            terms: Some(mentions.hide(&row.terms)).filter(|_| !is_blind),
            terms_hash: row.terms_hash.clone(),
            is_status_only: row.is_status_only,
            concluded_on: row.concluded_on,
            effective_on: row.effective_on,
            amount_fen: row.amount_fen,
            parties: parties
                .iter()
                .map(|party| writer.party(party.party_no))
                .collect::<AppResult<_>>()?,
            items: items.collect::<AppResult<_>>()?,
            confirmation: self.confirmation(case, row, (is_blind, &mentions))?,
            next_steps: self.next_steps(case, whole)?,
            recorded_by: person(row.recorded_by_id, &names),
            cancelled_at: row.cancelled_at,
            cancel_reason: mentions.hide_some(row.cancel_reason.as_ref()).filter(|_| !is_blind),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        })
    }

    fn confirmation(
        &self,
        case: &Loaded,
        row: &agreement::Model,
        (is_blind, mentions): (bool, &Mentions),
    ) -> AppResult<ConfirmationView> {
        let clock = self.ground.keeper.view(&confirmation_clock(row), self.now, self.lang)?;
        Ok(ConfirmationView {
            state: confirmation_of(row),
            is_confirmable: record::is_confirmable(row),
            caution: record::is_confirmable(row)
                .then(|| self.caution(case.state.type_code.as_deref()))
                .transpose()?
                .flatten(),
            clock,
            applied_on: row.applied_on,
            court: row.court.clone(),
            answered_on: row.answered_on,
            court_no: row.court_no.clone(),
            reason: mentions.hide_some(row.answer_reason.as_ref()).filter(|_| !is_blind),
        })
    }

    fn caution(&self, type_code: Option<&str>) -> AppResult<Option<&'static str>> {
        let status = &law()?.status_types;
        Ok(status.hold_for(type_code).then(|| status.source(self.lang)))
    }

    fn next_steps(&self, case: &Loaded, whole: &Whole) -> AppResult<Vec<NextStepView>> {
        let law = law()?;
        let type_code = case.state.type_code.as_deref();
        let about = record::standing(whole, type_code, local_date(self.now));
        let view = |open: next_step::OpenStep| NextStepView {
            step: open.step,
            name: open.step.name(self.lang),
            source: law.source(open.step, self.lang),
            item_no: open.item_no,
            until_on: open.until_on,
        };
        Ok(next_step::open(&about, law).into_iter().map(view).collect())
    }

    /// What the reader may do with an agreement, and why not the rest.
    pub(super) fn actions(
        &self,
        row: &agreement::Model,
        facts: &Facts<'_>,
    ) -> (Vec<String>, BTreeMap<String, String>) {
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for action in AgreementAction::ALL {
            let verb = action.as_str().to_owned();
            match action.refusal(state_of(row), self.actor, facts) {
                None => allowed.push(verb),
                Some(code) => {
                    refused.insert(verb, code.as_str().to_owned());
                }
            }
        }
        (allowed, refused)
    }
}

/// What the items of one agreement are written with.
struct Writer<'a> {
    viewer: &'a Viewer<'a>,
    parties: &'a [party::Model],
    names: &'a Names,
    is_blind: bool,
    mentions: &'a Mentions,
}

impl Writer<'_> {
    fn item(
        &self,
        row: &item::Model,
        performances: &[performance::Model],
    ) -> AppResult<AgreementItemView> {
        let state = item_state(row);
        let own = performances.iter().filter(|done| done.item_no == row.item_no);
        Ok(AgreementItemView {
            item_no: row.item_no,
            party: self.party(row.party_no)?,
            to_party: row.to_party_no.map(|no| self.party(no)).transpose()?,
            what: Some(self.mentions.hide(&row.what)).filter(|_| !self.is_blind),
            amount_fen: row.amount_fen,
            due_on: row.due_on,
            state,
            is_overdue: state.is_open() && row.due_on < local_date(self.viewer.now),
            paid_fen: row.paid_fen,
            settled_on: row.settled_on,
            performances: own.map(|done| self.performance(done)).collect::<AppResult<_>>()?,
        })
    }

    fn party(&self, no: i32) -> AppResult<AgreementPartyView> {
        let row = self.parties.iter().find(|party| party.party_no == no);
        let row = row.ok_or_else(|| AppError::internal("an agreement with an unknown party"))?;
        let role = PartyRole::parse(&row.role).ok_or_else(unreadable)?;
        let is_person = PartyKind::parse(&row.kind).ok_or_else(unreadable)? == PartyKind::Person;
        let name = if self.is_blind {
            role.name(self.viewer.lang).to_owned()
        } else {
            masks::name(&row.name, is_person)
        };
        Ok(AgreementPartyView { party_no: no, role, name })
    }

    fn performance(&self, row: &performance::Model) -> AppResult<PerformanceView> {
        Ok(PerformanceView {
            state: PerformanceState::parse(&row.state).ok_or_else(unreadable)?,
            amount_fen: row.amount_fen,
            happened_on: row.happened_on,
            evidence: Some(self.mentions.hide(&row.evidence)).filter(|_| !self.is_blind),
            recorded_by: person(row.recorded_by_id, self.names),
            recorded_at: row.recorded_at,
        })
    }
}

/// A row of the list.
pub(super) fn summary(
    row: agreement::Model,
    cases: &HashMap<Uuid, CaseLine>,
    now: DateTime<Utc>,
) -> AppResult<AgreementSummary> {
    let case = cases.get(&row.case_id).ok_or_else(|| AppError::internal("no case"))?;
    let (state, confirmation) = state_of(&row);
    Ok(AgreementSummary {
        id: row.id,
        case: line(case)?,
        mediation_id: row.mediation_id,
        form: AgreementForm::parse(&row.form).ok_or_else(unreadable)?,
        state,
        concluded_on: row.concluded_on,
        effective_on: row.effective_on,
        amount_fen: row.amount_fen,
        next_due_on: row.next_due_on,
        is_overdue: state != AgreementState::Cancelled
            && row.next_due_on.is_some_and(|day| day < local_date(now)),
        confirmation,
        confirm_until_on: confirm_until_on(&row),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.row_version,
        agreement_no: row.agreement_no,
    })
}
