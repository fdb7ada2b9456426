//! What an automation rule does to a case: changes like those of people, through the same table,
//! the same guards and the same ledger, under a permit of the system's.

use chrono::Days;
use uuid::Uuid;

use super::change::Change;
use super::dto::{AddAssistRequest, DispatchCaseRequest};
use super::entity::case;
use super::ground::Ground;
use super::guards;
pub use super::ledger::ByRule;
use super::mentions::Mentions;
use super::model::Level;
use super::repo::Loaded;
use super::requests;
use super::service::dispatched;
use super::transit::{self, Pending};
use super::unnamed::Unnamed;
use super::workflow::CaseAction;
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::platform::db::Tx;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::policy::{Permit, Role};

/// What a rule may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleAct {
    /// 定级, under the type the case has.
    SetLevel(Level),
    /// 转办, to one lead and any number of assistants.
    Dispatch {
        /// 主办单位.
        lead: Uuid,
        /// 协办单位.
        assists: Vec<Uuid>,
        /// To the departments.
        note: Option<String>,
    },
    /// 增加协办.
    AddAssist {
        /// Who assists.
        department_id: Uuid,
        /// What it is asked to do.
        task: String,
        /// By when, in calendar days from the day of the run.
        due_in_days: Option<u16>,
    },
    /// 规则提示.
    Note {
        /// What is to be seen.
        note: String,
        /// Which department is to look.
        department_id: Option<Uuid>,
        /// Which post is to look.
        role: Option<Role>,
    },
}

impl RuleAct {
    /// The row of the state machine.
    pub const fn action(&self) -> CaseAction {
        match self {
            Self::SetLevel(_) => CaseAction::Classify,
            Self::Dispatch { .. } => CaseAction::Dispatch,
            Self::AddAssist { .. } => CaseAction::AddAssist,
            Self::Note { .. } => CaseAction::RuleNote,
        }
    }
}

/// What came of one act, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    /// It changes the case.
    Changed,
    /// The case is as the act would make it.
    Nothing,
    /// The state machine, a guard or the organisation refuses it, by this code.
    Refused(String),
}

/// What a rule's acts come to, one after the other, applied to a case in memory. Nothing is stored
/// before [`Steps::store`].
#[derive(Debug)]
pub struct Steps {
    /// The case after them.
    pub case: Box<Loaded>,
    /// What of its parties stands in no event, whatever a rule says.
    mentions: Mentions,
    /// The rows before each change and what the change leaves.
    taken: Vec<(case::Model, Box<Loaded>, Pending)>,
}

impl Steps {
    /// None yet.
    pub fn on(case: Loaded, mentions: Mentions) -> Self {
        Self { case: Box::new(case), mentions, taken: Vec::new() }
    }

    /// One more act of `rule`.
    pub fn take(
        &mut self,
        state: &AppState,
        ground: &Ground,
        rule: &ByRule,
        act: &RuleAct,
    ) -> AppResult<Planned> {
        if self.case.state.level.is_some_and(|level| *act == RuleAct::SetLevel(level)) {
            return Ok(Planned::Nothing);
        }
        if let Some(code) = guards::refusal_of_rule(&self.case.state, act.action()) {
            return Ok(Planned::Refused(code.as_str().to_owned()));
        }
        let change = match change_of(state, ground, &self.case, rule, act) {
            Ok(change) => change,
            Err(error) => return refused(error).map(Planned::Refused),
        };
        let change = Unnamed::of(change, &self.mentions)?;
        let before = self.case.row.clone();
        let pending = transit::apply_by_rule(state, &ground.keeper, &mut self.case, &change, rule)?;
        self.taken.push((before, self.case.clone(), pending));
        Ok(Planned::Changed)
    }

    /// How many changes there are.
    pub fn changes(&self) -> usize {
        self.taken.len()
    }

    /// Stores them where the case is still as it was; answers the case as it is then.
    pub async fn store(self, tx: &Tx) -> AppResult<Box<Loaded>> {
        for (before, case, pending) in self.taken {
            let permit = Permit::system("automation rule");
            transit::store(tx, permit, &before, &case, pending).await?;
        }
        Ok(self.case)
    }
}

fn change_of(
    state: &AppState,
    ground: &Ground,
    case: &Loaded,
    rule: &ByRule,
    act: &RuleAct,
) -> AppResult<Change> {
    Ok(match act {
        RuleAct::SetLevel(level) => Change::Classified {
            type_code: case.state.type_code.clone().ok_or(ErrorCode::CaseNotClassified)?,
            level: *level,
            scale_code: None,
            reason: Some(rule.name.clone()),
        },
        RuleAct::Dispatch { lead, assists, note } => {
            let body = DispatchCaseRequest {
                lead_department_id: *lead,
                assist_department_ids: assists.clone(),
                assists: Vec::new(),
                level: None,
                route: None,
                note: note.clone(),
            };
            dispatched(state, ground, case, &body)?
        }
        RuleAct::AddAssist { department_id, task, due_in_days } => {
            let today = local_date(state.clock.now());
            let last = |days: u16| today.checked_add_days(Days::new(days.into()));
            let body = AddAssistRequest {
                department_id: *department_id,
                task: task.clone(),
                due_on: due_in_days.and_then(last),
            };
            requests::add_assist(state, ground, case, &body)?
        }
        RuleAct::Note { note, department_id, role } => Change::RuleNoted {
            rule_id: rule.id,
            rule_version: rule.version,
            rule_name: rule.name.clone(),
            note: note.clone(),
            department_id: *department_id,
            role: *role,
        },
    })
}

/// The code of a refusal; a fault of ours stays one.
fn refused(error: AppError) -> AppResult<String> {
    match &error {
        AppError::Code { code, .. } => Ok(code.as_str().to_owned()),
        AppError::Validation(fields) => {
            let first = fields.first().map(|field| field.code.clone());
            Ok(first.unwrap_or_else(|| ErrorCode::RequestValidation.as_str().to_owned()))
        }
        AppError::Internal { .. } => Err(error),
    }
}
