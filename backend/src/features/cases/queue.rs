//! Work queues: which cases are in one, and the figures of all of them.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{
    Alias, Asterisk, Expr, ExprTrait as _, NullOrdering, Order, Query, SelectStatement, SimpleExpr,
    UnionType,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder as _, QuerySelect, QueryTrait as _, Select,
};
use uuid::Uuid;

use super::clocks::{ClockKind, Lamp};
use super::dto::{Queue, QueueFigure, QueueFigures};
use super::entity::{case, clock, referral};
use super::list::lit;
use super::model::{CaseStatus, Direction, OwnerKind, ReferralKind, ReferralState};
use crate::app::AppState;
use crate::features::applicant_notices;
use crate::features::calendars::civil_day::local_date;
use crate::features::org::entity::center;
use crate::features::supervision::ladder::Step;
use crate::platform::error::{AppError, AppResult};
use crate::policy::{Action, Actor, Role, Scope, may_ever};

/// Cases of a queue that are counted; beyond them its figure is capped.
const MOST: u64 = 200;

/// The rows of a queue, within whatever scope the query has.
///
/// Where there are two ways in, the cases of each are looked up: PostgreSQL takes half of all cases
/// for what is alternatively in a subquery, and walks all of them for a queue that is empty.
pub fn in_queue(queue: Queue, actor: &Actor, now: DateTime<Utc>) -> Condition {
    let ways = ways_in(queue, actor, now);
    if ways.len() < 2 {
        return ways
            .into_iter()
            .next()
            .unwrap_or_else(|| Condition::all().add(Expr::cust("1 = 0")));
    }
    let each = ways.into_iter().map(|way| {
        case::Entity::find().select_only().column(case::Column::Id).filter(way).into_query()
    });
    let all = joined(each, UnionType::Distinct).map(|ids| case::Column::Id.in_subquery(ids));
    Condition::all().add_option(all)
}

/// The ways a case comes into a queue, each of which an index serves.
fn ways_in(queue: Queue, actor: &Actor, now: DateTime<Utc>) -> Vec<Condition> {
    let has_status =
        |status: CaseStatus| Condition::all().add(case::Column::Status.eq(status.as_str()));
    match queue {
        Queue::Mine => mine(actor, now).into_iter().collect(),
        Queue::ToSign => to_sign(actor),
        Queue::Department => match actor.department_id {
            Some(id) => {
                let in_force = referral::Column::State.is_not_in(["returned", "superseded"]);
                vec![
                    open().add(case::Column::LeadDepartmentId.eq(id)),
                    open().add(case::Column::Id.in_subquery(assisted(id, in_force))),
                ]
            }
            None => vec![],
        },
        Queue::Following => {
            let ways = |id| {
                [
                    open().add(case::Column::RegisteredById.eq(id)),
                    open().add(case::Column::FirstContactId.eq(id)),
                ]
            };
            actor.own_ids().flat_map(ways).collect()
        }
        // What has ended has no limit to pass.
        Queue::Overdue => vec![Condition::all().add(case::Column::DueAt.lt(now))],
        Queue::Nearing => vec![lit(Lamp::Yellow, now)],
        Queue::Escalated => vec![open().add(case::Column::Id.in_subquery(escalated()))],
        Queue::Unassigned => vec![has_status(CaseStatus::Registered)],
        Queue::Returned => vec![has_status(CaseStatus::Returned)],
        Queue::ReturnedToMe => returned_to(actor, has_status(CaseStatus::Returned)),
        Queue::Ruling => {
            let owner = case::Column::OwnerKind.eq(OwnerKind::Director.as_str());
            vec![has_status(CaseStatus::Returned).add(owner)]
        }
        Queue::ReviewsDue => reviews_due(actor, now).into_iter().collect(),
        Queue::ApplicantsToTell => to_tell(actor).into_iter().collect(),
    }
}

/// The cases with a limit over which more was done than a reminder, in the words of its index
/// (`m20261126_000020_create_supervision.rs`). A limit that ends on another day begins anew.
fn escalated() -> SelectStatement {
    let beyond = [Step::Urge, Step::Order, Step::Bulletin].map(Step::as_str);
    clock::Entity::find()
        .select_only()
        .column(clock::Column::CaseId)
        .filter(clock::Column::FinishedAt.is_null())
        .filter(clock::Column::LadderStep.is_not_null())
        .filter(clock::Column::LadderStep.is_in(beyond))
        .into_query()
}

/// Somebody still has to work on it. In so many words, because a database takes an index over some
/// rows only where it can read that they are meant (`m20261126_000012_index_queues.rs`).
fn open() -> Condition {
    let words: Vec<_> = CaseStatus::open().map(|status| format!("'{}'", status.as_str())).collect();
    Condition::all().add(Expr::cust(format!("cases.status IN ({})", words.join(", "))))
}

/// What a leader in charge is to look at again by today: their own, or everybody's for who watches over
/// them. By the days alone, as its index is (`m20261126_000057_index_reviews.rs`).
fn reviews_due(actor: &Actor, now: DateTime<Utc>) -> Option<Condition> {
    let due = open()
        .add(Expr::cust("cases.charge_review_on IS NOT NULL"))
        .add(case::Column::ChargeReviewOn.lte(local_date(now)));
    match actor.role {
        Role::Leader => Some(due.add(case::Column::ChargeLeaderId.eq(actor.holder_id()))),
        Role::CenterDirector | Role::Supervisor => Some(due),
        Role::Clerk
        | Role::Dispatcher
        | Role::Handler
        | Role::Mediator
        | Role::VillageOfficer
        | Role::SystemAdmin
        | Role::SecurityAdmin
        | Role::Auditor => None,
    }
}

/// Cases whose applicant is still to be told: for those who may tell, of the cases they may tell of.
fn to_tell(actor: &Actor) -> Option<Condition> {
    may_ever(actor, Action::CaseTellApplicant).then(|| {
        let scope = Scope::cases(actor, Action::CaseTellApplicant).condition();
        let waiting = case::Column::Id.in_subquery(applicant_notices::repo::to_tell());
        open().add(scope).add(waiting)
    })
}

/// Of what came back, that on which the post of `actor` has to act.
fn returned_to(actor: &Actor, returned: Condition) -> Vec<Condition> {
    let post = match actor.role {
        Role::Dispatcher => OwnerKind::Dispatcher,
        Role::CenterDirector => OwnerKind::Director,
        Role::Handler | Role::Mediator => {
            return actor.department_id.map(came_back_to).unwrap_or_default();
        }
        Role::Clerk
        | Role::Supervisor
        | Role::Leader
        | Role::VillageOfficer
        | Role::SystemAdmin
        | Role::SecurityAdmin
        | Role::Auditor => return Vec::new(),
    };
    let own = |id| {
        let owner = case::Column::OwnerKind.eq(post.as_str());
        returned.add(case::Column::CenterId.eq(id)).add(owner)
    };
    actor.center_id.map(own).into_iter().collect()
}

/// What a department has once more: a case it returned, sent to it all the same; one it had
/// resolved, which was not accepted, not solved or reopened; one that waited for its assistants,
/// when the last of them is done.
fn came_back_to(department_id: Uuid) -> Vec<Condition> {
    let owned = |status: CaseStatus| {
        Condition::all()
            .add(case::Column::OwnerDepartmentId.eq(department_id))
            .add(case::Column::Status.eq(status.as_str()))
    };
    let own = || parts(ReferralKind::Lead).filter(referral::Column::DepartmentId.eq(department_id));
    let gone = [ReferralState::Returned, ReferralState::Superseded].map(ReferralState::as_str);
    let in_force = referral::Column::State.is_not_in(gone);
    let done = referral::Column::State.eq(ReferralState::Done.as_str());

    let returned = own().filter(referral::Column::State.eq(ReferralState::Returned.as_str()));
    // Under the lead it has now, not under one before.
    let sent_before =
        referral::Column::SentAt.into_expr().lte(clock::Column::StartedAt.into_expr());
    let judged = clock::Entity::find()
        .select_only()
        .column(clock::Column::Id)
        .filter(is_of_case(clock::Column::CaseId))
        .filter(clock::Column::Kind.eq(ClockKind::Review.as_str()))
        .filter(exists(own().filter(in_force.clone()).filter(sent_before)));
    let helped = parts(ReferralKind::Assist).filter(done.clone());
    let waits = parts(ReferralKind::Assist).filter(in_force).filter(done.not());
    vec![
        owned(CaseStatus::Dispatched).add(exists(returned)),
        owned(CaseStatus::InProgress).add(exists(judged)),
        owned(CaseStatus::InProgress).add(exists(helped)).add(exists(waits).not()),
    ]
}

/// The referrals of a kind of the case that is looked at.
fn parts(kind: ReferralKind) -> Select<referral::Entity> {
    referral::Entity::find()
        .select_only()
        .column(referral::Column::Id)
        .filter(is_of_case(referral::Column::CaseId))
        .filter(referral::Column::Kind.eq(kind.as_str()))
}

fn is_of_case(column: impl ColumnTrait) -> SimpleExpr {
    column.into_expr().equals(case::Column::Id.as_column_ref())
}

fn exists<E: EntityTrait>(rows: Select<E>) -> SimpleExpr {
    Expr::exists(rows.into_query())
}

/// What the post of `actor` has to do now: the cases it owns, and a department's part in those it
/// assists in until that is done.
fn mine(actor: &Actor, now: DateTime<Utc>) -> Vec<Condition> {
    let owned = |kind: OwnerKind| {
        let at_center = |id| open().add(case::Column::CenterId.eq(id));
        let owned = |center: Condition| center.add(case::Column::OwnerKind.eq(kind.as_str()));
        actor.center_id.map(at_center).map(owned).into_iter().collect()
    };
    let and_below = |kind: OwnerKind| [owned(kind), handed_to_villages(actor, kind)].concat();
    match actor.role {
        Role::Clerk => and_below(OwnerKind::Window),
        Role::Dispatcher => and_below(OwnerKind::Dispatcher),
        Role::CenterDirector => and_below(OwnerKind::Director),
        Role::Leader => vec![open().add(case::Column::ChargeLeaderId.eq(actor.holder_id()))],
        Role::Handler | Role::Mediator => {
            let kind = case::Column::OwnerKind.eq(OwnerKind::Department.as_str());
            let own =
                |id: Uuid| open().add(case::Column::OwnerDepartmentId.eq(id)).add(kind.clone());
            let ways = |id| [own(id), to_assist(id, &[ReferralState::Sent, ReferralState::Signed])];
            actor.department_id.map(ways).into_iter().flatten().collect()
        }
        Role::Supervisor => ways_in(Queue::Overdue, actor, now),
        Role::VillageOfficer => {
            // The centre of a village has no post but its officer.
            let here = owned(OwnerKind::Dispatcher);
            [ways_in(Queue::Following, actor, now), here, led_by_the_village(actor)].concat()
        }
        Role::SystemAdmin | Role::SecurityAdmin | Role::Auditor => vec![],
    }
}

/// What a village officer's own office works on, of what lies with the centre of the village.
fn led_by_the_village(actor: &Actor) -> Vec<Condition> {
    let led = |(center_id, department_id): (Uuid, Uuid)| {
        let here = open().add(case::Column::CenterId.eq(center_id));
        here.add(case::Column::OwnerDepartmentId.eq(department_id))
    };
    actor.center_id.zip(actor.department_id).map(led).into_iter().collect()
}

/// What the centre handed down to a village and a post has to act on that no village has: whoever
/// handed it down reviews the result, calls back and rules. Found by who handed it down, which an
/// index serves.
fn handed_to_villages(actor: &Actor, kind: OwnerKind) -> Vec<Condition> {
    let statuses = [CaseStatus::Resolved, CaseStatus::InCallback, CaseStatus::Returned];
    let villages = center::Entity::find()
        .select_only()
        .column(center::Column::Id)
        .filter(center::Column::Level.eq("village"))
        .into_query();
    let handed = |id: Uuid| {
        open()
            .add(case::Column::HandedFromCenterId.eq(id))
            .add(case::Column::HandedDirection.eq(Direction::Down.as_str()))
            .add(case::Column::OwnerKind.eq(kind.as_str()))
            .add(case::Column::Status.is_in(statuses.map(CaseStatus::as_str)))
            .add(case::Column::CenterId.in_subquery(villages))
    };
    actor.center_id.map(handed).into_iter().collect()
}

/// What the department of `actor` has still to sign for: as the lead, and as an assistant, whether the
/// lead has signed or not.
fn to_sign(actor: &Actor) -> Vec<Condition> {
    match actor.role {
        Role::Handler | Role::Mediator => {
            let led = |id: Uuid| {
                open()
                    .add(case::Column::OwnerDepartmentId.eq(id))
                    .add(case::Column::Status.eq(CaseStatus::Dispatched.as_str()))
            };
            let ways = |id| [led(id), to_assist(id, &[ReferralState::Sent])];
            actor.department_id.map(ways).into_iter().flatten().collect()
        }
        Role::Clerk
        | Role::Dispatcher
        | Role::Supervisor
        | Role::CenterDirector
        | Role::Leader
        | Role::VillageOfficer
        | Role::SystemAdmin
        | Role::SecurityAdmin
        | Role::Auditor => vec![],
    }
}

/// The cases in which a department has something to do as an assistant: once the result is reported
/// it has nothing to do until the case comes back, whatever was left open.
fn to_assist(department_id: Uuid, states: &[ReferralState]) -> Condition {
    let worked = [CaseStatus::Dispatched, CaseStatus::InProgress, CaseStatus::Suspended];
    let is_open = referral::Column::State.is_in(states.iter().map(|state| state.as_str()));
    open()
        .add(case::Column::Status.is_in(worked.map(CaseStatus::as_str)))
        .add(case::Column::Id.in_subquery(assisted(department_id, is_open)))
}

/// The cases a department assists in, by the state of its referral.
fn assisted(department_id: Uuid, has_state: SimpleExpr) -> SelectStatement {
    referral::Entity::find()
        .select_only()
        .column(referral::Column::CaseId)
        .filter(referral::Column::DepartmentId.eq(department_id))
        .filter(referral::Column::Kind.eq(ReferralKind::Assist.as_str()))
        .filter(has_state)
        .into_query()
}

/// The figures of every queue, in one statement over the most urgent cases of each.
pub async fn counts(state: &AppState, actor: &Actor) -> AppResult<QueueFigures> {
    let now = state.clock.now();
    let scope = Scope::cases(actor, Action::CaseRead).condition();
    let each = Queue::ALL.into_iter().filter_map(|queue| {
        let urgent = most_urgent(&scope, ways_in(queue, actor, now))?;
        Some(figure(queue, urgent))
    });
    let mut figures = QueueFigures { as_of: now, ..QueueFigures::default() };
    let Some(all) = joined(each, UnionType::All) else { return Ok(figures) };
    for row in state.db.reader().query_all(&all).await? {
        let row = Row::from_query_result(&row, "")?;
        let queue = Queue::ALL.into_iter().find(|queue| queue.as_str() == row.queue);
        let queue = queue.ok_or_else(|| AppError::internal("an unknown queue"))?;
        *figures.of(queue) = row.into();
    }
    Ok(figures)
}

/// The most urgent cases of the scope that come in by any of `ways`, each of them read in the
/// order of its index; one more a way than are counted, to tell whether there are more.
fn most_urgent(scope: &Condition, ways: Vec<Condition>) -> Option<SelectStatement> {
    let each = ways.into_iter().map(|way| {
        let cases = case::Entity::find()
            .select_only()
            .columns([case::Column::Id, case::Column::RegisteredAt, case::Column::DueAt])
            .filter(scope.clone())
            .filter(way)
            .order_by_with_nulls(case::Column::DueAt, Order::Asc, NullOrdering::Last)
            .order_by_asc(case::Column::Id)
            .limit(MOST + 1)
            .into_query();
        Query::select().column(Asterisk).from_subquery(cases, Alias::new("way")).take()
    });
    joined(each, UnionType::Distinct)
}

fn figure(queue: Queue, urgent: SelectStatement) -> SelectStatement {
    let column = |name: &'static str| Expr::col(Alias::new(name));
    Query::select()
        .expr_as(Expr::val(queue.as_str()), Alias::new("queue"))
        .expr_as(Expr::col(Asterisk).count(), Alias::new("count"))
        .expr_as(column("registered_at").min(), Alias::new("oldest_at"))
        .expr_as(column("due_at").min(), Alias::new("next_due_at"))
        .from_subquery(urgent, Alias::new("urgent"))
        .take()
}

/// All of them as one statement; none when there are none.
pub(super) fn joined(
    mut each: impl Iterator<Item = SelectStatement>,
    how: UnionType,
) -> Option<SelectStatement> {
    let mut all = each.next()?;
    for next in each {
        all.union(how, next);
    }
    Some(all)
}

#[derive(FromQueryResult)]
struct Row {
    queue: String,
    count: i64,
    oldest_at: Option<DateTime<Utc>>,
    next_due_at: Option<DateTime<Utc>>,
}

impl From<Row> for QueueFigure {
    fn from(row: Row) -> Self {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        Self {
            count: if row.count > most { most } else { row.count },
            is_capped: row.count > most,
            oldest_at: row.oldest_at,
            next_due_at: row.next_due_at,
        }
    }
}
