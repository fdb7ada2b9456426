//! An order as one reader may see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{
    IssuerKind, IssuerView, OrderRuleView, SupervisedCaseView, SupervisionOrderSummary,
    SupervisionOrderView, SupervisionReplyView, SupervisionStepView, Verdict,
};
use super::entity::{order, reply, step};
use super::ladder::Step;
use super::repo::{self, CaseLine};
use super::workflow::{OrderAction, OrderState};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::clocks::ClockKind;
use crate::features::cases::dto::{CenterRef, DepartmentRef};
use crate::features::cases::ground::Ground;
use crate::features::cases::masks;
use crate::features::cases::mentioned::Mentioned;
use crate::features::cases::mentions::Mentions;
use crate::features::cases::model::CaseStatus;
use crate::features::cases::repo::{Loaded, Names};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{AppError, AppResult};
use crate::policy::{Actor, Facts};

/// Who reads, and all that is needed to write for them.
pub(super) struct Viewer<'a> {
    actor: &'a Actor,
    now: DateTime<Utc>,
    directory: Arc<Directory>,
}

impl<'a> Viewer<'a> {
    pub(super) fn on(ground: &Ground, state: &AppState, actor: &'a Actor) -> Self {
        Self { actor, now: state.clock.now(), directory: Arc::clone(&ground.directory) }
    }

    pub(super) fn department(&self, id: Uuid) -> DepartmentRef {
        DepartmentRef { id, name: self.directory.department_name(id) }
    }

    fn center(&self, id: Uuid) -> CenterRef {
        let center = self.directory.centers.get(&id);
        CenterRef { id, name: center.map(|center| center.name.clone()).unwrap_or_default() }
    }

    /// An order whole.
    pub(super) fn order(
        &self,
        row: &order::Model,
        cases: Vec<SupervisedCaseView>,
        replies: &[reply::Model],
        names: &Names,
        rule: Option<OrderRuleView>,
    ) -> SupervisionOrderView {
        let state = state_of(row);
        let (allowed_actions, refused_actions) = self.actions(row);
        let center = self.center(row.center_id);
        let person = row.issued_by_id.map(|id| person(id, names));
        SupervisionOrderView {
            id: row.id,
            order_no: row.order_no.clone(),
            state,
            issuer: IssuerView { kind: issuer_kind(row), person, rule, center },
            department: self.department(row.department_id),
            ground_code: row.ground_code.clone(),
            text: row.text.clone(),
            issued_at: row.issued_at,
            reply_due_on: row.reply_due_on,
            is_overdue: self.is_overdue(row),
            was_late: row.was_late,
            round: row.round,
            case_count: row.case_count,
            cases,
            replies: replies.iter().map(|reply| reply_view(reply, names)).collect(),
            accepted_at: row.accepted_at,
            closed_at: row.closed_at,
            cancelled_at: row.cancelled_at,
            cancel_reason: row.cancel_reason.clone(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        }
    }

    /// An order as it is stored, read whole.
    pub(super) async fn read(
        &self,
        db: &impl ConnectionTrait,
        row: &order::Model,
    ) -> AppResult<SupervisionOrderView> {
        let replies = repo::replies(db, row.id).await?;
        let cases = repo::cases_of(db, self.actor, [row.id]).await?;
        let cases = cases.into_iter().map(line).collect::<AppResult<Vec<_>>>()?;
        let names = personnel::repo::list_names(db, repo::people(row, &replies)).await?;
        let rule = repo::rule_of(db, row).await?;
        let rule = rule.map(|(id, name)| OrderRuleView { id, name });
        // Whose matters it is about is no more to be read here than on the cases.
        let parties = repo::parties_of(db, row.id).await?;
        let about: Vec<Uuid> = cases.iter().map(|case| case.id).collect();
        let assisted = Mentioned::of_assisted(db, self.actor, about.iter().copied()).await?;
        let assisted = assisted.among(about);
        let mentions = Mentions::joined([&assisted, &Mentions::of(&parties)]);
        let mut view = self.order(row, cases, &replies, &names, rule);
        view.text = mentions.hide(&view.text);
        view.cancel_reason = mentions.hide_some(view.cancel_reason.as_ref());
        for reply in &mut view.replies {
            reply.text = mentions.hide(&reply.text);
            reply.verdict_reason = mentions.hide_some(reply.verdict_reason.as_ref());
        }
        Ok(view)
    }

    /// A row of the register.
    pub(super) fn summary(
        &self,
        row: order::Model,
        cases: Vec<SupervisedCaseView>,
    ) -> SupervisionOrderSummary {
        SupervisionOrderSummary {
            state: state_of(&row),
            issuer_kind: issuer_kind(&row),
            center: self.center(row.center_id),
            department: self.department(row.department_id),
            is_overdue: self.is_overdue(&row),
            id: row.id,
            order_no: row.order_no,
            ground_code: row.ground_code,
            issued_at: row.issued_at,
            reply_due_on: row.reply_due_on,
            was_late: row.was_late,
            round: row.round,
            case_count: row.case_count,
            cases,
            version: row.row_version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }

    /// A step that was taken.
    pub(super) fn step(&self, row: &step::Model) -> AppResult<SupervisionStepView> {
        Ok(SupervisionStepView {
            id: row.id,
            clock_id: row.clock_id,
            clock_kind: ClockKind::parse(&row.clock_kind).ok_or_else(unreadable)?,
            step: Step::parse(&row.step).ok_or_else(unreadable)?,
            department: self.department(row.department_id),
            due_at: row.due_at,
            at: row.at,
            working_days_over: row.working_days_over,
            order_id: row.order_id,
        })
    }

    fn is_overdue(&self, row: &order::Model) -> bool {
        state_of(row) == OrderState::Issued && row.reply_due_on < local_date(self.now)
    }

    /// What the reader may do with an order, and why not the rest.
    pub(super) fn actions(&self, row: &order::Model) -> (Vec<String>, BTreeMap<String, String>) {
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for action in OrderAction::ALL {
            let verb = action.as_str().to_owned();
            match action.refusal(state_of(row), self.actor, &facts_of(row)) {
                None => allowed.push(verb),
                Some(code) => {
                    refused.insert(verb, code.as_str().to_owned());
                }
            }
        }
        (allowed, refused)
    }
}

/// What the rights table looks at.
pub fn facts_of(row: &order::Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: Some(row.center_id),
        addressed_department_id: Some(row.department_id),
        ..Facts::default()
    }
}

/// Where an order stands; a word nobody knows is over.
pub(super) fn state_of(row: &order::Model) -> OrderState {
    OrderState::parse(&row.state).unwrap_or(OrderState::Closed)
}

/// A case that was loaded, as an order shows it.
pub(super) fn case(loaded: &Loaded) -> SupervisedCaseView {
    SupervisedCaseView {
        id: loaded.row.id,
        case_no: loaded.row.case_no.clone(),
        title: masks::title(&loaded.row.title),
        status: loaded.state.status,
    }
}

/// A case that was read for an order.
pub(super) fn line((_, id, case_no, title, status): CaseLine) -> AppResult<SupervisedCaseView> {
    let status = CaseStatus::parse(&status).ok_or_else(unreadable)?;
    Ok(SupervisedCaseView { id, case_no, title: masks::title(&title), status })
}

fn issuer_kind(row: &order::Model) -> IssuerKind {
    if row.issued_by_id.is_some() { IssuerKind::Person } else { IssuerKind::System }
}

fn person(id: Uuid, names: &Names) -> PersonRef {
    PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() }
}

fn reply_view(row: &reply::Model, names: &Names) -> SupervisionReplyView {
    SupervisionReplyView {
        round: row.round,
        due_on: row.due_on,
        text: row.text.clone(),
        replied_at: row.replied_at,
        replied_by: person(row.replied_by_id, names),
        is_late: row.is_late,
        verdict: row.verdict.as_deref().and_then(Verdict::parse),
        verdict_reason: row.verdict_reason.clone(),
        decided_at: row.decided_at,
        decided_by: row.decided_by_id.map(|id| person(id, names)),
    }
}

pub(super) fn unreadable() -> AppError {
    AppError::internal("unknown word in the database")
}
