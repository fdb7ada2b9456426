//! 查看未遮蔽信息: one masked field in clear. Every look, with its reason, is an event of the ledger
//! and an entry of the security log, because the auditor reads no cases.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::change::Change;
use super::dto::{PartyField, RevealFieldRequest};
use super::ground::Ground;
use super::guards;
use super::repo::{self, Loaded};
use super::service::facts_of;
use super::transit::{self, By};
use super::unnamed::Unnamed;
use crate::app::AppState;
use crate::features::audit::recorder::{AuditAction, Entry, record};
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Scope, authorize};

/// What is seen of a field.
struct Seen {
    permit: Permit,
    party_no: i32,
    value: String,
}

/// Shows a field and writes down who looked.
pub async fn reveal(
    state: &AppState,
    tx: &Tx,
    actor: &Actor,
    ground: &Ground,
    [case_id, party_id]: [Uuid; 2],
    request: &RevealFieldRequest,
) -> AppResult<String> {
    let row = repo::find_for_update(tx, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let mut case = repo::load(&**tx, row).await?;
    let before = case.row.clone();
    let Seen { permit, party_no, value } =
        look(&**tx, actor, &case, party_id, request.field).await?;
    let change = Change::Revealed {
        party_no,
        field: request.field.as_str().to_owned(),
        reason: request.reason.clone(),
    };
    let change = Unnamed::read(&**tx, case_id, change).await?;
    let by = By { actor: Some(actor), at: state.clock.now() };
    let pending = transit::apply(state, &ground.keeper, &mut case, &change, by)?;
    // Looking is no change: whoever edits the case keeps their version.
    case.row.row_version = before.row_version;
    transit::store(tx, permit, &before, &case, pending).await?;
    let entry = Entry::of(state, AuditAction::FieldRevealed).by(actor).on("case", case_id);
    record(tx, entry.with("party_no", party_no).with("field", request.field.as_str())).await?;
    Ok(value)
}

/// The same field again, for the replay of a request: no second look is written down.
pub async fn again(
    db: &impl ConnectionTrait,
    actor: &Actor,
    [case_id, party_id]: [Uuid; 2],
    request: &RevealFieldRequest,
) -> AppResult<String> {
    let row = repo::find(db, &Scope::cases(actor, Action::CaseRead), case_id).await?;
    let case = repo::load(db, row).await?;
    Ok(look(db, actor, &case, party_id, request.field).await?.value)
}

async fn look(
    db: &impl ConnectionTrait,
    actor: &Actor,
    case: &Loaded,
    party_id: Uuid,
    field: PartyField,
) -> AppResult<Seen> {
    let assists = case.state.assist_department_ids();
    let facts = facts_of(case, &assists);
    let permit = authorize(actor, Action::CaseReveal, &facts)?;
    if guards::only_assists(actor, &facts) {
        return Err(ErrorCode::AuthNotAllowed.into());
    }
    let parties = repo::parties(db, case.row.id).await?;
    let party =
        parties.into_iter().find(|party| party.id == party_id).ok_or(ErrorCode::RequestNotFound)?;
    let party_no = party.party_no;
    let value = match field {
        PartyField::Name => Some(party.name),
        PartyField::IdNumber => party.id_number,
        PartyField::Phone => party.phone,
        PartyField::Address => party.address,
    };
    let value = value.ok_or_else(|| AppError::field("/field", ErrorCode::CaseFieldEmpty))?;
    Ok(Seen { permit, party_no, value })
}
