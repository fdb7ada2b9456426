//! What the events of a case say of its row, column by column: what people read of a case is found
//! out when it was changed past the ledger.

use super::sha256;
use crate::features::cases::change::Change;
use crate::features::cases::entity::{case, clock};
use crate::features::cases::model::ReferralKind;
use crate::features::cases::projection::{CaseState, SuspensionRequest};
use crate::features::cases::rows;
use crate::features::cases::time_use::Told;
use crate::features::cases::timekeeping::Timekeeper;
use crate::platform::error::AppResult;

/// What the events of a case come to.
#[derive(Debug)]
pub(super) struct Replayed {
    /// The state after the last of them.
    pub(super) state: CaseState,
    /// The hash over the words of the result that holds.
    summary_hash: Option<String>,
}

impl Replayed {
    /// The events folded; none where they do not begin with a registration.
    pub(super) fn of(told: &[Told]) -> Option<Self> {
        let (first, rest) = told.split_first()?;
        let state = CaseState::registered(&first.change, first.at)?;
        let mut replayed = Self { state, summary_hash: None };
        for told in rest {
            replayed.state.apply(&told.change, told.at, told.actor_id);
            if let Change::Resolved { summary_hash, .. } = &told.change {
                replayed.summary_hash = Some(summary_hash.clone());
            }
            if replayed.state.outcome.is_none() {
                // A result that did not hold leaves no words behind.
                replayed.summary_hash = None;
            }
        }
        Some(replayed)
    }
}

macro_rules! compared {
    ($($column:ident)*) => {
        fn differing(said: &case::Model, told: &case::Model) -> Option<&'static str> {
            $(if said.$column != told.$column {
                return Some(stringify!($column));
            })*
            None
        }
    };
}

// Beside those checked with the owner and the status.
compared! {
    case_no channel source_system source_number is_anonymous visit_id
    registered_at registered_by_id first_contact_id region_id region_code center_id
    type_code scale_code level route return_count is_ruled is_ping_pong
    resolved_at closed_at outcome method_code failed_callbacks last_failed_callback_on
    handed_direction handed_from_center_id handed_at
    suspended_at suspend_reason_code suspend_procedure suspend_external_no suspend_accepted_on
    suspended_until_on suspension_is_own suspension_request extension_days extension_asked_at
    charge_leader_id charge_plan charge_review_on charged_at
    merged_into_id split_from_id dossier_sealed_at
    restriction restriction_reason restricted_at
    due_at
}

/// The first column of `head` that says something else than `told`; `clocks` are its limits that have
/// not ended, of which the next one is kept in the row.
pub(super) fn first_differing(
    head: &case::Model,
    replayed: &Replayed,
    told: &[Told],
    clocks: &[clock::Model],
) -> AppResult<Option<&'static str>> {
    if head.summary.as_deref().map(|text| sha256(text.as_bytes())) != replayed.summary_hash {
        return Ok(Some("summary"));
    }
    let mut row = head.clone();
    rows::project(&mut row, &replayed.state, None)?;
    row.due_at = Timekeeper::next_due(clocks);
    if let Some(first) = told.first() {
        register(&mut row, first);
    }
    for told in told {
        if let Change::LevelTransferred { region: Some(region), .. } = &told.change {
            row.region_id = region.id;
            row.region_code.clone_from(&region.code);
        }
    }
    forgive(&mut row, head);
    if are_tied(&replayed.state) {
        // Of referrals of one instant the rows keep no order, and the flag is about their order.
        row.is_ping_pong = head.is_ping_pong;
    }
    Ok(differing(head, &row))
}

fn are_tied(state: &CaseState) -> bool {
    let leads = state.referrals.iter().filter(|referral| referral.kind == ReferralKind::Lead);
    let mut sent: Vec<_> = leads.map(|referral| referral.sent_at).collect();
    sent.sort_unstable();
    sent.windows(2).any(|pair| matches!(pair, [one, other] if one == other))
}

/// What the registration says for good.
fn register(row: &mut case::Model, first: &Told) {
    let Change::Registered {
        case_no,
        channel,
        region_code,
        source_system,
        source_number,
        is_anonymous,
        first_contact_id,
        visit_id,
        ..
    } = &first.change
    else {
        return;
    };
    row.case_no.clone_from(case_no);
    channel.as_str().clone_into(&mut row.channel);
    row.region_code.clone_from(region_code);
    row.source_system.clone_from(source_system);
    row.source_number.clone_from(source_number);
    row.is_anonymous = *is_anonymous;
    row.visit_id = *visit_id;
    row.registered_at = first.at;
    row.registered_by_id = first.actor_id;
    row.first_contact_id = first_contact_id.or(first.actor_id);
}

/// What older versions did not keep, or wrote another way, is no lie.
fn forgive(row: &mut case::Model, head: &case::Model) {
    if head.is_ping_pong.is_none() {
        row.is_ping_pong = None;
    }
    if head.suspension_is_own.is_none() && row.suspension_is_own == Some(false) {
        row.suspension_is_own = None;
    }
    let read = |text: Option<&String>| {
        text.and_then(|text| serde_json::from_str::<SuspensionRequest>(text).ok())
    };
    let (told, said) =
        (read(row.suspension_request.as_ref()), read(head.suspension_request.as_ref()));
    if told.is_some() && told == said {
        row.suspension_request.clone_from(&head.suspension_request);
    }
}
