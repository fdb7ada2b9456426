//! What a draft would have matched in the last 30 days: the ledgers of the cases told again, and
//! the condition asked of each as it was then.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, Condition as Cond, EntityTrait as _, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::{Found, Looking, MOST};
use crate::features::automation_rules::candidates::events_of;
use crate::features::automation_rules::condition::Facts;
use crate::features::automation_rules::dto::PreviewCost;
use crate::features::automation_rules::field::ConditionField;
use crate::features::automation_rules::runner::Fact;
use crate::features::automation_rules::trigger::Trigger;
use crate::features::calendars::civil_day::{local_date, start_of_day};
use crate::features::cases::entity::{case, clock, event};
use crate::features::cases::ledger::change_of;
use crate::features::cases::replay::{self, Moment};
use crate::features::cases::timekeeping::is_stopped;
use crate::platform::error::AppResult;

/// How far back one looks.
const DAYS: i64 = 30;
/// Cases whose ledgers are told at once.
const AT_ONCE: usize = 200;
/// Days for which a condition is asked again of a case to which nothing happens.
const MOST_DAYS: usize = 400;

/// A stretch in which the rule would have looked, from its first moment on.
struct Look {
    fact: Fact,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl Looking<'_> {
    /// The matches, and whether there may be more.
    pub(super) async fn find_month(&self, cost: &mut PreviewCost) -> AppResult<(Vec<Found>, bool)> {
        let cases = self.candidates().await?;
        cost.statements += 1;
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let mut is_capped = cases.len() >= most;
        let mut found = Vec::new();
        for some in cases.chunks(AT_ONCE) {
            self.tell(some, &mut found, cost).await?;
            if found.len() > most {
                is_capped = true;
                found.truncate(most);
                break;
            }
        }
        Ok((found, is_capped))
    }

    fn since(&self) -> DateTime<Utc> {
        self.now - TimeDelta::days(DAYS)
    }

    /// The cases the trigger may have looked at, the newest first.
    async fn candidates(&self) -> AppResult<Vec<Uuid>> {
        let db = self.state.db.reader();
        let trigger = &self.definition.trigger;
        let calendar = self.ground.keeper.calendar();
        // Of working days there are at least twenty in a month and a half.
        let earliest = self.since() - TimeDelta::days(span(trigger) * 2 + 15);
        let ids: Vec<Uuid> = match trigger {
            Trigger::Event(kinds) => {
                let to_case = event::Entity::belongs_to(case::Entity)
                    .from(event::Column::CaseId)
                    .to(case::Column::Id);
                event::Entity::find()
                    .select_only()
                    .column(event::Column::CaseId)
                    .distinct()
                    .join(JoinType::InnerJoin, to_case.into())
                    .filter(event::Column::Kind.is_in(kinds.iter().map(|kind| kind.ledger_kind())))
                    .filter(event::Column::At.between(self.since(), self.now))
                    .filter(self.rows.clone())
                    .order_by_desc(event::Column::CaseId)
                    .limit(MOST)
                    .into_tuple()
                    .all(db)
                    .await?
            }
            Trigger::Limit { clock, .. } => {
                let to_case = clock::Entity::belongs_to(case::Entity)
                    .from(clock::Column::CaseId)
                    .to(case::Column::Id);
                clock::Entity::find()
                    .select_only()
                    .column(clock::Column::CaseId)
                    .distinct()
                    .join(JoinType::InnerJoin, to_case.into())
                    .filter(clock::Column::Kind.eq(clock.as_str()))
                    .filter(clock::Column::DueAt.gte(earliest))
                    .filter(clock::Column::StartedAt.lte(self.now))
                    .filter(ended_after(earliest))
                    .filter(self.rows.clone())
                    .order_by_desc(clock::Column::CaseId)
                    .limit(MOST)
                    .into_tuple()
                    .all(db)
                    .await?
            }
            Trigger::Standing { status, .. } => {
                let moved = Cond::any()
                    .add(case::Column::UpdatedAt.gte(self.since()))
                    .add(case::Column::Status.eq(status.as_str()));
                case::Entity::find()
                    .select_only()
                    .column(case::Column::Id)
                    .filter(moved)
                    .filter(case::Column::RegisteredAt.lte(trigger.latest(calendar, self.now)))
                    .filter(self.rows.clone())
                    .order_by_desc(case::Column::Id)
                    .limit(MOST)
                    .into_tuple()
                    .all(db)
                    .await?
            }
        };
        Ok(ids)
    }

    async fn tell(
        &self,
        cases: &[Uuid],
        found: &mut Vec<Found>,
        cost: &mut PreviewCost,
    ) -> AppResult<()> {
        let db = self.state.db.reader();
        let rows = case::Entity::find()
            .filter(case::Column::Id.is_in(cases.iter().copied()))
            .filter(self.rows.clone())
            .order_by_asc(case::Column::Id)
            .all(db)
            .await?;
        let clocks = clock::Entity::find()
            .filter(clock::Column::CaseId.is_in(cases.iter().copied()))
            .order_by_asc(clock::Column::StartedAt)
            .order_by_asc(clock::Column::Id)
            .all(db)
            .await?;
        let mut clocks_of: HashMap<Uuid, Vec<clock::Model>> = HashMap::new();
        for row in clocks {
            clocks_of.entry(row.case_id).or_default().push(row);
        }
        let mut events_of = events_of(db, cases.iter().copied()).await?;
        cost.statements += 3;
        let past = self.past_orders(cases, cost).await?;
        for row in rows {
            let events = events_of.remove(&row.id).unwrap_or_default();
            let clocks = clocks_of.remove(&row.id).unwrap_or_default();
            cost.cases += 1;
            cost.events += u64::try_from(events.len()).unwrap_or(0);
            let mut seen = HashSet::new();
            let keeper = &self.ground.keeper;
            replay::tell(keeper, &row, &clocks, &events, |moment| {
                for look in self.looks(moment) {
                    let fact = (look.fact.id, look.fact.at);
                    let at = self.first_held(moment, &look).filter(|_| !seen.contains(&fact));
                    let Some(at) = at else { continue };
                    seen.insert(fact);
                    if at < self.since() {
                        continue;
                    }
                    found.push(Found {
                        case_id: row.id,
                        case_no: row.case_no.clone(),
                        status: moment.case.row.status.clone(),
                        key: look.fact.id,
                        at,
                        effect: Some(self.effect(moment.case.clone(), &past, at)?),
                        fact: Some(look.fact),
                    });
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// When the condition held first on the case as it was. What counts days may come to hold
    /// while nothing happens.
    fn first_held(&self, moment: &Moment<'_>, look: &Look) -> Option<DateTime<Utc>> {
        let assists = moment.case.state.assist_department_ids();
        let (row, is_reopened) = (&moment.case.row, moment.is_reopened);
        let condition = &self.definition.condition;
        let holds =
            |at: DateTime<Utc>| condition.holds(&Facts { row, assists: &assists, is_reopened, at });
        if holds(look.at) {
            return Some(look.at);
        }
        let counts_days = [ConditionField::DaysOver, ConditionField::DaysOpen];
        if !counts_days.into_iter().any(|field| condition.names(field)) {
            return None;
        }
        let mornings = local_date(look.at).iter_days().skip(1).map(start_of_day);
        mornings.take(MOST_DAYS).take_while(|at| *at <= look.until).find(|at| holds(*at))
    }

    /// When the rule would have looked while the case was as at `moment`.
    fn looks(&self, moment: &Moment<'_>) -> Vec<Look> {
        let trigger = &self.definition.trigger;
        let calendar = self.ground.keeper.calendar();
        // From when the case was so, or from the instant where that came later.
        let within = |instant: DateTime<Utc>| {
            let at = instant.max(moment.event.at);
            let until = moment.until.unwrap_or(self.now).min(self.now);
            let is_over = moment.until.is_some_and(|until| at >= until);
            (!is_over && at <= self.now).then_some((at, until))
        };
        match trigger {
            Trigger::Event(kinds) => {
                let event = moment.event;
                let change = change_of(event);
                let follows = kinds.iter().any(|kind| kind.is(&event.kind, change.as_ref()))
                    && (self.since()..=self.now).contains(&event.at);
                let fact = Fact { kind: event.kind.clone(), id: event.id, at: event.at };
                follows
                    .then_some(Look { fact, at: event.at, until: event.at })
                    .into_iter()
                    .collect()
            }
            Trigger::Limit { clock, .. } => moment
                .case
                .clocks
                .iter()
                .filter(|row| row.kind == clock.as_str() && row.finished_at.is_none())
                .filter(|row| !is_stopped(row))
                .filter_map(|row| {
                    let (at, until) = within(trigger.instant(calendar, row.due_at)?)?;
                    let fact = Fact { kind: "limit".to_owned(), id: row.id, at: row.due_at };
                    Some(Look { fact, at, until })
                })
                .collect(),
            Trigger::Standing { status, .. } => {
                let (id, since) = moment.entered;
                let instant = trigger.instant(calendar, since);
                let at = instant.and_then(within);
                let stood = at.filter(|_| moment.case.state.status == *status);
                let fact = Fact { kind: "standing".to_owned(), id, at: since };
                stood.map(|(at, until)| Look { fact, at, until }).into_iter().collect()
            }
        }
    }
}

/// The days a trigger may lie from what it is about.
fn span(trigger: &Trigger) -> i64 {
    match trigger {
        Trigger::Event(_) => 0,
        Trigger::Limit { shift, .. } | Trigger::Standing { shift, .. } => shift.amount.into(),
    }
}

/// Limits that were still running then.
fn ended_after(earliest: DateTime<Utc>) -> Cond {
    Cond::any()
        .add(clock::Column::FinishedAt.is_null())
        .add(clock::Column::FinishedAt.gte(earliest))
}
