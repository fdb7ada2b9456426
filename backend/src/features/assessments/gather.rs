//! Reads the facts of a period out of what other slices have written. A constant number of statements,
//! for posts a month, none of them in a writing transaction.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, JoinType,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use super::period::Period;
use super::posts::{Posts, served};
use super::settled::{
    AssessmentObject, Fact, Led, Limit, Step, StepKind, of_results, of_returns, settled,
};
use super::source::{AssessmentSource, DOSSIER_DAYS};
use crate::features::calendars::civil_day::{end_of_day, local_date};
use crate::features::case_tasks::entity::case_task;
use crate::features::cases::change::Change;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::entity::{case, clock, event, referral};
use crate::features::cases::ledger::change_of;
use crate::features::cases::model::{ReferralKind, ReferralState};
use crate::features::cases::timekeeping::is_stopped;
use crate::features::dossiers::DossierRules;
use crate::features::supervision::entity::{order, reply};
use crate::features::supervision::workflow::OrderState;
use crate::platform::error::AppResult;

/// Whose facts are wanted, and of when.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The departments.
    pub units: &'a [Uuid],
    /// When they were settled.
    pub period: Period,
    /// Which dossiers have to be sealed.
    pub dossiers: &'a DossierRules,
    /// Where posts are looked at; none where no indicator asks for it, as it reads much.
    pub posts: Option<Posts<'a>>,
}

impl Wanted<'_> {
    fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.units.iter().copied()
    }

    /// The instants of a column that lie in the period.
    fn at(&self, column: impl sea_orm::ColumnTrait) -> Condition {
        let (from, to) = (self.period.starts_at(), self.period.ends_at());
        Condition::all().add(column.gte(from)).add(column.lt(to))
    }

    /// The days of a column that lie in the period.
    fn on(&self, column: impl sea_orm::ColumnTrait) -> Condition {
        let Period { from_on, to_on } = self.period;
        Condition::all().add(column.gte(from_on)).add(column.lte(to_on))
    }
}

/// Every fact of the period, in one order.
pub async fn gather(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> AppResult<Vec<Fact>> {
    if wanted.units.is_empty() {
        return Ok(Vec::new());
    }
    let mut facts = Box::pin(limits(db, wanted)).await?;
    facts.extend(Box::pin(returns(db, wanted)).await?);
    facts.extend(Box::pin(results(db, wanted)).await?);
    facts.extend(Box::pin(replies(db, wanted)).await?);
    facts.extend(Box::pin(unanswered(db, wanted)).await?);
    facts.extend(Box::pin(tasks(db, wanted)).await?);
    facts.extend(Box::pin(dossiers(db, wanted)).await?);
    if let Some(posts) = wanted.posts {
        facts.extend(Box::pin(served(db, wanted, posts)).await?);
    }
    facts.retain(|fact| wanted.period.holds(fact.settled_at));
    facts.sort_by_key(|fact| (fact.source, fact.settled_at, fact.object_id, fact.unit_id));
    Ok(facts)
}

/// Limits of departments: signing, handling, assisting.
async fn limits(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> AppResult<Vec<Fact>> {
    let to_referral = clock::Entity::belongs_to(referral::Entity)
        .from(clock::Column::ReferralId)
        .to(referral::Column::Id)
        .into();
    let kinds = [ClockKind::Sign, ClockKind::Handling, ClockKind::Assist];
    let within = Condition::any()
        .add(wanted.at(clock::Column::DueAt))
        .add(wanted.at(clock::Column::FinishedAt));
    let found = clock::Entity::find()
        .join(JoinType::InnerJoin, to_referral)
        .select_also(referral::Entity)
        .filter(clock::Column::Kind.is_in(kinds.map(ClockKind::as_str)))
        .filter(referral::Column::DepartmentId.is_in(wanted.ids()))
        .filter(within)
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(clock, referral)| of_limit(&clock, &referral?)).collect())
}

fn of_limit(clock: &clock::Model, referral: &referral::Model) -> Option<Fact> {
    let source = match ClockKind::parse(&clock.kind)? {
        ClockKind::Sign => AssessmentSource::SignFor,
        ClockKind::Handling => AssessmentSource::HandlingLimit,
        ClockKind::Assist => AssessmentSource::AssistLimit,
        ClockKind::Triage
        | ClockKind::Return
        | ClockKind::Ruling
        | ClockKind::Review
        | ClockKind::Callback
        | ClockKind::Statutory
        | ClockKind::Registration
        | ClockKind::JudicialConfirmation
        | ClockKind::PerformanceNotice
        | ClockKind::ConfirmationNotice
        | ClockKind::TaskNotice
        | ClockKind::ReceptionNotice => return None,
    };
    let (settled_at, is_late) = settled(Limit {
        due_at: clock.due_at,
        finished_at: clock.finished_at,
        is_cancelled: clock.is_cancelled,
        is_stopped: is_stopped(clock),
    })?;
    // What the system signed for at the limit, nobody signed for.
    let is_unsigned = source == AssessmentSource::SignFor && referral.signed_by_id.is_none();
    Some(Fact {
        source,
        unit_id: referral.department_id,
        person_id: referral.signed_by_id,
        case_id: Some(clock.case_id),
        object_kind: AssessmentObject::Referral,
        object_id: referral.id,
        settled_at,
        is_failed: is_late || is_unsigned,
    })
}

/// Returns, by who led next.
async fn returns(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> AppResult<Vec<Fact>> {
    let lead = ReferralKind::Lead.as_str();
    let returned = referral::Entity::find()
        .select_only()
        .column(referral::Column::CaseId)
        .filter(referral::Column::Kind.eq(lead))
        .filter(referral::Column::State.eq(ReferralState::Returned.as_str()))
        .filter(referral::Column::DepartmentId.is_in(wanted.ids()))
        .into_query();
    let led = referral::Entity::find()
        .filter(referral::Column::Kind.eq(lead))
        .filter(referral::Column::CaseId.in_subquery(returned.clone()))
        .order_by_asc(referral::Column::CaseId)
        .order_by_asc(referral::Column::SentAt)
        .order_by_asc(referral::Column::Id)
        .all(db)
        .await?;
    let events = event::Entity::find()
        .filter(event::Column::Kind.eq("returned"))
        .filter(event::Column::CaseId.in_subquery(returned))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let mut by: HashMap<Uuid, Vec<Option<Uuid>>> = HashMap::new();
    for event in events {
        by.entry(event.case_id).or_default().push(event.actor_id);
    }
    let units: HashSet<Uuid> = wanted.ids().collect();
    let mut found = Vec::new();
    for of_case in led.chunk_by(|one, next| one.case_id == next.case_id) {
        let Some(first) = of_case.first() else { continue };
        let led: Vec<_> = of_case
            .iter()
            .map(|row| Led {
                id: row.id,
                department_id: row.department_id,
                sent_at: row.sent_at,
                is_returned: row.state == ReferralState::Returned.as_str(),
            })
            .collect();
        let by = by.get(&first.case_id).map_or(&[][..], Vec::as_slice);
        let is_assessed = |id: Uuid| units.contains(&id);
        found.extend(of_returns(&led, by, first.case_id, is_assessed, wanted.period));
    }
    Ok(found)
}

/// Kinds of events that say something of the result of a case.
const OF_RESULTS: [&str; 4] = ["resolved", "resolution_accepted", "reopened", "callback_recorded"];

/// The cases led by the units with such an event in the period.
fn touched(wanted: Wanted<'_>) -> SelectStatement {
    let events = event::Entity::find()
        .select_only()
        .column(event::Column::CaseId)
        .filter(event::Column::Kind.is_in(OF_RESULTS))
        .filter(wanted.at(event::Column::At))
        .into_query();
    case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::LeadDepartmentId.is_in(wanted.ids()))
        .filter(case::Column::Id.in_subquery(events))
        .into_query()
}

/// Callbacks, and what was opened again.
async fn results(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> AppResult<Vec<Fact>> {
    let leads: Vec<(Uuid, Option<Uuid>)> = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::LeadDepartmentId])
        .filter(case::Column::Id.in_subquery(touched(wanted)))
        .into_tuple()
        .all(db)
        .await?;
    let leads: HashMap<_, _> = leads.into_iter().collect();
    let events = event::Entity::find()
        .filter(event::Column::Kind.is_in(OF_RESULTS))
        .filter(event::Column::At.lt(wanted.period.ends_at()))
        .filter(event::Column::CaseId.in_subquery(touched(wanted)))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let mut found = Vec::new();
    for of_case in events.chunk_by(|one, next| one.case_id == next.case_id) {
        let Some(case_id) = of_case.first().map(|event| event.case_id) else { continue };
        let Some(unit_id) = leads.get(&case_id).copied().flatten() else { continue };
        let steps: Vec<_> = of_case.iter().filter_map(step).collect();
        found.extend(of_results(&steps, case_id, unit_id, wanted.period));
    }
    Ok(found)
}

fn step(event: &event::Model) -> Option<Step> {
    let kind = match event.kind.as_str() {
        "resolved" => StepKind::Resolved,
        "resolution_accepted" => StepKind::Accepted,
        "reopened" => StepKind::Reopened,
        _ => {
            let change = change_of(event)?;
            let Change::CallbackRecorded { reached: true, solved, fairly_treated, .. } = change
            else {
                return None;
            };
            StepKind::Called { solved, fairly_treated }
        }
    };
    Some(Step { id: event.id, kind, at: event.at, actor_id: event.actor_id })
}

#[derive(FromQueryResult)]
struct ReplyRow {
    id: Uuid,
    due_on: NaiveDate,
    replied_at: DateTime<Utc>,
    replied_by_id: Uuid,
    is_late: bool,
    department_id: Uuid,
}

/// Replies to supervision orders.
async fn replies(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> AppResult<Vec<Fact>> {
    let to_order = reply::Entity::belongs_to(order::Entity)
        .from(reply::Column::OrderId)
        .to(order::Column::Id)
        .into();
    let within = Condition::any()
        .add(wanted.on(reply::Column::DueOn))
        .add(wanted.at(reply::Column::RepliedAt));
    let rows = reply::Entity::find()
        .select_only()
        .columns([
            reply::Column::Id,
            reply::Column::DueOn,
            reply::Column::RepliedAt,
            reply::Column::RepliedById,
            reply::Column::IsLate,
        ])
        .column(order::Column::DepartmentId)
        .join(JoinType::InnerJoin, to_order)
        .filter(order::Column::State.ne(OrderState::Cancelled.as_str()))
        .filter(order::Column::DepartmentId.is_in(wanted.ids()))
        .filter(within)
        .into_model::<ReplyRow>()
        .all(db)
        .await?;
    let fact = |row: ReplyRow| Fact {
        source: AssessmentSource::OrderReply,
        unit_id: row.department_id,
        person_id: Some(row.replied_by_id),
        case_id: None,
        object_kind: AssessmentObject::SupervisionReply,
        object_id: row.id,
        settled_at: if row.is_late { end_of_day(row.due_on) } else { row.replied_at },
        is_failed: row.is_late,
    };
    Ok(rows.into_iter().map(fact).collect())
}

/// Orders whose day passed without a reply: the department's, as nobody took it on.
async fn unanswered(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> AppResult<Vec<Fact>> {
    let rows = order::Entity::find()
        .filter(order::Column::State.eq(OrderState::Issued.as_str()))
        .filter(order::Column::DepartmentId.is_in(wanted.ids()))
        .filter(wanted.on(order::Column::ReplyDueOn))
        .all(db)
        .await?;
    let fact = |row: order::Model| Fact {
        source: AssessmentSource::OrderReply,
        unit_id: row.department_id,
        person_id: None,
        case_id: None,
        object_kind: AssessmentObject::SupervisionOrder,
        object_id: row.id,
        settled_at: end_of_day(row.reply_due_on),
        is_failed: true,
    };
    Ok(rows.into_iter().map(fact).collect())
}

/// Tasks on cases.
async fn tasks(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> AppResult<Vec<Fact>> {
    let within = Condition::any()
        .add(wanted.on(case_task::Column::DueOn))
        .add(wanted.at(case_task::Column::DoneAt));
    let rows = case_task::Entity::find()
        .filter(case_task::Column::WithdrawnAt.is_null())
        .filter(case_task::Column::DepartmentId.is_in(wanted.ids()))
        .filter(within)
        .all(db)
        .await?;
    let fact = |row: case_task::Model| {
        let kept_at = row.done_at.filter(|at| local_date(*at) <= row.due_on);
        Fact {
            source: AssessmentSource::CaseTask,
            unit_id: row.department_id,
            person_id: row.done_by_id,
            case_id: Some(row.case_id),
            object_kind: AssessmentObject::CaseTask,
            object_id: row.id,
            settled_at: kept_at.unwrap_or_else(|| end_of_day(row.due_on)),
            is_failed: kept_at.is_none(),
        }
    };
    Ok(rows.into_iter().map(fact).collect())
}

#[derive(FromQueryResult)]
struct ClosedRow {
    id: Uuid,
    lead_department_id: Option<Uuid>,
    method_code: Option<String>,
    closed_at: Option<DateTime<Utc>>,
    dossier_sealed_at: Option<DateTime<Utc>>,
}

/// Dossiers of closed cases that have to be sealed.
async fn dossiers(db: &impl ConnectionTrait, wanted: Wanted<'_>) -> AppResult<Vec<Fact>> {
    let grace = chrono::TimeDelta::days(i64::try_from(DOSSIER_DAYS).unwrap_or(0) + 1);
    let rows = case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::LeadDepartmentId,
            case::Column::MethodCode,
            case::Column::ClosedAt,
            case::Column::DossierSealedAt,
        ])
        .filter(case::Column::LeadDepartmentId.is_in(wanted.ids()))
        .filter(case::Column::ClosedAt.gte(wanted.period.starts_at() - grace))
        .filter(case::Column::ClosedAt.lt(wanted.period.ends_at()))
        .into_model::<ClosedRow>()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| of_dossier(&row, wanted.dossiers)).collect())
}

fn of_dossier(row: &ClosedRow, rules: &DossierRules) -> Option<Fact> {
    let closed_on = local_date(row.closed_at?);
    if !rules.is_seal_required(row.method_code.as_deref(), closed_on) {
        return None;
    }
    let due_at = end_of_day(closed_on.checked_add_days(Days::new(DOSSIER_DAYS))?);
    let kept_at = row.dossier_sealed_at.filter(|at| *at <= due_at);
    Some(Fact {
        source: AssessmentSource::Dossier,
        unit_id: row.lead_department_id?,
        person_id: None,
        case_id: Some(row.id),
        object_kind: AssessmentObject::Case,
        object_id: row.id,
        settled_at: kept_at.unwrap_or(due_at),
        is_failed: kept_at.is_none(),
    })
}
