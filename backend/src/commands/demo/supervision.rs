//! What the ladder did over the county's limits until the last evening, and what became of the
//! orders: some in every state, by the use cases everybody goes through.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

use super::county::COUNTY;
use super::story::Teller;
use crate::features::cases::dto::ResolveCaseRequest;
use crate::features::cases::entity::case;
use crate::features::cases::ground::Ground;
use crate::features::cases::model::{CaseStatus, Outcome};
use crate::features::cases::repo as cases;
use crate::features::cases::service as case_service;
use crate::features::supervision::dto::{IssueSupervisionOrdersRequest, SupervisedCaseRequest};
use crate::features::supervision::entity::order;
use crate::features::supervision::service::{self, Asked, Request};
use crate::features::supervision::{issue, jobs, record, repo};
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::http::IfMatch;
use crate::platform::lang::Lang;
use crate::policy::{Actor, Role};

/// More limits and orders than the county has.
const ALL: u64 = 100_000;
/// Cases in the supervisor's own batch.
const BATCH: usize = 4;

/// Supervises what has been told.
pub(super) async fn supervise(tx: &Tx, teller: &mut Teller<'_>, ground: &Ground) -> AppResult<()> {
    climb(tx, teller, ground).await?;
    let mut orders = repo::list(&**tx, Condition::all(), false, ALL).await?;
    orders.sort_by(|a, b| (a.issued_at, &a.order_no).cmp(&(b.issued_at, &b.order_no)));
    let supervisor = teller.county.who(teller.chance, Role::Supervisor, COUNTY, None)?;
    for (at, order) in orders.iter().enumerate() {
        let mut told = Told { tx, ground, order, at: order.issued_at, version: 1 };
        told.go_on(teller, supervisor, at % 7).await?;
    }
    batch(tx, teller, ground, supervisor).await
}

/// Takes the steps of the ladder, each at its time.
async fn climb(tx: &Tx, teller: &Teller<'_>, ground: &Ground) -> AppResult<()> {
    let mut left = HashSet::new();
    loop {
        let mut due = cases::on_a_step(&**tx, teller.end, None, ALL).await?;
        due.retain(|clock| !left.contains(&clock.id));
        if due.is_empty() {
            return Ok(());
        }
        due.sort_by_key(|clock| (clock.ladder_at, clock.id));
        for clock in due {
            let rows = cases::hold_all(tx, vec![clock.case_id]).await?;
            let Some(mut case) = cases::load_all(&**tx, rows).await?.pop() else { continue };
            let mut at = clock.ladder_at.unwrap_or(clock.due_at).max(case.row.updated_at);
            while !ground.keeper.is_office_open(at) {
                at += TimeDelta::minutes(30);
            }
            if at > teller.end {
                left.insert(clock.id);
                continue;
            }
            teller.clock.set(at);
            jobs::step_over(teller.state, ground, tx, &mut case, &clock).await?;
        }
    }
}

/// An order on its way.
struct Told<'a> {
    tx: &'a Tx,
    ground: &'a Ground,
    order: &'a order::Model,
    at: DateTime<Utc>,
    version: i32,
}

impl Told<'_> {
    /// Leaves the order in one of its states, as far as there is time for it.
    async fn go_on(
        &mut self,
        teller: &mut Teller<'_>,
        supervisor: &Actor,
        fate: usize,
    ) -> AppResult<()> {
        let handler = teller.county.handler(self.order.department_id)?;
        let reply = Request::Reply("已约谈双方，本周内组织调解并反馈结果。".to_owned());
        let accept = Request::AcceptReply(Some("情况属实，继续跟踪。".to_owned()));
        match fate {
            1 => {
                self.act(teller, handler, TimeDelta::hours(20), &reply).await?;
            }
            2 if self.act(teller, handler, TimeDelta::hours(20), &reply).await? => {
                self.act(teller, supervisor, TimeDelta::hours(4), &accept).await?;
            }
            3 if self.act(teller, handler, TimeDelta::hours(30), &reply).await? => {
                let reason = "未说明办结时间，请补充。".to_owned();
                let back = Request::RejectReply { reason, reply_due_on: None };
                self.act(teller, supervisor, TimeDelta::hours(3), &back).await?;
            }
            4 => {
                let cancel = Request::Cancel("已由县领导包案，另行调度。".to_owned());
                self.act(teller, supervisor, TimeDelta::hours(6), &cancel).await?;
            }
            5 if self.act(teller, handler, TimeDelta::hours(10), &reply).await? => {
                self.resolve(teller, handler).await?;
                self.act(teller, supervisor, TimeDelta::hours(5), &accept).await?;
            }
            6 => {
                self.act(teller, handler, TimeDelta::days(6), &reply).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// An action some time later; whether there was time for it.
    async fn act(
        &mut self,
        teller: &mut Teller<'_>,
        actor: &Actor,
        after: TimeDelta,
        request: &Request,
    ) -> AppResult<bool> {
        // Nothing happens before what has happened to one of its cases.
        let held = record::held_cases(self.tx, self.order.id).await?;
        let last = held.iter().map(|case| case.row.updated_at).max().unwrap_or(self.at);
        let at = teller.hours.next((self.at + after).max(last), teller.chance);
        if at > teller.end {
            return Ok(false);
        }
        teller.clock.set(at);
        let asked = Asked { state: teller.state, tx: self.tx, actor, ground: self.ground };
        service::act(asked, self.order.id, IfMatch(self.version), request).await?;
        (self.at, self.version) = (at, self.version + 1);
        Ok(true)
    }

    /// The department reports the case done, where nobody else has a part in it.
    async fn resolve(&mut self, teller: &mut Teller<'_>, handler: &Actor) -> AppResult<()> {
        let held = record::held_cases(self.tx, self.order.id).await?;
        let at = teller.hours.next(self.at + TimeDelta::hours(20), teller.chance);
        let alone = held.iter().find(|case| {
            case.state.status == CaseStatus::InProgress
                && case.row.lead_department_id == handler.department_id
                && case.state.assists().next().is_none()
        });
        let Some(case) = alone.filter(|_| at <= teller.end) else { return Ok(()) };
        teller.clock.set(at);
        let resolve = case_service::Request::Resolve(ResolveCaseRequest {
            outcome: Outcome::Solved,
            method_code: "02".to_owned(),
            summary: "督办后双方达成调解协议并当场履行。".to_owned(),
            reason: None,
        });
        let asked = case_service::Asked {
            state: teller.state,
            tx: self.tx,
            actor: handler,
            ground: self.ground,
        };
        let seen = IfMatch(case.row.row_version);
        case_service::act(asked, case.row.id, seen, &resolve, Lang::Zh).await?;
        self.at = at;
        Ok(())
    }
}

/// Orders of the supervisor's own about what has long stood in progress, one a department.
async fn batch(tx: &Tx, teller: &Teller<'_>, ground: &Ground, supervisor: &Actor) -> AppResult<()> {
    let mut at = teller.end;
    while !ground.keeper.is_office_open(at) {
        at -= TimeDelta::minutes(30);
    }
    let standing = case::Entity::find()
        .filter(case::Column::Status.eq(CaseStatus::InProgress.as_str()))
        .filter(case::Column::UpdatedAt.lte(at))
        .order_by_asc(case::Column::CaseNo)
        .all(&**tx)
        .await?;
    let ids: Vec<Uuid> = standing.iter().map(|case| case.id).collect();
    let open: HashSet<Uuid> =
        repo::open_orders(&**tx, &ids).await?.into_keys().map(|(case, _)| case).collect();
    let free = ids.into_iter().filter(|id| !open.contains(id)).take(BATCH);
    let request = IssueSupervisionOrdersRequest {
        cases: free.map(|case_id| SupervisedCaseRequest { case_id, department_id: None }).collect(),
        ground_code: "no_progress".to_owned(),
        text: "请说明办理进展和下一步安排，对久拖不决的事项明确办结时间。".to_owned(),
        reply_due_on: None,
    };
    if request.cases.is_empty() {
        return Ok(());
    }
    teller.clock.set(at);
    issue::issue(teller.state, tx, supervisor, ground, &request).await?;
    Ok(())
}
