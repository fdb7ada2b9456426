//! What became of a system's cases, in its words: a delta over the sealed ledger, whose blocks are in the
//! order of commits, so that nothing is passed over by who remembers a position.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, ExprTrait as _,
    FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

use super::catalogue;
use super::definition::AdapterDefinition;
use super::dto::{
    AcknowledgeStatusesRequest, AdapterAcknowledgementView, AdapterStatusChange,
    AdapterStatusDelta, AdapterStatusFilter,
};
use super::entity::acknowledgement;
use crate::app::AppState;
use crate::features::cases::change::Change;
use crate::features::cases::entity::{case, event};
use crate::features::cases::ledger::change_of;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::projection::CaseState;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::http::{Command, Reply, limit};
use crate::policy::{Action, Actor, Scope, authorize_any};

/// An event of the sealed ledger, as a source names where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    block_no: i64,
    event_id: Uuid,
}

impl Position {
    fn parse(text: &str) -> Option<Self> {
        let (block_no, event_id) = text.split_once('.')?;
        let block_no = block_no.parse().ok().filter(|block_no| *block_no >= 0)?;
        Some(Self { block_no, event_id: Uuid::try_parse(event_id).ok()? })
    }

    /// Where that is; none when there is no such event of a case of `system`.
    async fn place(self, db: &impl ConnectionTrait, system: &str) -> AppResult<Option<Place>> {
        let found = event::Entity::find_by_id(self.event_id)
            .join(JoinType::InnerJoin, to_case())
            .filter(case::Column::SourceSystem.eq(system))
            .select_only()
            .columns([event::Column::BlockNo, event::Column::CaseId, event::Column::Seq])
            .filter(event::Column::BlockNo.eq(self.block_no));
        Ok(found.into_model::<Place>().one(db).await?)
    }
}

/// From an event to its case.
fn to_case() -> RelationDef {
    event::Entity::belongs_to(case::Entity).from(event::Column::CaseId).to(case::Column::Id).into()
}

/// The order statuses are told in: of one case as they came, whatever the clocks of the servers said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, FromQueryResult)]
struct Place {
    block_no: i64,
    case_id: Uuid,
    seq: i32,
}

impl Place {
    fn after(self) -> Condition {
        let in_case = event::Column::CaseId.eq(self.case_id).and(event::Column::Seq.gt(self.seq));
        let in_block = event::Column::BlockNo
            .eq(self.block_no)
            .and(event::Column::CaseId.gt(self.case_id).or(in_case));
        Condition::any().add(event::Column::BlockNo.gt(self.block_no)).add(in_block)
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.block_no, self.event_id)
    }
}

/// A sealed event of a case of the system.
#[derive(Debug, FromQueryResult)]
struct Sealed {
    id: Uuid,
    case_id: Uuid,
    block_no: i64,
    at: DateTime<Utc>,
    case_no: String,
    source_number: Option<String>,
}

/// What became of the cases of a system that the caller may read.
pub async fn delta(
    state: &AppState,
    actor: &Actor,
    code: &str,
    filter: &AdapterStatusFilter,
) -> AppResult<AdapterStatusDelta> {
    let db = state.db.reader();
    let adapter = catalogue::find(db, code).await?;
    let unknown = || {
        let names = vec!["since".to_owned()];
        AppError::from(ErrorCode::RequestInvalidParameter).with("parameters", names)
    };
    let from = match &filter.since {
        Some(text) => Some(Position::parse(text).ok_or_else(unknown)?),
        None => acknowledged(db, actor, code).await?,
    };
    let after = match from {
        Some(position) => {
            let place = position.place(db, &adapter.shipped.system).await?;
            Some(place.ok_or_else(unknown)?)
        }
        None => None,
    };
    let most = limit(filter.limit);
    let mut found = sealed(db, actor, &adapter.shipped.system, after, most + 1).await?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let has_more = found.len() > most;
    found.truncate(most);
    let turned = turns(db, found.iter().map(|row| row.case_id)).await?;
    let last = found.last().map(|row| Position { block_no: row.block_no, event_id: row.id });
    let items = found.into_iter().filter_map(|row| {
        let turn = turned.get(&row.id)?;
        Some(change(&adapter.definition, row, turn))
    });
    Ok(AdapterStatusDelta {
        items: items.collect(),
        next_since: last.or(from).map(|position| position.to_string()),
        has_more,
    })
}

fn change(definition: &AdapterDefinition, row: Sealed, turn: &Turn) -> AdapterStatusChange {
    let refusal = turn.ground_code.as_deref().and_then(|ground| definition.refusal_on(ground));
    AdapterStatusChange {
        position: Position { block_no: row.block_no, event_id: row.id }.to_string(),
        number: row.source_number.unwrap_or_default(),
        case_id: row.case_id,
        case_no: row.case_no,
        status: turn.status,
        status_word: definition.word_of(turn.status).to_owned(),
        refusal_code: refusal.map(|refusal| refusal.code.clone()),
        at: row.at,
    }
}

async fn sealed(
    db: &impl ConnectionTrait,
    actor: &Actor,
    system: &str,
    after: Option<Place>,
    most: u64,
) -> AppResult<Vec<Sealed>> {
    let found = event::Entity::find()
        .join(JoinType::InnerJoin, to_case())
        .select_only()
        .columns([
            event::Column::Id,
            event::Column::CaseId,
            event::Column::BlockNo,
            event::Column::At,
        ])
        .columns([case::Column::CaseNo, case::Column::SourceNumber])
        .filter(case::Column::SourceSystem.eq(system))
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .filter(event::Column::BlockNo.is_not_null())
        .filter(Condition::all().add_option(after.map(Place::after)))
        .order_by_asc(event::Column::BlockNo)
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .limit(most);
    Ok(found.into_model::<Sealed>().all(db).await?)
}

/// An event by which a case came into another status.
struct Turn {
    status: CaseStatus,
    ground_code: Option<String>,
}

/// The events of these cases by which each came into another status: its story told again, as the state
/// itself is. A ledger that cannot be read tells nothing from there on.
async fn turns(
    db: &impl ConnectionTrait,
    cases: impl Iterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Turn>> {
    let mut cases: Vec<Uuid> = cases.collect();
    cases.sort_unstable();
    cases.dedup();
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let events = event::Entity::find()
        .filter(event::Column::CaseId.is_in(cases))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let mut turned = HashMap::new();
    for story in events.chunk_by(|a, b| a.case_id == b.case_id) {
        let mut state: Option<CaseState> = None;
        for event in story {
            let Some(change) = change_of(event) else { break };
            let before = state.as_ref().map(|state| state.status);
            match state.as_mut() {
                Some(state) => state.apply(&change, event.at, event.actor_id),
                None => state = CaseState::registered(&change, event.at),
            }
            let Some(now) = state.as_ref() else { break };
            if before == Some(now.status) {
                continue;
            }
            let ground_code = if let Change::Declined { ground_code, .. } = change {
                Some(ground_code)
            } else {
                None
            };
            turned.insert(event.id, Turn { status: now.status, ground_code });
        }
    }
    Ok(turned)
}

async fn acknowledged(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> AppResult<Option<Position>> {
    let known = acknowledgement::Entity::find()
        .filter(acknowledgement::Column::AdapterCode.eq(code))
        .filter(acknowledgement::Column::CapacityId.eq(actor.capacity_id))
        .one(db)
        .await?;
    Ok(known.map(|row| Position { block_no: row.block_no, event_id: row.event_id }))
}

/// Notes up to where the caller has taken over what became of its cases; an older position changes
/// nothing.
pub async fn acknowledge(
    state: &AppState,
    actor: &Actor,
    code: &str,
    command: Command<AcknowledgeStatusesRequest>,
) -> AppResult<Reply<AdapterAcknowledgementView>> {
    let permit = authorize_any(actor, Action::CaseRegister)?;
    let Command { body, idempotency } = command;
    let unknown = || AppError::field("/position", ErrorCode::AdapterPositionUnknown);
    let position = Position::parse(&body.position).ok_or_else(unknown)?;
    let adapter = catalogue::find(state.db.reader(), code).await?;
    let system = adapter.shipped.system.as_str();
    state
        .once(actor)
        .run(idempotency, async |tx: &Tx| {
            tracing::debug!(permit = permit.action(), "statuses are acknowledged");
            let place = position.place(&**tx, system).await?.ok_or_else(unknown)?;
            let now = state.clock.now();
            let before = acknowledged(&**tx, actor, code).await?;
            let position = match before {
                Some(before) if before.place(&**tx, system).await? > Some(place) => before,
                Some(_) | None => position,
            };
            keep(tx, state.ids.next(), actor, code, position, now).await?;
            let position = position.to_string();
            Reply::ok(&AdapterAcknowledgementView { position, acknowledged_at: now })
        })
        .await
}

async fn keep(
    tx: &Tx,
    id: Uuid,
    actor: &Actor,
    code: &str,
    position: Position,
    now: DateTime<Utc>,
) -> AppResult<()> {
    use acknowledgement::Column;
    let row = acknowledgement::ActiveModel {
        id: ActiveValue::Set(id),
        adapter_code: ActiveValue::Set(code.to_owned()),
        capacity_id: ActiveValue::Set(actor.capacity_id),
        block_no: ActiveValue::Set(position.block_no),
        event_id: ActiveValue::Set(position.event_id),
        acknowledged_at: ActiveValue::Set(now),
    };
    let kept = OnConflict::columns([Column::AdapterCode, Column::CapacityId])
        .update_columns([Column::BlockNo, Column::EventId, Column::AcknowledgedAt])
        .to_owned();
    acknowledgement::Entity::insert(row).on_conflict(kept).exec_without_returning(&**tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_is_written() {
        let position = Position { block_no: 12, event_id: Uuid::from_u128(7) };
        assert_eq!(Position::parse(&position.to_string()), Some(position));
        for text in ["", "12", "-1.018f0000-0000-7000-8000-000000000001", "x.y", "12.", "."] {
            assert_eq!(Position::parse(text), None, "{text}");
        }
    }
}
