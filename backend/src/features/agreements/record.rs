//! What an agreement leaves behind in the ledger of its case, and the clock of its confirmation.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::entity::{agreement, item};
use super::next_step::{Owed, Standing};
use super::repo::Whole;
use super::workflow::{AgreementItemState, AgreementState, ConfirmationState};
use crate::features::calendars::civil_day::{end_of_day, local_date, start_of_day};
use crate::features::cases::change::AgreementThen;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::entity::clock;
use crate::features::cases::ledger::sha256;
use crate::features::cases::projection::ClockSpan;
use crate::features::cases::timekeeping::{Timekeeper, Traits};
use crate::features::mediations;
use crate::platform::error::AppResult;

/// An agreement as its events name it, with who mediated it.
pub async fn then(db: &impl ConnectionTrait, row: &agreement::Model) -> AppResult<AgreementThen> {
    let sittings = match row.mediation_id {
        Some(id) => mediations::repo::sittings(db, [id]).await?.remove(&id).unwrap_or_default(),
        None => Vec::new(),
    };
    Ok(AgreementThen {
        agreement_id: row.id,
        agreement_no: row.agreement_no.clone(),
        mediator_person_ids: sittings.into_iter().map(|sitting| sitting.person_id).collect(),
    })
}

/// SHA-256 over the terms and what each item says.
pub fn terms_hash(terms: &str, items: &[item::Model]) -> AppResult<String> {
    let items: Vec<_> = items
        .iter()
        .map(|item| {
            let who = (item.item_no, item.party_no, item.to_party_no);
            (who, &item.what, item.amount_fen, item.due_on)
        })
        .collect();
    Ok(sha256(&serde_json::to_vec(&(terms, items))?))
}

/// The time for asking the court to confirm what holds from `effective_on`: counted by the rule in
/// force then, which the agreement keeps.
pub fn confirmation_limit(
    keeper: &Timekeeper,
    (agreement_id, case_id): (Uuid, Uuid),
    effective_on: NaiveDate,
) -> AppResult<clock::Model> {
    let span = ClockSpan {
        kind: ClockKind::JudicialConfirmation,
        referral_id: None,
        started_at: start_of_day(effective_on),
        finished_at: None,
        is_cancelled: false,
        moves: Vec::new(),
        counted_from: None,
        fixed_on: None,
        procedure: None,
        basis: None,
    };
    keeper.start(agreement_id, case_id, &span, Traits::default())
}

/// The same as it stands now, for views and explanations.
pub fn confirmation_clock(row: &agreement::Model) -> clock::Model {
    let is_cancelled = row.state == AgreementState::Cancelled.as_str();
    let applied = row.applied_on.map(end_of_day);
    let finished_at: Option<DateTime<Utc>> = applied.or(row.cancelled_at.filter(|_| is_cancelled));
    clock::Model {
        id: row.id,
        case_id: row.case_id,
        referral_id: None,
        kind: ClockKind::JudicialConfirmation.as_str().to_owned(),
        rule_id: row.confirmation_rule_id,
        calendar_version: row.confirmation_calendar_version,
        started_at: row.confirmation_started_at,
        due_at: row.confirmation_due_at,
        finished_at,
        is_cancelled: applied.is_none() && is_cancelled,
        moves: None,
        counted_from: None,
        fixed_on: None,
        procedure: None,
        rebased_at: None,
        ladder_step: None,
        ladder_at: None,
    }
}

/// The last day for asking the court.
pub fn confirm_until_on(row: &agreement::Model) -> NaiveDate {
    local_date(row.confirmation_due_at)
}

/// Where its confirmation stands; a word nobody knows cannot be asked for.
pub fn confirmation_of(row: &agreement::Model) -> ConfirmationState {
    ConfirmationState::parse(&row.confirmation).unwrap_or(ConfirmationState::Rejected)
}

/// Where an item stands.
pub fn item_state(row: &item::Model) -> AgreementItemState {
    AgreementItemState::parse(&row.state).unwrap_or(AgreementItemState::Due)
}

/// Whether a court confirms it: not where it is about status alone.
pub fn is_confirmable(row: &agreement::Model) -> bool {
    row.is_status_only != Some(true)
}

/// What decides which way the law leaves for an agreement of a case of `type_code`.
pub fn standing<'a>(whole: &Whole, type_code: Option<&'a str>, today: NaiveDate) -> Standing<'a> {
    let row = &whole.row;
    let open = whole.items.iter().filter(|item| item_state(item).is_open());
    let owed = open.map(|item| Owed {
        item_no: item.item_no,
        due_on: item.due_on,
        is_money: item.amount_fen.is_some(),
        is_breached: item_state(item) == AgreementItemState::Breached,
    });
    Standing {
        state: AgreementState::parse(&row.state).unwrap_or(AgreementState::Cancelled),
        confirmation: confirmation_of(row),
        confirm_until_on: confirm_until_on(row),
        is_status_only: !is_confirmable(row),
        type_code,
        owed: owed.collect(),
        today,
    }
}
