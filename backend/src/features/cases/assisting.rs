//! 协办: what the lists of a department that only assists say of its time.
//!
//! A row caches the next limit of its case, which is nearly always the lead's. Whoever only assists
//! works under the limit of its own part, and is shown that; the order and the filters of a list stay
//! those of the case, which an index serves.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{case, clock, referral};
use super::model::{ReferralKind, ReferralState};
use super::timekeeping::Timekeeper;
use crate::platform::error::AppResult;
use crate::policy::{Actor, Role};

/// Puts the limit of the reader's own part into every line of a case its department only assists in;
/// none where that part has no limit that runs, because it is done or stands still. One statement,
/// and none where the department leads all of them.
pub(super) async fn show_own_limits(
    db: &impl ConnectionTrait,
    keeper: &Timekeeper,
    actor: &Actor,
    lines: &mut [case::Line],
) -> AppResult<()> {
    let Some(department_id) = assists_as(actor) else { return Ok(()) };
    let others = lines.iter().filter(|line| line.lead_department_id != Some(department_id));
    let others: Vec<_> = others.map(|line| line.id).collect();
    if others.is_empty() {
        return Ok(());
    }
    let own = own_clocks(db, department_id, others).await?;
    for line in lines {
        let Some(clocks) = own.get(&line.id) else { continue };
        let next = keeper.next_limit(clocks)?;
        let next = next.as_ref();
        line.clock_kind = next.map(|next| next.kind.as_str().to_owned());
        line.clock_unit = next.map(|next| next.unit.as_str().to_owned());
        line.clock_calendar_version = next.map(|next| next.calendar_version);
        line.due_at = next.map(|next| next.due_at);
        line.lamp_yellow_at = next.map(|next| next.yellow_at);
    }
    Ok(())
}

/// The department whose parts somebody works on: that of those who handle cases.
fn assists_as(actor: &Actor) -> Option<Uuid> {
    match actor.role {
        Role::Handler | Role::Mediator => actor.department_id,
        Role::Clerk
        | Role::Dispatcher
        | Role::Supervisor
        | Role::CenterDirector
        | Role::Leader
        | Role::VillageOfficer
        | Role::SystemAdmin
        | Role::SecurityAdmin
        | Role::Auditor => None,
    }
}

/// The clocks of the parts a department has in these cases as an assistant, case by case.
async fn own_clocks(
    db: &impl ConnectionTrait,
    department_id: Uuid,
    cases: Vec<Uuid>,
) -> AppResult<HashMap<Uuid, Vec<clock::Model>>> {
    let gone = [ReferralState::Returned, ReferralState::Superseded].map(ReferralState::as_str);
    let watched = referral::Entity::belongs_to(clock::Entity)
        .from(referral::Column::Id)
        .to(clock::Column::ReferralId)
        .into();
    let found = referral::Entity::find()
        .join(JoinType::LeftJoin, watched)
        .select_also(clock::Entity)
        .filter(referral::Column::DepartmentId.eq(department_id))
        .filter(referral::Column::Kind.eq(ReferralKind::Assist.as_str()))
        .filter(referral::Column::State.is_not_in(gone))
        .filter(referral::Column::CaseId.is_in(cases))
        .all(db)
        .await?;
    let mut own: HashMap<Uuid, Vec<clock::Model>> = HashMap::new();
    for (part, clock) in found {
        own.entry(part.case_id).or_default().extend(clock);
    }
    Ok(own)
}
