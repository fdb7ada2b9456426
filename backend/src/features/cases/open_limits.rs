//! The limits that run, case by case: read in batches for those who look at all of them, and
//! changed one case at a time.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::change::Change;
use super::clocks::ClockKind;
use super::entity::{case, clock, referral};
use super::model::CaseStatus;
use super::rebasing::{Judgement, NewBasis, Running};
use super::repo::{self, Loaded};
use super::timekeeping::{Timekeeper, Traits};
use super::transit::{self, By};
use super::unnamed::Unnamed;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// Whose time a limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// The department it was sent to.
    Department(Uuid),
    /// The centre in charge.
    Center(Uuid),
}

/// An open case with its limits that run.
#[derive(Debug, Clone)]
pub struct OpenCase {
    /// 一案一码
    pub case_no: String,
    head: Head,
    clocks: Vec<clock::Model>,
    /// The department of each referral.
    departments: HashMap<Uuid, Uuid>,
}

/// What of a case decides about its limits.
#[derive(Debug, Clone, DerivePartialModel)]
#[sea_orm(entity = "case::Entity")]
struct Head {
    id: Uuid,
    case_no: String,
    level: Option<String>,
    type_code: Option<String>,
    channel: String,
    center_id: Uuid,
    owner_department_id: Option<Uuid>,
    extension_days: Option<i32>,
    extension_asked_at: Option<DateTime<Utc>>,
}

/// What a change does to one limit.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The case.
    pub case_no: String,
    /// What the limit watches.
    pub clock: ClockKind,
    /// Whose time it is.
    pub unit: Unit,
    /// What it is counted by.
    pub from_rule_id: Uuid,
    /// The version of the calendar it is counted by.
    pub from_calendar_version: i32,
    /// What becomes of it.
    pub judgement: Judgement,
}

/// The cases after `after` in which a limit runs, by id, `most` of them.
pub async fn ids(
    db: &impl ConnectionTrait,
    after: Option<Uuid>,
    most: u64,
) -> AppResult<Vec<Uuid>> {
    let mut running = clock::Entity::find()
        .select_only()
        .column(clock::Column::CaseId)
        .filter(clock::Column::FinishedAt.is_null());
    if let Some(after) = after {
        running = running.filter(clock::Column::CaseId.gt(after));
    }
    Ok(running
        .group_by(clock::Column::CaseId)
        .order_by_asc(clock::Column::CaseId)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// Those of them that are open, in three statements.
pub async fn read(db: &impl ConnectionTrait, ids: &[Uuid]) -> AppResult<Vec<OpenCase>> {
    let heads = case::Entity::find()
        .filter(case::Column::Id.is_in(ids.iter().copied()))
        .filter(case::Column::Status.is_in(CaseStatus::open().map(CaseStatus::as_str)))
        .order_by_asc(case::Column::Id)
        .into_partial_model::<Head>()
        .all(db)
        .await?;
    let running = clock::Entity::find()
        .filter(clock::Column::CaseId.is_in(ids.iter().copied()))
        .filter(clock::Column::FinishedAt.is_null())
        .order_by_asc(clock::Column::CaseId)
        .order_by_asc(clock::Column::StartedAt)
        .order_by_asc(clock::Column::Id)
        .all(db)
        .await?;
    let sent: Vec<(Uuid, Uuid, Uuid)> = referral::Entity::find()
        .select_only()
        .columns([referral::Column::Id, referral::Column::CaseId, referral::Column::DepartmentId])
        .filter(referral::Column::CaseId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    let mut clocks: HashMap<Uuid, Vec<clock::Model>> = HashMap::new();
    for clock in running {
        clocks.entry(clock.case_id).or_default().push(clock);
    }
    let mut departments: HashMap<Uuid, HashMap<Uuid, Uuid>> = HashMap::new();
    for (id, case_id, department_id) in sent {
        departments.entry(case_id).or_default().insert(id, department_id);
    }
    let cases = heads.into_iter().map(|head| OpenCase {
        case_no: head.case_no.clone(),
        clocks: clocks.remove(&head.id).unwrap_or_default(),
        departments: departments.remove(&head.id).unwrap_or_default(),
        head,
    });
    Ok(cases.collect())
}

impl OpenCase {
    fn of(case: &Loaded) -> Self {
        let row = &case.row;
        let head = Head {
            id: row.id,
            case_no: row.case_no.clone(),
            level: row.level.clone(),
            type_code: row.type_code.clone(),
            channel: row.channel.clone(),
            center_id: row.center_id,
            owner_department_id: row.owner_department_id,
            extension_days: row.extension_days,
            extension_asked_at: row.extension_asked_at,
        };
        let running = case.clocks.iter().filter(|clock| clock.finished_at.is_none());
        let sent = case.referrals.iter().map(|referral| (referral.id, referral.department_id));
        Self {
            case_no: row.case_no.clone(),
            head,
            clocks: running.cloned().collect(),
            departments: sent.collect(),
        }
    }

    /// What `basis` does to each of its limits.
    pub fn judge(
        &self,
        keeper: &Timekeeper,
        basis: &NewBasis,
        now: DateTime<Utc>,
    ) -> AppResult<Vec<Judged>> {
        let head = &self.head;
        let asked = head.extension_asked_at.zip(head.extension_days);
        let traits = Traits {
            level: head.level.as_deref(),
            type_code: head.type_code.as_deref(),
            channel: Some(&head.channel),
            procedure: None,
        };
        let judged = self.clocks.iter().map(|row| {
            let asked = asked.and_then(|(at, days)| Some((at, u16::try_from(days).ok()?)));
            let judgement = keeper.judge(basis, &Running { row, traits, asked }, now)?;
            Ok(Judged {
                case_no: self.case_no.clone(),
                clock: keeper.rule(row)?.clock,
                unit: self.unit(row),
                from_rule_id: row.rule_id,
                from_calendar_version: row.calendar_version,
                judgement,
            })
        });
        judged.collect()
    }

    /// The department it was sent to, else the one that has the case, else the centre.
    fn unit(&self, row: &clock::Model) -> Unit {
        let sent = row.referral_id.and_then(|id| self.departments.get(&id)).copied();
        match sent.or(self.head.owner_department_id) {
            Some(department_id) => Unit::Department(department_id),
            None => Unit::Center(self.head.center_id),
        }
    }
}

/// 时限重算 of one case, in the transaction of the caller: what is rebased goes into its ledger.
pub async fn rebase(
    (state, tx, permit): (&AppState, &Tx, Permit),
    keeper: &Timekeeper,
    id: Uuid,
    basis: &NewBasis,
    (limit_change_id, reason): (Uuid, Option<&str>),
) -> AppResult<Vec<Judged>> {
    let now = state.clock.now();
    let found = case::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?;
    let Some(row) = found else { return Ok(Vec::new()) };
    let mut case = repo::load(&**tx, row).await?;
    if !case.state.status.is_open() {
        return Ok(Vec::new());
    }
    let judged = OpenCase::of(&case).judge(keeper, basis, now)?;
    let limits: Vec<_> = judged
        .iter()
        .filter_map(|one| match &one.judgement {
            Judgement::Rebased(outcome) => Some(outcome.rebased.clone()),
            Judgement::Apart | Judgement::ForNewOnly | Judgement::Kept(_) => None,
        })
        .collect();
    if limits.is_empty() {
        return Ok(judged);
    }
    let before = case.row.clone();
    let reason = reason.map(ToOwned::to_owned);
    let change = Change::LimitRebased { limit_change_id, limits, reason };
    let change = Unnamed::read(&**tx, id, change).await?;
    let pending = transit::apply(state, keeper, &mut case, &change, By { actor: None, at: now })?;
    transit::store(tx, permit, &before, &case, pending).await?;
    Ok(judged)
}
